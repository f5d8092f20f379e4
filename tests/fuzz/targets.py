"""What is given damaged input: a function that takes it, and sound inputs (all made here) to begin with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from align.encoders import StaticEncoder
from align.encoders.load import is_static
from corpora.bitext import Pair
from corpora.exchange import read_pairs, write_pairs
from corpora.figures import extract_anchors
from corpora.reading import read_document
from corpora.symbol import chains, find_resolutions, find_symbols, from_file_stem, parse_symbol
from corpora.text import detect_language, language_of_name, split_sentences
from corpora.text.numbering import paragraph_mark
from corpora.text.tags import heading_of, language_tag
from duizhao.project_file import read_project
from glossary.concept import Termbase
from glossary.formats import FORMATS, load, save
from glossary.store import Store
from tests.align.encoders.test_damaged import made, words
from tests.concepts import CEASEFIRE, concept
from tests.corpora.readers.build_docx import rich_docx
from tests.corpora.readers.pdf.build_pdf import Sheet, make_pdf
from tests.places import SAMPLES

Seeds = list[tuple[str, bytes]]
"""Names and contents."""


@dataclass(frozen=True)
class Target:
    """``run`` takes a file; what it raises, other than a ``DuizhaoError``, is a find. ``share``: of the time."""

    run: Callable[[Path], object]
    seeds: Callable[[Path], Seeds]
    share: int = 4


def texts(run: Callable[[str], object]) -> Callable[[Path], object]:
    """A function of a text, given that of a file; bytes that are no text are kept as halves of characters."""
    return lambda path: run(path.read_bytes().decode("utf-8", "surrogateescape"))


def contents(folder: Path) -> Seeds:
    """All files of a folder."""
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()]


# --- documents -------------------------------------------------------------------------------------------------------


def plain(_: Path) -> Seeds:
    """The beginnings of the sample documents, in four encodings."""
    found = []
    for path in sorted((SAMPLES / "clean").iterdir()):
        text = path.read_text("utf-8")[:2500]
        found += [
            (f"{k}-{path.name}", text.encode(code, "replace"))
            for k, code in enumerate(("utf-8", "utf-16", "gb18030", "big5"))
        ]
    return found


def marked(before: str, after: str, suffix: str) -> Callable[[Path], Seeds]:
    """Paragraphs of the samples between tags."""

    def make(_: Path) -> Seeds:
        found = []
        for path in sorted((SAMPLES / "clean").iterdir()):
            lines = [line.strip() for line in path.read_text("utf-8")[:2500].splitlines() if line.strip()]
            found.append(
                (path.with_suffix(suffix).name, (before + "\n".join(f"<p>{one}</p>" for one in lines) + after).encode())
            )
        return found

    return make


HTML = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A/99/1</title><style>p{margin:0}</style></head><body><!-- c --><h1>Report</h1>'
HTML_END = (
    '<ol start="3" type="a"><li>The first<li value="9">The second</ol><table><tr><td colspan="2">Agenda item 5</td></tr><tr><td>1.</td>'
    '<td>The Council met.</td></tr></table><p>See<sup><a href="#fn1">1</a></sup> &amp; &#8220;it&#8221;. <font size="1">x</font></p><hr>'
    '<p id="fn1" role="doc-footnote"><sup>1</sup> Ibid., p. 4.</p><![CDATA[x]]></body></html>'
)
TEI = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TEI.2><teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt>'
    '<idno type="symbol">A/99/1</idno></publicationStmt></fileDesc></teiHeader><text lang="en"><body><p><s id="1:1" lang="en">One.</s></p>'
)
TEI_END = '<note place="foot"><p><s>Ibid.</s></p></note></body></text></TEI.2>'


def word(_: Path) -> Seeds:
    """Two Word files with lists, notes, fields and changes."""
    return [(f"A_99_1.{language}.docx", rich_docx(language)) for language in ("en", "zh")]


def pages(_: Path) -> Seeds:
    """Two small PDFs, one of them packed."""
    sheet = Sheet().lines(
        72, 90, ["Report of the Secretary-General", "1. The Council met on 5 May 2044.", "It was closed."]
    )
    sheet.lines(72, 200, ["一、会议于二〇四四年开始。", "二、会议结束。"]).rule(72, 700, 200).text(
        72, 720, "1 Ibid., p. 4.", 8
    )
    return [(f"A_99_{packed:d}.en.pdf", make_pdf([sheet], packed=packed)) for packed in (False, True)]


# --- bitexts, termbases, models --------------------------------------------------------------------------------------


def bitexts(folder: Path) -> Seeds:
    """Rows in every format."""
    pairs = [*CEASEFIRE[:6], Pair("A/2", 1, "2044年5月3日，5.6%。", "On 3 May 2044, “5.6 per cent”.", score=0.5)]
    for suffix in (".tmx", ".tsv", ".csv", ".jsonl", ".parquet", ".xlf"):
        write_pairs(pairs, folder / f"b{suffix}")
    return contents(folder)


def termbases(folder: Path) -> Seeds:
    """Three concepts in every format."""
    many = Termbase.of(
        [concept(), concept("c2", "难民", "refugee", 3, ("A/1",), status="admitted"), concept("c3", "", "truce")]
    )
    other = {"memoq": ".csv", "phrase": ".xlsx"}
    for name, one in FORMATS.items():
        save(many, folder / f"{name}{one.suffixes[0] if one.suffixes else other.get(name, '.tbx')}", name)
    return contents(folder)


def database(folder: Path) -> Seeds:
    """A termbase of SQLite."""
    with Store.open(folder / "t.db", create=True) as store:
        store.bring_in(Termbase.of([concept(), concept("c2", "难民", "refugee", 3, ("A/1",))]))
    return [("t.db", (folder / "t.db").read_bytes())]


def opened(path: Path) -> object:
    """A termbase read whole."""
    with Store.open(path) as store:
        return [*store.concepts(), *store.search("meeting"), *store.candidates(), *store.history()]


def models(folder: Path) -> Seeds:
    """A model folder, as an archive of its files."""
    made(folder / "m", words=words())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in contents(folder / "m"):
            archive.writestr(name, data)
    return [("model.zip", buffer.getvalue())]


def loaded(path: Path) -> object:
    """The model that an archive holds, used once."""
    folder = path.parent / "model"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # the archive is ours and no input of the program
        return None
    for name, data in parts.items():
        (folder / Path(name).name).write_bytes(data)
    # what is not static is read by sentence-transformers, whose start alone takes many seconds
    return StaticEncoder(folder).sums(["会议 5.", "The meeting."]) if is_static(folder) else None


# --- texts -----------------------------------------------------------------------------------------------------------


def lines(*rows: str) -> Callable[[Path], Seeds]:
    """Short texts."""
    return lambda _folder: [(f"{k}.txt", row.encode()) for k, row in enumerate(rows)]


SYMBOLS = lines(
    "A/75/379–S/2020/965", "S/PV.9451 (Resumption 1)", "A/RES/2758(XXVI)", "A/C.3/75/L.4/Rev.1/Add.2/Corr.1", "E/2020/INF/2 and Add.1-3",
    "见A/HRC/RES/45/1号决议和S/RES/1325(2000)", "General Assembly resolutions 60/1, 60/2 and 61/3 A", "安全理事会第1325(2000)号决议",
    "A_RES_75_1.zh", "CERD/C/CHN/CO/14-17", "ST/SGB/2003/13", "A/75/5 (Vol. I)", "TD/B/C.I/MEM.2/49",
)  # fmt: skip
NUMBERS = lines(
    "On 3 May 2044 and 4/5/2045, 12.5 per cent of 1,234,567 (two thirds)", "二〇四四年五月三日上午10时30分，三分之二，百分之五点六", "twenty-one million, $5.6 billion, 7½",
    "1990-1995年、第二十一条第3款(b)项", "XIV. 十万零三百 廿五 两千", "３５００万人；1/2；−5°C", "The first, 2nd and 3rd of the 1990s, 10 a.m.",
)  # fmt: skip
TOML = lines(
    '[check]\nselect = ["N", "T101"]\nfail-on = "error"\nseverity = {T101 = "info"}\n', '[align.run]\njobs = 2\nmodel = "m"\n',
    '[run]\nrecursive = true\nlanguages = ["zh", "en"]\n[glossary.extract]\nmin = 2\n', 'x = 1979-05-27T07:32:00Z\n[check]\noutput = ["a"]\n',
)  # fmt: skip


def symbols(text: str) -> None:
    """Everything that reads symbols."""
    parse_symbol(text)
    from_file_stem(text)
    list(chains(text))
    find_symbols(text)
    find_resolutions(text)


def numbers(text: str) -> None:
    """Everything that reads numbers, dates, marks of paragraphs, languages."""
    for language in ("zh", "en"):
        extract_anchors(text, language)
        split_sentences(text, language)
    paragraph_mark(text)
    detect_language(text)
    language_of_name(text)
    heading_of(text)
    language_tag(text)


def settings(path: Path) -> None:
    """A project file, found and named."""
    for found in (True, False):
        read_project(path, COMMANDS, found=found)


def _commands() -> dict[str, object]:
    import typer

    from duizhao.door import app

    return dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


COMMANDS = _commands()
TARGETS = {
    "text": Target(read_document, plain),
    "html": Target(read_document, marked(HTML, HTML_END, ".html")),
    "tei": Target(read_document, marked(TEI, TEI_END, ".xml")),
    "docx": Target(read_document, word),
    "pdf": Target(read_document, pages),
    "bitext": Target(read_pairs, bitexts),
    "termbase": Target(load, termbases),
    "database": Target(opened, database, 2),
    "model": Target(loaded, models, 2),
    "symbols": Target(texts(symbols), SYMBOLS),
    "numbers": Target(texts(numbers), NUMBERS),
    "settings": Target(settings, TOML, 2),
}
