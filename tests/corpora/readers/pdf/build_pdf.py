"""PDFs for the tests: a small writer of PDF by hand, and invented documents as LibreOffice and Chromium print them.

``python tests/corpora/readers/pdf/build_pdf.py`` makes the files under ``files`` again; it needs ``soffice``, ``chromium`` and
the fonts Liberation and Noto CJK. Everything in the documents is invented.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

FILES = Path(__file__).resolve().parent / "files"
NOTE = re.compile(r"\^\[(.*?)\]")
WIDTH, HEIGHT = 595.0, 842.0
FONTS = {
    "roman": "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
    "bold": "<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>",
    "song": "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>",
}


@dataclass
class Sheet:
    """One page of a PDF made by hand: ``y`` is counted from the top edge, in points, as is all else."""

    width: float = WIDTH
    height: float = HEIGHT
    operators: list[str] = field(default_factory=list)
    images: int = 0

    def text(self, x, y, text, size=10.0, font="", *, mode=0, matrix="1 0 0 1", spacing=0.0):
        """One run of text with its baseline at ``y``; Han text is set in the Chinese font."""
        wide = any(ord(c) > 0x2000 for c in text)
        font = font or ("song" if wide else "roman")
        if font == "song":
            shown = f"<{text.encode('utf-16-be').hex()}>"
        else:
            shown = "<" + text.encode("cp1252").hex() + ">"
        self.operators.append(
            f"BT /{font} {size} Tf {mode} Tr {spacing} Tc {matrix} {x} {self.height - y:.2f} Tm {shown} Tj ET"
        )
        return self

    def parts(self, x, y, parts, font="roman"):
        """One line of parts ``(text, size, rise)`` that follow each other: superscripts have a rise."""
        shown = " ".join(
            f"/{font} {size} Tf {rise} Ts <{text.encode('cp1252').hex()}> Tj" for text, size, rise in parts
        )
        self.operators.append(f"BT 1 0 0 1 {x} {self.height - y:.2f} Tm {shown} 0 Ts ET")
        return self

    def lines(self, x, y, texts, size=10.0, leading=1.2, **options):
        """Lines one under the other, empty ones as gaps."""
        for k, text in enumerate(texts):
            if text:
                self.text(x, y + k * size * leading, text, size, **options)
        return self

    def rule(self, x, y, right, bottom=None, thickness=0.5):
        """A drawn line from ``x, y`` to ``right, bottom`` (bottom as ``y`` where it is not given)."""
        bottom = y if bottom is None else bottom
        self.operators.append(f"{thickness} w {x} {self.height - y:.2f} m {right} {self.height - bottom:.2f} l S")
        return self

    def image(self, x, y, width, height):
        """A grey picture whose lower left corner is ``x, y``."""
        self.images += 1
        self.operators.append(f"q {width} 0 0 {height} {x} {self.height - y:.2f} cm /Im0 Do Q")
        return self


def make_pdf(sheets, *, packed=True, extra_trailer="", extra_objects=()):
    """The bytes of a PDF with these sheets; ``extra_objects`` are numbered after all others."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    fonts = []
    for body in FONTS.values():
        objects.append(body)
        fonts.append(f"/{list(FONTS)[len(fonts)]} {len(objects)} 0 R")
    objects.append(
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
    )
    resources = f"<</Font<<{' '.join(fonts)}>>/XObject<</Im0 {len(objects)} 0 R>>>>"
    kids = []
    for sheet in sheets:
        content = "\n".join(sheet.operators).encode("latin-1")
        content = zlib.compress(content) if packed else content
        head = f"<<{'/Filter/FlateDecode' if packed else ''}/Length {len(content)}>>stream\n"
        objects.append(head.encode() + content + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Resources{resources}"
            f"/Contents {len(objects)} 0 R>>"
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(f'{k} 0 R' for k in kids)}]/Count {len(kids)}>>"
    objects += extra_objects
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += (
            f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode("latin-1")) + b"\nendobj\n"
        )
    at = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{extra_trailer}>>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(out)


# --- invented documents, printed by real programs -----------------------------------------------------------------


