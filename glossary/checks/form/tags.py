"""Tags and placeholders that one side has and the other has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpora.about import Mark, Marked
from corpora.bitext import Pair
from corpora.text import Tag, find_tags, same_keys
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity, Span

MOST = 10
"""Tags that a message names."""
SIDES = {"zh": ("Chinese", "中文"), "en": ("English", "英文")}


def check_tags(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares the tags and placeholders of both sides where they stand in the text: <b>, <br/>, <a1> of OmegaT, {1> of Phrase, [1} of memoQ, {0}, %s, %1, ${name}; and the codes that TMX and XLIFF keep. Attributes and the order of placeholders do not matter; a tag that is closed before it is opened does.

    Why it matters: a lost placeholder is a lost name or number, and a lost tag breaks the file when it is exported.

    Wrong: 委员会决定休会。 | The Committee <g7>decided</g7> to adjourn.

    Right: 委员会<g7>决定</g7>休会。 | The Committee <g7>decided</g7> to adjourn.

    What to do: put the missing tag in its place, or take out the one that is too many.
    """
    written = material.written
    for row, pair in enumerate(written.pairs, start=1):
        if not pair.zh or not pair.en:
            continue
        if pair.about is not None and any(pair.about.marked):
            yield from _of_codes(check, written, row, pair)
        sides = {"zh": _tags(pair.zh), "en": _tags(pair.en)}
        if not sides["zh"] and not sides["en"]:
            continue
        found = _lonely(sides) or _crossed(sides)
        if any(found.values()):
            yield _finding(check, written, row, found, sides)


def _of_codes(check: Check, material: Material, row: int, pair: Pair) -> Iterator[Finding]:
    """What is lost of the codes that the file keeps beside the text: a placeholder is worth a warning, a format a note."""
    assert pair.about is not None
    zh, en = (_keys(side) for side in pair.about.marked)
    found = {"zh": list((Counter(zh) - Counter(en)).elements()), "en": list((Counter(en) - Counter(zh)).elements())}
    if not any(found.values()):
        return
    lost = {language: [text for _alone, text in keys] for language, keys in found.items()}
    alone = any(alone for keys in found.values() for alone, _text in keys)
    message, message_zh = _said("codes or placeholders of the file differ", "文件中的代码或占位符不一致", lost)
    yield check.finding(
        material,
        row,
        message,
        message_zh,
        found=" ".join((*lost["zh"], *lost["en"]))[:200],
        severity=None if alone else Severity.NOTE,
    )


def _keys(text: Marked) -> list[tuple[bool, str]]:
    """The codes of a text, but for characters, and closing ones that say no more than that they close one."""
    marks = [one for one in text if isinstance(one, Mark) and not one.character]
    opened = {one.id for one in marks if one.kind == "open"}
    return [_key(one) for one in marks if one.kind != "close" or one.content or one.id not in opened]


def _key(mark: Mark) -> tuple[bool, str]:
    """Whether a code stands alone, and by what it is the same on both sides: what is in it, without attributes, else its name."""
    tags = find_tags(mark.content)
    name = tags[0].key if len(tags) == 1 else mark.content or mark.type or mark.id or mark.kind
    shape = {"open": f"<{name}>", "close": f"</{name}>", "alone": f"<{name}/>"}[mark.kind]
    return mark.kind == "alone", name if mark.content else shape


def _tags(text: str) -> list[Tag]:
    return [tag for tag in find_tags(text) if tag.kind != "character"]


def _lonely(sides: dict[str, list[Tag]]) -> dict[str, list[Tag]]:
    """By side, the tags that the other one lacks; empty where both have the same."""
    keys = dict(zip(sides, same_keys(*([tag.key for tag in tags] for tags in sides.values())), strict=True))
    found: dict[str, list[Tag]] = {}
    for language, other in (("zh", "en"), ("en", "zh")):
        left = Counter(keys[other])
        for key, tag in zip(keys[language], sides[language], strict=True):
            left[key] -= 1
            if left[key] < 0:
                found.setdefault(language, []).append(tag)
    return found


def _crossed(sides: dict[str, list[Tag]]) -> dict[str, list[Tag]]:
    """By side, tags that are closed before they are opened, where only one side has such."""
    found = {language: _early(tags) for language, tags in sides.items()}
    return {} if found["zh"] and found["en"] else found


def _early(tags: Sequence[Tag]) -> list[Tag]:
    opened: Counter[str] = Counter()
    early = []
    total = Counter(_name(tag) for tag in tags if tag.kind == "open")
    for tag in tags:
        if tag.kind == "open":
            opened[_name(tag)] += 1
        elif tag.kind == "close" and total[_name(tag)]:
            opened[_name(tag)] -= 1
            if opened[_name(tag)] < 0:
                early.append(tag)
    return early


def _name(tag: Tag) -> str:
    return tag.key.strip("</>{}[]")


def _finding(
    check: Check, material: Material, row: int, found: dict[str, list[Tag]], sides: dict[str, list[Tag]]
) -> Finding:
    pair = material.pairs[row - 1]
    texts = {"zh": pair.zh, "en": pair.en}
    crossed = not any(_lonely(sides).values())
    what = "a tag is closed before it is opened" if crossed else "tags or placeholders differ"
    what_zh = "标签未开先闭" if crossed else "标签或占位符不一致"
    written = {one: [texts[one][tag.start : tag.end] for tag in tags] for one, tags in found.items()}
    message, message_zh = _said(what, what_zh, written)
    spans: dict[str, list[Span]] = {one: [(tag.start, tag.end) for tag in found.get(one, ())] for one in texts}
    return check.finding(
        material,
        row,
        message,
        message_zh,
        zh_spans=spans["zh"],
        en_spans=spans["en"],
        found=" ".join(texts[one][tag.start : tag.end] for one in ("zh", "en") for tag in found.get(one, ()))[:200],
    )


def _said(what: str, what_zh: str, found: dict[str, list[str]]) -> tuple[str, str]:
    """A message in both languages: what one side has and the other lacks."""
    said, said_zh = [], []
    for language, tags in found.items():
        if not tags:
            continue
        listed = ", ".join(tags[:MOST])
        more, more_zh = (f" and {len(tags) - MOST} more", f"等{len(tags)}个") if len(tags) > MOST else ("", "")
        name, name_zh = SIDES[language]
        said.append(f"in the {name} version only: {listed}{more}")
        said_zh.append(f"仅{name_zh}有{listed}{more_zh}")
    return f"{what}; {'; '.join(said)}", f"{what_zh}：{'；'.join(said_zh)}"


CHECKS = (
    Check("P112", "tags and placeholders", "标签与占位符", Severity.WARNING, "Design and markup/Markup tag", check_tags, "补上缺少的标签或占位符，或删去多余的。", raw=True),
)  # fmt: skip
