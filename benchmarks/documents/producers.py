"""Makes the same document in every format, by real producers: LibreOffice, Chromium, and XML by hand.

Used by formats.py. From a plain-text document: its paragraphs as `duizhao corpora read` finds them, its
masthead as a table of two columns, its footnotes as real footnotes.
"""

from __future__ import annotations

import html
import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path

from corpora.page.lines import split_lines
from corpora.reading import read_document
from corpora.repair.document import repair

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass
class Block:
    """A paragraph: its kind, its text, and the footnotes called in it, by place."""

    kind: str
    text: str
    notes: list[tuple[int, int]] = field(default_factory=list)

    def pieces(self) -> list[tuple[str, int | None]]:
        """The text cut at its notes: each piece with the number of the note behind it."""
        out: list[tuple[str, int | None]] = []
        at = 0
        for place, number in self.notes:
            out.append((self.text[at:place], number))
            at = place
        return [*out, (self.text[at:], None)]


@dataclass
class Structure:
    """A document before it has a format."""

    language: str
    symbol: str
    masthead: list[str]
    blocks: list[Block]
    notes: list[str]


def structure_of(path: Path) -> Structure:
    """What a plain-text document holds."""
    result = read_document(path)
    repaired = repair(result.text, split_lines(result.text))
    masthead = [" ".join(r.text.split()) for r in repaired.removals if r.reason == "masthead"]
    body = [p for p in repaired.paragraphs if p.kind != "footnote"]
    notes = [p.text for p in repaired.paragraphs if p.kind == "footnote"]
    blocks = [Block(p.kind, p.text) for p in body]
    marks = [r for r in repaired.removals if r.reason == "footnote mark" and r.text.isdigit()]
    for number, mark in enumerate(sorted(marks, key=lambda r: int(r.text)), start=1):
        for paragraph, block in zip(body, blocks, strict=True):
            if paragraph.offsets and paragraph.offsets[0] <= mark.start <= paragraph.offsets[-1] + 1:
                block.notes.append((bisect_left(paragraph.offsets, mark.start), number))
                break
    for block in blocks:
        block.notes.sort()
    return Structure(result.document.language, result.document.symbol, masthead, blocks, notes)


def docx(structure: Structure) -> bytes:
    """WordprocessingML by hand: styles, a table as masthead, footnotes."""

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>'

    def paragraph(block: Block) -> str:
        style = {"title": "Heading1", "heading": "Heading2", "annex": "Heading1"}.get(block.kind)
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        runs = "".join(
            run(text)
            + (
                f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{n}"/></w:r>'
                if n
                else ""
            )
            for text, n in block.pieces()
        )
        return f"<w:p>{properties}{runs}</w:p>"

    half = (len(structure.masthead) + 1) // 2
    cells = "".join(
        "<w:tc><w:tcPr><w:tcW w:w='4500' w:type='dxa'/></w:tcPr>"
        + ("".join(f"<w:p>{run(t)}</w:p>" for t in side) or "<w:p/>")
        + "</w:tc>"
        for side in (structure.masthead[:half], structure.masthead[half:])
    )
    table = f"<w:tbl><w:tblPr><w:tblW w:w='9000' w:type='dxa'/></w:tblPr><w:tblGrid><w:gridCol w:w='4500'/><w:gridCol w:w='4500'/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    body = (table if structure.masthead else "") + "".join(paragraph(block) for block in structure.blocks)
    reference = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{k}"><w:p>{reference}{run(" " + text)}</w:p></w:footnote>'
        for k, text in enumerate(structure.notes, start=1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{k}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for kind, k, tag in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{k}"><w:name w:val="heading {k}"/><w:pPr><w:outlineLvl w:val="{k - 1}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        for k in (1, 2)
    )
    size = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
            for name, kind in (("document", "document.main"), ("footnotes", "footnotes"), ("styles", "styles"))
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{R}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{R}"><Relationship Id="r1" Type="{OFFICE}/footnotes" Target="footnotes.xml"/><Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}{size}</w:body></w:document>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{separators}{notes}</w:footnotes>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>{styles}</w:styles>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return buffer.getvalue()


def web_page(structure: Structure) -> str:
    """A plain HTML page with a table as masthead and linked footnotes."""
    tags = {"title": "h1", "heading": "h2", "annex": "h2", "quote": "blockquote"}
    half = (len(structure.masthead) + 1) // 2
    cells = "".join(
        "<td>" + "<br>\n".join(map(html.escape, side)) + "</td>"
        for side in (structure.masthead[:half], structure.masthead[half:])
    )
    rows = [f"<table width='100%'><tr valign='top'>{cells}</tr></table>"] if structure.masthead else []
    for block in structure.blocks:
        tag = tags.get(block.kind, "p")
        text = "".join(
            html.escape(piece) + (f'<sup><a href="#fn{n}" id="r{n}" role="doc-noteref">{n}</a></sup>' if n else "")
            for piece, n in block.pieces()
        )
        rows.append(f"<{tag}>{text}</{tag}>")
    if structure.notes:
        rows.append("<hr>")
    rows += [
        f'<p id="fn{k}" role="doc-footnote"><sup>{k}</sup> {html.escape(text)}</p>'
        for k, text in enumerate(structure.notes, start=1)
    ]
    style = "body{font-family:'Liberation Serif','Noto Serif CJK SC';font-size:11pt;line-height:1.4} h1,h2{font-size:12pt} sup{font-size:7pt;line-height:0} td{width:50%}"
    return (
        f'<!DOCTYPE html>\n<html lang="{structure.language}"><head><meta charset="utf-8"><title>{html.escape(structure.symbol)}</title><style>{style}</style></head><body>\n'
        + "\n".join(rows)
        + "\n</body></html>\n"
    )


def tei(structure: Structure) -> str:
    """TEI as in the United Nations Parallel Corpus: paragraphs of sentences."""
    from corpora.text.sentences import split_sentences

    rows = [f"<p><s>{html.escape(line, quote=False)}</s></p>" for line in structure.masthead]
    for kind, text in [(b.kind, b.text) for b in structure.blocks] + [("footnote", n) for n in structure.notes]:
        sentences = "\n".join(
            f'<s id="{len(rows)}:{k}" lang="{structure.language}">{html.escape(text[a:b], quote=False)}</s>'
            for k, (a, b) in enumerate(split_sentences(text, structure.language), start=1)
        )
        rows.append(f'<note place="foot"><p>{sentences}</p></note>' if kind == "footnote" else f"<p>{sentences}</p>")
    header = f'<teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><idno type="symbol">{structure.symbol}</idno></publicationStmt></fileDesc></teiHeader>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI.2>{header}<text lang="{structure.language}"><body>\n'
        + "\n".join(rows)
        + "\n</body></text></TEI.2>\n"
    )


def soffice() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def chromium() -> str | None:
    """Chromium, where it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def convert(files: list[Path], to: str, out: Path) -> None:
    """Many files through one LibreOffice: ``to`` as ``--convert-to`` wants it."""
    program = soffice()
    if program is None:
        raise SystemExit("LibreOffice is not installed: apt install libreoffice-writer")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}"]
        subprocess.run(
            [*command, "--convert-to", to, "--outdir", str(out), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=600,
            env={**os.environ, "HOME": profile},
        )


def print_to_pdf(page: Path, pdf: Path) -> None:
    """Chromium's print to PDF."""
    program = chromium()
    if program is None:
        raise SystemExit("Chromium is not installed: apt install chromium")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={profile}",
                "--no-pdf-header-footer",
                f"--print-to-pdf={pdf}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