def load_report():
    """The invented report: what its masthead holds and its paragraphs, in both languages."""
    return json.loads((FILES / "report.json").read_text(encoding="utf-8"))


def expected(report, language):
    """The paragraphs that a reader should find: ``(kind, text)``, cells one by one, footnotes last."""
    found, notes = [], []
    for paragraph in report["paragraphs"]:
        if paragraph["kind"] == "table":
            found += [("cell", cell) for row in paragraph["rows"] for cell in row[language]]
            continue
        text = paragraph[language]
        notes += NOTE.findall(text)
        text = NOTE.sub("", text)
        if language == "zh":
            text = re.sub(r"(?<=。) ", "", text)
        found.append((paragraph["kind"], text))
    return found + [("footnote", note) for note in notes]


FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Latin" svg:font-family="'Liberation Serif'"/>
<style:font-face style:name="Han" svg:font-family="'Noto Serif CJK SC'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties style:text-autospace="ideograph-alpha"
 style:punctuation-wrap="simple" style:line-break="strict"/>
<style:text-properties style:font-name="Latin" style:font-name-asian="Han" fo:font-size="{size}pt"
 style:font-size-asian="{size}pt" fo:language="en" fo:country="GB" style:language-asian="zh" style:country-asian="CN"
 fo:hyphenate="{hyphenate}" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Header" style:family="paragraph"/>
<style:style style:name="Footnote" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.6cm"
 fo:text-indent="-0.6cm"/><style:text-properties fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>
<style:style style:name="Mark" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-style-name="Mark"
 text:citation-body-style-name="Mark" style:num-format="1" text:start-value="0" text:footnotes-position="page"/>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin="2cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"><style:footnote-sep style:width="0.018cm"
 style:line-style="solid" style:adjustment="left" style:rel-width="25%" style:color="#000000"
 style:distance-before-sep="0.1cm" style:distance-after-sep="0.1cm"/></style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.5cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.4cm"/></style:footer-style>
</style:page-layout>
<style:style style:name="M" style:family="table"><style:table-properties style:width="16.6cm" table:align="left"/></style:style>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:style style:name="Plain" style:family="table-cell"><style:table-cell-properties fo:border="none" fo:padding="0.05cm"/></style:style>
<style:style style:name="body" style:family="paragraph"><style:paragraph-properties fo:margin-left="1.2cm"
 fo:margin-right="1.2cm" fo:margin-bottom="0.2cm" fo:text-align="justify"/></style:style>
<style:style style:name="list" style:family="paragraph"><style:paragraph-properties fo:margin-left="1.2cm"
 fo:margin-right="1.2cm" fo:text-indent="0.8cm" fo:margin-bottom="0.2cm" fo:text-align="justify"><style:tab-stops><style:tab-stop
 style:position="1.6cm"/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="quote" style:family="paragraph"><style:paragraph-properties fo:margin-left="2.6cm"
 fo:margin-right="2.4cm" fo:margin-bottom="0.2cm" fo:text-align="justify"/></style:style>
<style:style style:name="heading" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.6cm"
 fo:margin-top="0.3cm" fo:margin-bottom="0.25cm" fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold"
 style:font-weight-asian="bold" fo:font-size="{big}pt" style:font-size-asian="{big}pt"/></style:style>
<style:style style:name="title" style:family="paragraph"><style:paragraph-properties fo:margin-left="1.2cm"
 fo:margin-right="3cm" fo:margin-top="0.2cm" fo:margin-bottom="0.3cm"/><style:text-properties fo:font-weight="bold"
 style:font-weight-asian="bold" fo:font-size="14pt" style:font-size-asian="14pt"/></style:style>
<style:style style:name="annex" style:family="paragraph"><style:paragraph-properties fo:break-before="page"
 fo:margin-bottom="0.3cm"/><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"
 fo:font-size="14pt" style:font-size-asian="14pt"/></style:style>
<style:style style:name="organ" style:family="paragraph"><style:text-properties fo:font-weight="bold"
 style:font-weight-asian="bold" fo:font-size="13pt" style:font-size-asian="13pt"/></style:style>
