"""What is known of a row as names and values, as properties of TMX, metadata of XLIFF and columns of tables hold it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from corpora.about import NOTHING, About, Marked, compact_date
from corpora.bitext import Pair
from corpora.exchange.kept.marks import plain_marked
from corpora.files import memory_text

STATUS = ("state", "match", "locked", "origin")
"""What is always written, by its name in TMX (with ``x-``) and XLIFF, and as a column of a table."""
NAMES = {
    "id": "id",
    "created": "created",
    "created-by": "created_by",
    "modified": "modified",
    "modified-by": "modified_by",
    "used": "used",
    "uses": "uses",
}
OF_ROWS = ("symbol", "position", "score", "kind", "link", "source-ids", "target-ids", "original", "paragraph", "page")
"""What a row knows of itself."""
PROPERTY = "p."
"""What the name of a property begins with among the facts of XLIFF."""
KEPT_ATTRIBUTES = {
    "creationdate": "created",
    "creationid": "created_by",
    "changedate": "modified",
    "changeid": "modified_by",
    "lastusagedate": "used",
    "usagecount": "uses",
}
"""Attributes of units and texts of TMX, and what they are called here."""
COLUMNS = (*STATUS, "unit_id", "created", "created_by", "modified", "modified_by", "used", "uses", "note", "properties")
_TRUE = frozenset({"1", "true", "yes"})


def about_facts(about: About | None, keep: bool = False) -> dict[str, str]:
    """The state of a row, and with ``keep`` all else that is a name and a value.

    >>> about_facts(About(id="7", state="draft", match=87, locked=True, props=(("client", "x"),)), keep=True)
    {'state': 'draft', 'match': '87', 'locked': 'yes', 'id': '7', 'p.client': 'x'}
    """
    if about is None:
        return {}
    match = "" if about.match < 0 else str(about.match)
    found = {"state": about.state, "match": match, "locked": "yes" if about.locked else "", "origin": about.origin}
    if keep:
        found |= {name: getattr(about, field) for name, field in NAMES.items()}
        for name, value in about.props:
            key = f"{PROPERTY}{name}"
            found[key] = f"{found[key]}\n{value}" if key in found else value
    return {name: value for name, value in found.items() if value}


def is_fact(name: str) -> bool:
    """Whether a name is one that we give to a fact of a row.

    >>> is_fact("match"), is_fact("p.client"), is_fact("position"), is_fact("x")
    (True, True, True, False)
    """
    return name in STATUS or name in NAMES or name in OF_ROWS or name.startswith(PROPERTY)


def with_facts(about: About | None, facts: Mapping[str, str]) -> About | None:
    """The reverse: what facts add to what is known of a row.

    >>> with_facts(None, {"state": "draft", "match": "87", "position": "3"})
    About(id='', state='draft', match=87, locked=False, origin='', created='', created_by='', modified='', modified_by='', used='', uses='', notes=(), props=(), tags=('', ''), marked=((), ()), others=(), place=(0, ''))
    """
    found: dict[str, object] = {field: facts[name] for name, field in NAMES.items() if facts.get(name)}
    found |= {name: facts[name] for name in ("state", "origin") if facts.get(name)}
    match = facts.get("match", "")
    if match.isascii() and match.isdecimal() and len(match) <= 3:
        found["match"] = int(match)
    if facts.get("locked", "").lower() in _TRUE:
        found["locked"] = True
    props = tuple((name[len(PROPERTY) :], value) for name, value in facts.items() if name.startswith(PROPERTY))
    if props:
        found["props"] = (*(about.props if about else ()), *props)
    return replace(about or NOTHING, **found) if found else about  # type: ignore[arg-type]


def dated(about: About) -> dict[str, str]:
    """Dates, people and uses as attributes of TMX; what is no date there is left out.

    >>> dated(About(created="2024-01-02", created_by="li", uses="3"))
    {'creationdate': '20240102T000000Z', 'creationid': 'li', 'usagecount': '3'}
    """
    values = {name: getattr(about, field) for name, field in KEPT_ATTRIBUTES.items()}
    values = {name: compact_date(text) if name.endswith("date") else memory_text(text) for name, text in values.items()}
    return {name: text for name, text in values.items() if text and (name != "usagecount" or text.isdecimal())}


def agrees(marked: Marked, text: str) -> bool:
    r"""Whether a text with codes is still the text of its row: both have the same letters and figures.

    >>> agrees(("10", "3 m"), "10³\nm"), agrees(("a",), "b")
    (True, False)
    """
    return bool(marked) and _letters(plain_marked(marked)) == _letters(text)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def columns_of(pair: Pair, keep: bool) -> dict[str, str | int | bool | None]:
    """What the columns of a table say of a row."""
    about = pair.about or NOTHING
    found: dict[str, str | int | bool | None] = {
        "state": about.state or None,
        "match": about.match if about.match >= 0 else None,
        "locked": about.locked or None,
        "origin": about.origin or None,
    }
    if keep:
        found |= {"unit_id" if name == "id" else name: getattr(about, name) or None for name in NAMES.values()}
        found["note"] = "\n".join(about.notes) or None
        found["properties"] = json.dumps(about.props, ensure_ascii=False) if about.props else None
    return found


def facts_frame(pairs: Sequence[Pair], keep: bool) -> pl.DataFrame | None:
    """The columns that say something of a row; nothing where none does."""
    if not any(pair.about for pair in pairs):
        return None
    kinds = {name: pl.Int32 if name == "match" else pl.Boolean if name == "locked" else pl.String for name in COLUMNS}
    rows = [columns_of(pair, keep) for pair in pairs]
    frame = pl.DataFrame(rows, schema={name: kinds[name] for name in rows[0]})
    filled = [name for name in frame.columns if frame[name].null_count() < frame.height]
    return frame.select(filled) if filled else None


def with_columns(pairs: list[Pair], frame: pl.DataFrame) -> list[Pair]:
    """Rows of a table with what its columns say of them beside the texts."""
    names = [name for name in COLUMNS if name in frame.columns and not frame.schema[name].is_nested()]
    if not names or frame.height != len(pairs):
        return pairs
    cells = [frame[name].cast(pl.String, strict=False).fill_null("").to_list() for name in names]
    found = []
    for pair, *values in zip(pairs, *cells, strict=True):
        facts = dict(zip(names, values, strict=True))
        about = with_facts(pair.about, {_fact(name): value for name, value in facts.items()})
        notes = tuple(filter(None, facts.get("note", "").split("\n")))
        props = _properties(facts.get("properties", ""))
        if notes or props:
            about = replace(about or NOTHING, notes=notes, props=props)
        found.append(replace(pair, about=about) if about is not pair.about else pair)
    return found


def _fact(column: str) -> str:
    return "id" if column == "unit_id" else column.replace("_", "-")


def _properties(text: str) -> tuple[tuple[str, str], ...]:
    try:
        found = json.loads(text) if text.startswith("[") else []
    except (ValueError, RecursionError):
        return ()
    pairs = (one for one in found if isinstance(one, list) and len(one) == 2)
    return tuple((str(name), str(value)) for name, value in pairs)
