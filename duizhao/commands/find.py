"""``duizhao glossary find``: how has this been translated?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.options import TextFormat
from duizhao.commands.outputs import progress_bars, read_rows, remark, write_parts

if TYPE_CHECKING:
    from corpora.bitext import Pair
    from glossary.lookup import FoundRendering, Lookup, Use
    from glossary.rows import Rows


TABLES = (".tsv", ".csv", ".parquet", ".jsonl", ".xlsx")
SHOWN = 3  # uses shown for each rendering in a table
AROUND = 30  # characters around a rendering in a table


@renamed(**{"from": "--language"}, t="--terms")
def find_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="TERM", help="Terms to look up.")] = None,
    bitext: Annotated[
        list[Path] | None,
        typer.Option(
            "--bitext",
            "-b",
            metavar="FILE",
            help="TMX, XLIFF, Parquet, JSONL, TSV, CSV or XLSX; may be given many times.",
        ),
    ] = None,
    terms: Annotated[
        list[str] | None,
        typer.Option(
            "--terms", metavar="TERM|FILE", help="A term, or a file: a term a line, or TSV/CSV with a column zh or en."
        ),
    ] = None,
    language: options.OneLanguage = None,
    top: Annotated[int, typer.Option("--top", min=1, max=100, help="Renderings shown for each term.")] = 3,
    zh: options.WhichChinese = None,
    format: options.FormatBySuffix = None,
    output: options.Output = None,
    model: options.Model = "builtin",
) -> None:
    """How a term has been translated: renderings, shares, first and last use, evidence.

    Example: duizhao glossary find "General Assembly" --bitext memory.tmx
    """
    from align.encoders import load_encoder
    from glossary.lookup import each_lookup
    from glossary.rows import Rows

    given = [*(words or []), *(terms or [])]
    spoken = language.value if language else language_of(given)
    wanted = read_terms(given, spoken)
    if not bitext:
        raise InputError("no bitext is given", "name one with --bitext FILE")
    pairs: list[Pair] = []
    segments: list[int] = []
    for path in bitext:
        rows = read_rows(path, zh)
        pairs += rows
        segments += range(1, len(rows) + 1)
    made = Rows.of(pairs, load_encoder(model))
    remark(made.remarks)
    as_json = format is TextFormat.json or (format is None and output is not None and output.suffix.lower() == ".json")
    with progress_bars() as bars:
        found = each_lookup(made, wanted, spoken, top=top, tell=partial(bars, "terms"))
        if as_json:
            write_parts(json_parts(lookup_as_dict(one, made, segments, spoken) for one in found), output)
        else:
            write_parts((_table(one, made, spoken) for one in found), output)


def language_of(values: Sequence[str]) -> str:
    """The language of terms: Chinese where one of them, or a file of them that is no table, has a Han character.

    >>> language_of(["WHO", "会员国"]), language_of(["Member States"])
    ('zh', 'en')
    """
    from corpora.files import decode, read_bytes
    from glossary.words import HAN_RUN

    for value in values:
        text = value
        if _is_file(value):
            path = Path(value)
            text = "" if path.suffix.lower() in TABLES else decode(read_bytes(path), path)[0]
        if HAN_RUN.search(text):
            return "zh"
    return "en"


def _is_file(value: str) -> bool:
    try:
        return Path(value).is_file()
    except (OSError, ValueError):  # too long for a name, or a NUL
        return False


def read_terms(values: Sequence[str], language: str) -> list[str]:
    """Terms, each once, in their order; a value that names a file stands for the terms in it.

    Raises :class:`InputError` where there is no term at all, or none in a file.
    """
    result: dict[str, None] = {}
    for value in values:
        found = _file_terms(Path(value), language) if _is_file(value) else [value]
        if found == [value] and value.lower().endswith((*TABLES, ".txt")):
            raise InputError(f"{value}: no such file", "check the name")
        result.update(dict.fromkeys(term for term in (" ".join(one.split()) for one in found) if term))
    if not result:
        raise InputError("no term is given", "name terms, or a file of terms with --terms FILE")
    return list(result)


def _file_terms(path: Path, language: str) -> list[str]:
    from corpora.exchange import read_table
    from corpora.files import decode, read_bytes

    found: list[str]
    if path.suffix.lower() in TABLES:
        frame = read_table(path)
        names = {str(name).strip().strip('"\ufeff').lower(): name for name in frame.columns}
        if language not in names:
            if len(names) > 1:
                raise InputError(
                    f"{path}: no column {language} (columns: {', '.join(names)})", "name the column of the terms"
                )
            found = [*map(str, names.values()), *(str(cell or "") for cell in frame.to_series(0).to_list())]
        else:
            found = [str(cell or "") for cell in frame[names[language]].to_list()]
    else:
        found = decode(read_bytes(path), path)[0].splitlines()
    found = [one.strip().lstrip("\ufeff") for one in found]
    if not any(found):
        raise InputError(f"{path}: no terms", "one term a line, or a table with a column zh or en")
    return found


def json_parts(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Look-ups as one JSON array, part by part: a term, a rendering and a use of it each begin a line.

    >>> print("".join(json_parts([{"term": "a", "renderings": [{"text": "甲", "evidence": [{"position": 1}]}]}])), end="")
    [
    {"term": "a", "renderings": [
     {"text": "甲", "evidence": [
      {"position": 1}
     ]}
    ]}
    ]
    """
    before = "[\n"
    for one in found:
        renderings = (_opened(each, "evidence", 2, map(_line, each["evidence"])) for each in one["renderings"])
        yield before + _opened(one, "renderings", 1, renderings)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _line(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _opened(value: dict[str, Any], name: str, depth: int, inner: Iterable[str]) -> str:
    """An object of which the last member, an array, has each element on a line."""
    head = _line({key: part for key, part in value.items() if key != name})[:-1]
    lines = f",\n{' ' * depth}".join(inner)
    return (
        f"{head}, {_line(name)}: [\n{' ' * depth}{lines}\n{' ' * (depth - 1)}]}}"
        if lines
        else f"{head}, {_line(name)}: []}}"
    )


def lookup_as_dict(found: Lookup, rows: Rows, segments: Sequence[int], language: str) -> dict[str, Any]:
    """A term as JSON: ``symbol`` and ``position`` name a row, spans are offsets with the end exclusive.

    ``segments``: the rows of each file counted from 1, for those who read ``segment`` in 0.1.
    """
    from corpora.versions import SCHEMAS
    from glossary.lookup import shares

    said = [
        {"rendering": one.rendering, "body": one.body, "year": one.year, "count": one.count, "share": one.share}
        for one in shares(found, rows)
    ]
    return {
        "schema": SCHEMAS["find"],
        "term": found.term,
        "occurrences": found.occurrences,
        "missing": found.missing,
        "shares": said,
        "renderings": [_rendering(one, rows, segments, language) for one in found.renderings],
    }


def _rendering(one: FoundRendering, rows: Rows, segments: Sequence[int], language: str) -> dict[str, Any]:
    def where(use: Use) -> dict[str, Any]:
        pair = rows.pairs[use.row]
        at = {"position": pair.position, "paragraph": pair.paragraph or None, "page": pair.page or None}
        return {"symbol": pair.symbol, **at, "segment": segments[use.row]}

    evidence = []
    for use in one.uses:
        pair = rows.pairs[use.row]
        zh, en = (use.term, use.rendering) if language == "zh" else (use.rendering, use.term)
        evidence.append({**where(use), "zh": pair.zh, "en": pair.en, "spans": {"zh": list(zh), "en": list(en)}})
    return {
        "text": one.text,
        "count": one.count,
        "share": one.share,
        "first": where(one.uses[0]),
        "last": where(one.uses[-1]),
        "evidence": evidence,
    }


def _body(body: str, count: int, first: int | None, last: int | None) -> str:
    """A body with its uses and years.

    >>> _body("A/HRC", 3, 2010, 2014), _body("", 1, None, None)
    ('A/HRC 3 (2010–2014)', 'other documents 1')
    """
    years = "" if first is None else f" ({first})" if first == last else f" ({first}–{last})"
    return f"{body or 'other documents'} {count}{years}"


def _table(found: Lookup, rows: Rows, language: str) -> str:
    from glossary.lookup import by_body, shares

    said = shares(found, rows)
    several = len({(one.body, one.year) for one in said}) > 1
    lines = [
        f"{found.term}: {found.occurrences} occurrences"
        + (f", {found.missing} without a rendering" * bool(found.missing))
    ]
    for one in found.renderings:
        first, last = one.uses[0], one.uses[-1]
        if one.count:
            head = f"{one.share:>6.0%} {one.count:>6}  {one.text}"
            span = str(rows.place(first.row))
            if last.row != first.row:
                span += f" to {rows.place(last.row)}"
            lines.append(f"{head}  ({span})")
            if several:
                lines.append(f"{'':>16}{', '.join(starmap(_body, by_body(said, one.text)))}")
        else:
            lines.append(f"{'':>6} {'?':>6}  {one.text}")
        for use in one.uses[: SHOWN if one.count else 1]:
            pair = rows.pairs[use.row]
            text = pair.en if language == "zh" else pair.zh
            low, high = use.rendering
            before = ("…" if low > AROUND else "") + text[max(low - AROUND, 0) : low]
            behind = text[high : high + AROUND] + ("…" if high + AROUND < len(text) else "")
            lines.append(f"{'':>16}{rows.place(use.row)}  {before}[{text[low:high]}]{behind}")
    return "\n".join(lines) + "\n"