<style:style style:name="right" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/></style:style>
</office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="L" style:next-style-name="Next">
<style:header><text:p/></style:header><style:footer><text:p>{job}</text:p><text:p>{bar}</text:p></style:footer></style:master-page>
<style:master-page style:name="Next" style:page-layout-name="L"><style:header><text:p>{symbol}</text:p></style:header>
<style:footer><text:p text:style-name="right">{foot}<text:s text:c="4"/><text:page-number/>/<text:page-count/></text:p></style:footer></style:master-page>
</office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""


def _masthead_fodt(head):
    def cell(paragraphs, style=""):
        inner = "".join(f'<text:p text:style-name="{style}">{_spaces(p)}</text:p>' for p in paragraphs)
        return f'<table:table-cell table:style-name="Plain">{inner}</table:table-cell>'

    top = f"<table:table-row>{cell(head['left'][:1])}{cell(head['right'][:1])}</table:table-row>"
    top += f"<table:table-row>{cell(head['left'][1:], 'organ')}{cell(head['right'][1:])}</table:table-row>"
    organs = f"<table:table-row>{''.join(cell(column) for column in [*head['organs'], ['']][:2])}</table:table-row>"
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    return (
        f'<table:table table:style-name="M">{columns}{top}</table:table><text:p/>'
        f'<table:table table:style-name="M">{columns}{organs}</table:table><text:p/>'
    )


def _spaces(text):
    return re.sub(r" {2,}", lambda m: f' <text:s text:c="{len(m.group()) - 1}"/>', escape(text))


def fodt(report, language, size=10.0, hyphenate="false"):
    """The report as a flat OpenDocument text with real footnotes, heads and feet."""
    counter = 0

    def note(match):
        nonlocal counter
        counter += 1
        return (
            f'<text:note text:id="n{counter}" text:note-class="footnote"><text:note-citation>{counter}'
            f'</text:note-citation><text:note-body><text:p text:style-name="Footnote"> {match[1]}</text:p>'
            "</text:note-body></text:note>"
        )

    head, parts = report[language], []
    if head.get("left"):
        parts.append(_masthead_fodt(head))
    for paragraph in report["paragraphs"]:
        if paragraph["kind"] == "table":
            rows = "".join(
                "<table:table-row>"
                + "".join(
                    f'<table:table-cell table:style-name="C"><text:p>{escape(cell)}</text:p></table:table-cell>'
                    for cell in row[language]
                )
                + "</table:table-row>"
                for row in paragraph["rows"]
            )
            count = len(paragraph["rows"][0][language])
            columns = f'<table:table-column table:number-columns-repeated="{count}"/>'
            parts.append(f'<table:table table:style-name="M">{columns}{rows}</table:table><text:p/>')
            continue
        text = NOTE.sub(note, escape(paragraph[language], quote=False))
        text = re.sub(r"^(\d+\.|\([a-z]\)) ", r"\1<text:tab/>", text)
        if language == "zh":
            text = text.replace("</text:note> ", "</text:note>")
        parts.append(f'<text:p text:style-name="{paragraph["kind"]}">{text}</text:p>')
    fields = {key: escape(str(head.get(key, ""))) for key in ("job", "bar", "symbol", "foot")}
    return FODT.format(body="".join(parts), size=size, big=size + 2, hyphenate=hyphenate, **fields)


HTML = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><style>
@page {{ size: A4; margin: 2.2cm 2.2cm 2.2cm 2.2cm;
 @top-left {{ content: "{symbol}"; font: 9pt "Liberation Serif"; }}
 @bottom-left {{ content: counter(page) "/" counter(pages); font: 9pt "Liberation Serif"; }}
 @bottom-right {{ content: "{foot}"; font: 9pt "Liberation Serif"; }} }}
