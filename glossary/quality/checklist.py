"""A reviser's own rules from a file: TOML, a table ``[[rule]]`` a rule; ``keep``, words that are not translated; ``allow``, spellings that are right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpora.errors import InputError, short
from corpora.files import read_bytes
from glossary.checks import ALLOW, KEEP, OwnRule, trouble_of
from glossary.finding import Severity

LARGEST = 2**20  # bytes of a file of rules
MOST = 1000
KEYS = frozenset({"name", "zh", "en", "regex", "when", "message", "message_zh", "severity", "forbidden"})
HINT = "docs/checking.md, 'Your own rules', has an example"


HOUSES = ("un", "fao")


def house_rules(house: str) -> tuple[OwnRule, ...]:
    """How a house writes figures and dates: one of :data:`HOUSES`.

    >>> [rule.name for rule in house_rules("un")][:3]
    ['UN: thousands', 'UN: thousands, Chinese', 'UN: per cent']
    """
    name = f"house_{house}.toml"
    return _read(Path(name), files(__package__).joinpath(name).read_bytes())


def read_checklist(path: Path) -> tuple[OwnRule, ...]:
    """The rules of a file, in order. Raises :class:`InputError`, in one line, for the first that cannot be used."""
    return _read(path, read_bytes(path, largest=LARGEST, empty=True))


def _read(path: Path, data: bytes) -> tuple[OwnRule, ...]:
    try:
        record = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start})", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not TOML: {short(str(error), 100)}", HINT) from error
    rules = tuple(_rules(path, record))
    if not rules or len(rules) > MOST:
        raise InputError(f"{path}: holds {len(rules):,} rules, of 1 to {MOST:,}", HINT)
    return rules


def _rules(path: Path, record: dict[str, Any]) -> Iterator[OwnRule]:
    for key in record.keys() - {"rule", KEEP, ALLOW}:
        raise InputError(f"{path}: {short(key, 40)!r} is neither 'rule' nor '{KEEP}' nor '{ALLOW}'", HINT)
    for kind in (KEEP, ALLOW):
        words = record.get(kind, [])
        if not isinstance(words, list):
            raise InputError(f"{path}: '{kind}' is a list of words", HINT)
        if not all(isinstance(word, str) and word.strip() for word in words):
            raise InputError(f"{path}: '{kind}' holds something that is no word", HINT)
        yield from (OwnRule(f"{kind} {word}", kind, word.strip(), word.strip(), Severity.WARNING) for word in words)
    tables = record.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(f"{path}: each rule begins with [[rule]]", HINT)
    for number, table in enumerate(tables, start=1):
        yield _rule(f"{path}: rule {number}", number, table)


def _rule(place: str, number: int, table: dict[str, Any]) -> OwnRule:
    for key in table.keys() - KEYS:
        raise InputError(f"{place}: {short(key, 40)!r} is no part of a rule", f"a rule has {', '.join(sorted(KEYS))}")
    for key, value in table.items():
        wanted: type = bool if key in ("regex", "forbidden") else str
        if not isinstance(value, wanted):
            raise InputError(f"{place}: {key} is not {'true or false' if wanted is bool else 'a text'}", HINT)
    zh, en, severity = table.get("zh", ""), table.get("en", ""), table.get("severity", "warning")
    if not zh.strip() and not en.strip():
        raise InputError(f"{place}: has neither zh nor en", HINT)
    if severity not in [one.value for one in Severity]:
        raise InputError(f"{place}: severity {severity!r} is not note, warning or error", HINT)
    when = table.get("when", "zh")
    if when not in ("zh", "en", "both"):
        raise InputError(f"{place}: when {when!r} is not zh, en or both", HINT)
    for text in (zh, en) if table.get("regex") else ():
        trouble = trouble_of(text) if text else ""
        if trouble:
            raise InputError(f"{place}: the pattern {short(text, 40)!r} {trouble}", "write it in another way")
    kind = "forbidden" if table.get("forbidden") or not (zh and en) else "pair"
    name = table.get("name", "") or f"{number}"
    said = table.get("message", ""), table.get("message_zh", "")
    return OwnRule(name, kind, zh, en, Severity(severity), *said, is_pattern=table.get("regex", False), when=when)
