"""XLIFF 1.2 and 2.x: the bilingual files of translation tools in and out, streaming.

What tools do (XLIFF 1.2, OASIS 2008; XLIFF 2.1, OASIS 2018): in 1.2 the languages stand on each ``file``, and a tool
that segments leaves the source whole and puts its segments into ``seg-source`` as ``mrk mtype="seg"``, matched by
``mid`` with those of the target; in 2.x the languages stand on ``xliff``, and each ``segment`` holds its own pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpora.about import About
from corpora.bitext import Pair
from corpora.errors import InputError, short
from corpora.exchange.codes import NOTHING, Code, Known, code_of, code_of_text, content_of
from corpora.exchange.kept import tag_of
from corpora.exchange.remarks import ALL, Remarks, Wanted, remark_status
from corpora.exchange.rows import line_of, main_language, missing_languages, original_code, row
from corpora.exchange.status import UNTOUCHED, Status
from corpora.exchange.xliff_beside import Named, contexts_of, notes_of, remark_made
from corpora.exchange.xliff_facts import extradata, metadata
from corpora.exchange.xliff_names import OWN, XML, symbol_of_original
from corpora.exchange.xliff_segments import Segment, marked_segments, new_segments, not_translated
from corpora.files import local_name, open_stream, safe_iterparse
from corpora.text import detect_language
from corpora.versions import is_before

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class _File:
    """What a ``file`` says of the units in it: their symbol, which languages they are in, which one is the original.

    ``own``: the symbol that is theirs alone, once a row was read: two files of one name are two documents.
    """

    symbol: str
    source: str = ""
    target: str = ""
    original: str = ""
    tags: tuple[str, str] = ("", "")
    own: str = ""
    taken: dict[str, int] = field(default_factory=dict)
    named: Named = field(default_factory=Named)

    @classmethod
    def of(cls, element: _Element, path: Path, before: _File) -> _File:
        root = element.getroottree().getroot()
        symbol = symbol_of_original(element.get("original") or "") or path.name.split(".")[0]
        source = element.get("source-language") or root.get("srcLang") or ""
        target = element.get("target-language") or root.get("trgLang") or ""
        tags = tag_of(source), tag_of(target)
        return cls(
            symbol, main_language(source), main_language(target), original_code(source), tags, taken=before.taken
        )

    def made_by(self, tool: _Element) -> None:
        """Take note of a ``tool``: before 0.2 ours called Chinese the source, whatever the original was."""
        if tool.get("tool-name") == OWN and is_before(tool.get("tool-version") or "", 0, 2):
            self.original = ""

    def symbol_of_rows(self, said: Remarks) -> str:
        """The symbol of the rows; ``taken`` counts the files that have had rows, by symbol.

        >>> taken = {}
        >>> [_File("a", taken=taken).symbol_of_rows(Remarks()) for _ in range(2)]
        ['a', 'a (2)']
        """
        if not self.own:
            self.taken[self.symbol] = number = self.taken.get(self.symbol, 0) + 1
            self.own = self.symbol if number == 1 else f"{self.symbol} ({number})"
            if number > 1:
                said.say(f"several files have the original {short(self.symbol, 60)!r}: each is a document of its own")
        return self.own

    def original_of(self, facts: Mapping[str, str]) -> str:
        """The original of a unit. What we wrote says it of itself, and before 0.2 knew nothing of it."""
        return facts.get("original", "") if facts else self.original


def read_xliff(
    path: Path, languages: tuple[str, str] = ("zh", "en"), said: Remarks | None = None, wanted: Wanted = ALL
) -> Iterator[Pair]:
    """Rows of an XLIFF, one a segment; either language may be the source. gzip and UTF-16 are accepted.

    Codes (``x``, ``bx``, ``ex``, ``bpt``, ``ept``, ``it``, ``ph``, ``sc``, ``ec``, ``sm``, ``em``, ``cp``) go with what
    stands in them, sub-flows included, unless they are characters, as the file says at its head (``tag-defs``), in the unit
    (``originalData``) or in the code; ``g``, ``pc`` and ``mrk`` are unwrapped. Suggestions (``alt-trans``,
    ``matches``), what stands between segments (``ignorable``), and what is not to be translated and has no target are
    left out. A segment without a translation gives a row with one side. The symbol of a row is the one that
    ``original`` spells, else the stem of that name, else the stem of the file. The source language is the original, but
    in files of our own, which say it unit by unit.

    ``languages``: the two that are read, the first into ``zh`` and the second into ``en`` of the rows. Raises
    :class:`InputError` for XML that is malformed or refused, and for a file without both languages.
    """
    counts: dict[str, int] = {}
    current = _File(path.name.split(".")[0])
    said = said or Remarks()
    codes = Known()
    units = rows = refused = targets = 0
    with closing(open_stream(path)) as stream:
        for event, element in safe_iterparse(
            stream, path, ("trans-unit", "unit", "tag-defs"), ("file", "tool"), said.say
        ):
            if event == "start":
                if local_name(element) == "tool":
                    current.made_by(element)
                else:
                    current, codes = _File.of(element, path, current), Known()
                continue
            if local_name(element) == "tag-defs":
                codes = _defined(element)
                continue
            units += 1
            refused += not_translated(element)
            targets += not current.target and next(element.iter("{*}target"), None) is not None
            for pair in _rows(element, current, path, languages, counts, codes, said, wanted):
                rows += 1
                yield _in_unit(pair, units)
    if not units:
        raise InputError(f"{path}: no translation unit in it", "is it an XLIFF file?")
    if not rows and wanted == ALL:
        raise _nothing(path, languages, current, refused == units and f"{units:,}", bool(targets))


def _nothing(
    path: Path, languages: tuple[str, str], file: _File, refused: str | Literal[False], targets: bool
) -> InputError:
    """Why a file has no row, as it says it itself."""
    if refused:
        return InputError(f'{path}: all {refused} units say translate="no"', "export what is to be translated")
    if file.source in languages and not file.target:
        more = "" if targets else ", nothing is translated"
        return InputError(f"{path}: no target language is named (trgLang){more}", "export it with its translation")
    return missing_languages(path, languages, "segment")


def _defined(element: _Element) -> Known:
    """What the codes of a file stand for, by id, where a tool has them at its head (``tag-defs``)."""
    found = Known()
    for tag in element.iterchildren("{*}tag"):
        for child in tag:
            if local_name(child) not in ("ph", "bpt", "st"):
                continue
            code = code_of(child, {})
            found.contents.setdefault(tag.get("id") or "", content_of(child))
            if code != NOTHING:
                found.setdefault(tag.get("id") or "", code)
    return found


def _original_data(unit: _Element) -> Known:
    """The same of a unit of 2.x (``originalData``)."""
    found = Known()
    for data in unit.iterfind("{*}originalData/{*}data"):
        text = "".join(_data_pieces(data))
        found[f"#{data.get('id')}"] = code_of_text(text) if text else NOTHING
        found.contents[f"#{data.get('id')}"] = text
    return found


def _data_pieces(data: _Element) -> Iterator[str]:
    yield data.text or ""
    for child in data:
        yield (code_of(child, {}).character or "") if local_name(child) == "cp" else ""
        yield child.tail or ""


def _rows(
    unit: _Element,
    file: _File,
    path: Path,
    languages: tuple[str, str],
    counts: dict[str, int],
    codes: Mapping[str, Code],
    said: Remarks,
    wanted: Wanted,
) -> Iterator[Pair]:
    children: dict[str, _Element] = {}
    for child in unit:
        children.setdefault(local_name(child), child)
    old = local_name(unit) == "trans-unit"
    if file.source not in languages or not (file.target in languages or (old and not file.target)):
        said.count(f"unit of {file.source or 'no language'} and {file.target or 'no language'}", "left out")
        return
    if not old:
        codes = _original_data(unit)
    texts = [
        one
        for one in (marked_segments if old else new_segments)(unit, children, path, codes, said)
        if one.source or one.target
    ]
    if not any(one.target for one in texts) and not_translated(unit):
        said.count('unit without translation that says translate="no"', "left out")
        return
    facts = extradata(unit) if old else metadata(unit)
    original, own = file.original_of(facts), bool(facts)
    file.named.remark(unit, said, own)
    if len(texts) > 1:  # a tool has split the row: what was known of it holds for none of the parts
        facts = {name: value for name, value in facts.items() if name in ("symbol", "kind")}
    facts["original"] = original
    name = (unit.get("resname") or unit.get("name") or "") if own else unit.get("id") or ""
    for number, one in enumerate(texts, start=1):
        if not _is_target(one.target, children.get("target"), file, languages):
            continue
        if not wanted.takes(one.status, said):
            continue
        id = f"{name}.{one.name or number}" if len(texts) > 1 and name else name
        _remark(one, id, own, said)
        turned = file.source != languages[0]
        zh, en = (one.target, one.source) if turned else (one.source, one.target)
        about = _about(one, id, unit, file.tags, turned, own)
        yield row(file.symbol if own else file.symbol_of_rows(said), zh, en, facts, counts, about, line_of(unit))


def _remark(one: Segment, id: str, own: bool, said: Remarks) -> None:
    """Count what a segment says beside its texts, but for what we wrote, which is carried."""
    if not own:
        remark_status(one.status, said)
        remark_made(one.made, id, said)


def _in_unit(pair: Pair, unit: int) -> Pair:
    """A row that knows in which unit it stands."""
    assert pair.about is not None
    return replace(pair, about=replace(pair.about, place=(unit, pair.about.place[1])))


def _about(one: Segment, id: str, unit: _Element, tags: tuple[str, str], turned: bool, own: bool) -> About:
    """What a file says of a segment; what we wrote says its state among its facts."""
    step = -1 if turned else 1
    state, match, locked, origin = Status() if own else one.status
    zh_tag, en_tag = tags[::step]
    zh_marked, en_marked = one.marked[::step]
    about = About(
        id,
        "" if state in UNTOUCHED else state,
        match,
        locked,
        origin,
        notes=notes_of(unit),
        props=() if own else contexts_of(unit),
        tags=(zh_tag, en_tag),
        marked=(zh_marked, en_marked),
        place=(0, one.name),
    )
    made: Mapping[str, Any] = {} if own else one.made
    return replace(about, **made) if made else about


def _is_target(text: str, element: _Element | None, file: _File, languages: tuple[str, str]) -> bool:
    """Whether a target is in the other language; where nothing says so (1.2 allows that), its script does."""
    code = file.target
    if not code and element is not None:
        code = main_language(element.get(f"{XML}lang") or "")
    if not code:
        return not text or detect_language(text) != file.source
    return code in languages and code != file.source