@page :first {{ @top-left {{ content: ""; }} @bottom-left {{ content: "{job}"; }} @bottom-right {{ content: "{bar}"; }} }}
body {{ font: {size}pt/1.35 "Liberation Serif", "Noto Serif CJK SC"; margin: 0; hyphens: {hyphens}; }}
p {{ margin: 0 1.2cm .25cm 1.2cm; text-align: justify; }}
p.list {{ text-indent: .8cm; }} p.quote {{ margin: 0 2.4cm .25cm 2.6cm; }}
h1 {{ font-size: 14pt; margin: .3cm 3cm .3cm 1.2cm; }} h2 {{ font-size: 12pt; margin: .35cm 1.2cm .25cm .6cm; break-after: avoid; }}
h1.annex {{ break-before: page; margin-left: 0; }}
table.m {{ width: 100%; border-collapse: collapse; }} table.m td {{ vertical-align: top; width: 50%; white-space: pre-wrap; }}
table.g {{ border-collapse: collapse; margin: 0 0 .3cm 0; width: 100%; }} table.g td {{ border: .5pt solid #000; padding: .1cm; }}
sup {{ font-size: 60%; }} p.footnote {{ font-size: 8pt; margin: 0 0 .1cm 0; }} hr {{ width: 4cm; margin: .4cm 0 .1cm 0; border: 0; border-top: .6pt solid #000; }}
b.o {{ font-size: 13pt; }}
</style></head><body>{body}</body></html>
"""


def html(report, language, size=10.5, hyphens="manual"):
    """The report as a page for Chromium: heads and feet in margin boxes, the notes at its end."""
    head, parts, notes = report[language], [], []

    def note(match):
        notes.append(match[1])
        return f"<sup>{len(notes)}</sup>"

    if head.get("left"):
        rows = [(head["left"][0], head["right"][0], "")]
        rows.append(("<br>".join(head["left"][1:]), "<br>".join(head["right"][1:]), "o"))
        rows.append((*("<br>".join(column) for column in [*head["organs"], [""]][:2]), ""))
        for left, right, style in rows:
            left = f'<b class="o">{left}</b>' if style else left
            parts.append(f'<table class="m"><tr><td>{left}</td><td>{right}</td></tr></table>')
    for paragraph in report["paragraphs"]:
        kind = paragraph["kind"]
        if kind == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row[language]) + "</tr>"
                for row in paragraph["rows"]
            )
            parts.append(f'<table class="g">{rows}</table>')
            continue
        text = NOTE.sub(note, escape(paragraph[language], quote=False))
        if language == "zh":
            text = text.replace("</sup> ", "</sup>")
        tag = {"title": "h1", "heading": "h2", "annex": "h1"}.get(kind, "p")
        parts.append(f'<{tag} class="{kind}">{text}</{tag}>')
    if notes:
        parts.append("<hr>")
        parts += [f'<p class="footnote"><sup>{n}</sup> {text}</p>' for n, text in enumerate(notes, 1)]
    fields = {key: str(head.get(key, "")) for key in ("job", "bar", "symbol", "foot")}
    return HTML.format(language=language, body="\n".join(parts), size=size, hyphens=hyphens, **fields)


def libreoffice(sources, folder):
    """Print files with LibreOffice into ``folder``."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
            ]
            + [str(source) for source in sources],
            check=True,
            capture_output=True,
            timeout=300,
        )


def chromium(source, target):
    """Print a page with Chromium into ``target``."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={profile}",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )


SHORT = (1, 2, 7, 8, 9, 10, 17, 18, 19, 32, 34)
"""Paragraphs of the report that are printed into the committed samples, which have to be small."""


def short_report():
    """A part of the report: masthead, headings, notes, list, table, annex."""
    report = load_report()
    return report | {"paragraphs": [report["paragraphs"][k] for k in SHORT]}


def main(folder=FILES):
    """Print the short report with both programs; Chinese by Chromium is left out: its fonts take 360 kB."""
    report = short_report()
    with tempfile.TemporaryDirectory() as name:
        sources = []
        for language in ("en", "zh"):
            source = Path(name) / f"report.libreoffice.{language}.fodt"
            source.write_text(fodt(report, language, size=13), encoding="utf-8")
            sources.append(source)
        page = Path(name) / "report.html"
        page.write_text(html(report, "en", size=14), encoding="utf-8")
        chromium(page, folder / "report.chromium.en.pdf")
        libreoffice(sources, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILES)
