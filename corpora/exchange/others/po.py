"""Message catalogues of gettext (``.po``, ``.pot``) as rows, and rows as a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import polib

from corpora.about import NOTHING, About
from corpora.bitext import Pair
from corpora.errors import InputError, short
from corpora.exchange.kept import STATES, is_fact, tag_of
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.rows import check_codes, facts_of, main_language, memory_lines, missing_languages, row
from corpora.exchange.status import Status
from corpora.files import atomic_path, decode, memory_text, read_bytes
from corpora.original import common_source
from corpora.text import LANGUAGES, OTHER_LANGUAGE, detect_language

CONTEXT = "msgctxt"
SOURCE = "X-Source-Language"
PLACES, FLAG = "reference", "flag"
OWN = "duizhao "
"""What the extracted comment begins with that says what a row knows beside its texts."""
_LINES = {ord(character): " " for character in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
"""What the library would take for line ends."""
SAMPLE = 500


def read_po(path: Path, said: Remarks, wanted: Wanted) -> Iterator[Pair]:
    """Rows of a catalogue, one a message, one a form where it has a plural; obsolete messages are left out and named.

    The language of the translations is the one that the header names, else that of the texts. A message that is marked
    fuzzy is a draft. Raises :class:`InputError` for what is no catalogue, and where Chinese or English is lacking.
    """
    text, _encoding = decode(read_bytes(path), path)
    try:
        catalogue = polib.pofile(text.lstrip("\ufeff").translate(_LINES) + "\n")
    except (OSError, ValueError, IndexError, KeyError, AttributeError, UnicodeError) as error:
        raise InputError(f"{path}: not a catalogue of gettext ({short(str(error), 120)})", "export it again") from error
    entries = [one for one in catalogue if one.msgid]
    language, tag = _target(catalogue, entries)
    own = tag_of(catalogue.metadata.get(SOURCE, ""))
    if language not in LANGUAGES or not entries:
        raise missing_languages(path, LANGUAGES, "message")
    said.count("message that is obsolete", "left out", sum(one.obsolete for one in entries))
    counts: dict[str, int] = {}
    for entry in entries:
        status = Status("draft" if entry.fuzzy else "translated" if entry.translated() else "")
        if entry.obsolete or not wanted.takes(status, said):
            continue
        about = _about(entry, status, (own, tag) if language == "en" else (tag, own))
        _remark(about, said)
        for source, target in _texts(entry):
            zh, en = (target, source) if language == "zh" else (source, target)
            facts = _facts(entry) or {"original": OTHER_LANGUAGE[language]}
            yield row(path.stem, zh, en, facts, counts, about)


def _target(catalogue: polib.POFile, entries: list[polib.POEntry]) -> tuple[str, str]:
    """The language of the translations, and its tag."""
    code = catalogue.metadata.get("Language", "") or catalogue.metadata.get("X-Language", "")
    if main_language(code):
        return main_language(code), tag_of(code)
    votes = Counter(detect_language(one.msgstr) for one in entries[:SAMPLE] if one.msgstr)
    votes.pop(None, None)
    return (votes.most_common(1)[0][0] or "", "") if votes else ("", "")


def _texts(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """The texts of a message: the singular with the first form, the plural with each other one."""
    forms = [text for _number, text in sorted(entry.msgstr_plural.items())]
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    yield entry.msgid, forms[0] if forms else ""
    for form in forms[1:] or forms or [""]:
        yield entry.msgid_plural, form


def _about(entry: polib.POEntry, status: Status, tags: tuple[str, str]) -> About:
    notes = tuple(text for text in (entry.tcomment, entry.comment) if text and not text.startswith(OWN))
    props = [(CONTEXT, entry.msgctxt)] if entry.msgctxt else []
    places = " ".join(f"{file}:{line}" if line else file for file, line in entry.occurrences)
    props += [(PLACES, places)] if places else []
    props += [(FLAG, flag) for flag in entry.flags if flag != "fuzzy"]
    return About(state=status.state, notes=notes, props=tuple(props), tags=tags)


def _facts(entry: polib.POEntry) -> dict[str, str]:
    """What we have left of a row in an extracted comment."""
    if not entry.comment.startswith(OWN):
        return {}
    parts = (part.partition("=") for part in entry.comment.removeprefix(OWN).split(";"))
    return {name: unquote(value) for name, _equals, value in parts if is_fact(name) and name != "state"}


def _remark(about: About, said: Remarks) -> None:
    said.count("state of a message", "left out", bool(about.state), kind="state")
    said.count("comment", "left out", len(about.notes), kind="note")
    for name, _value in about.props:
        said.count(f"property of messages: {name}", "left out", kind="property")


def write_po(
    pairs: Iterable[Pair], path: Path, *, zh_code: str, en_code: str, source: str = "", keep: bool = False
) -> int:
    """A message for each row with a source text; return their number. One text twice has the place of the row as context.

    ``keep``: notes, contexts and places of the file that the rows came from are written as well.
    """
    check_codes(zh_code, en_code)
    pairs = list(pairs)
    source = source or common_source(pair.original for pair in pairs) or "en"
    target = (zh_code if source == "en" else en_code).replace("-", "_")
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": target,
        SOURCE: (en_code if source == "en" else zh_code).replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        first, second = (pair.en, pair.zh) if source == "en" else (pair.zh, pair.en)
        if memory_lines(first):
            catalogue.append(_entry(pair, memory_lines(first), memory_lines(second), seen, keep))
    with atomic_path(path) as temporary:
        temporary.write_text(f"{catalogue}\n", "utf-8", newline="\n")
    return len(catalogue)


def _beside(pair: Pair, keep: bool) -> dict[str, str]:
    """What a message has no place for and a row knows."""
    own = {f"p.{name}" for name in (CONTEXT, PLACES, FLAG)}
    return {name: value for name, value in facts_of(pair, keep).items() if name not in own}


def _entry(pair: Pair, source: str, target: str, seen: set[tuple[str, str]], keep: bool) -> polib.POEntry:
    about = pair.about or NOTHING
    props = dict(about.props) if keep else {}
    context = props.get(CONTEXT, "")
    if (context, source) in seen:
        context = f"{context or pair.symbol}:{pair.position}"
        while (context, source) in seen:
            context += "+"
    seen.add((context, source))
    facts = ";".join(f"{quote(name)}={quote(value)}" for name, value in _beside(pair, keep).items())
    entry = polib.POEntry(msgid=source, msgstr=target, msgctxt=context or None, comment=f"{OWN}{facts}")
    if keep:
        entry.tcomment = "\n".join(map(memory_text, about.notes))
        entry.occurrences = [(place, "") for place in props.get(PLACES, "").split()]
        entry.flags = [value for name, value in about.props if name == FLAG]
    if target and STATES.get(about.state.lower()) == "draft":
        entry.flags.append("fuzzy")
    return entry
