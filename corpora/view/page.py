"""The page: pictures of the pages of a PDF, every line coloured by what was made of it, the sentences beside them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from corpora.document import Segment
from corpora.errors import InputError
from corpora.files import read_bytes
from corpora.readers import Extract, Format, Spot, detect_format, extract_whole
from corpora.reading import ReadResult, read_extract
from corpora.view.made import Made, made_of
from corpora.view.pictures import MAX_PAGES, Picture, draw_pages
from corpora.view.words import KINDS, kind_word, reason_word, word

PADDING = 1.0
"""Points around a line."""


def view_page(path: Path, language: str | None = None, ui: str = "en") -> tuple[str, ReadResult]:
    """A PDF as a page of HTML without any link to the network, and what was read.

    ``ui``: the language of the page, ``en`` or ``zh``. Raises :class:`InputError` for a file that is no PDF, or cannot be read.
    """
    data = read_bytes(path)
    format = detect_format(data, path)
    if format is not Format.pdf:
        raise InputError(f"{path}: is no PDF, only those have pages to show", "look at it with --explain")
    extract = extract_whole(data, path, format)
    result = read_extract(extract, path, format, language)
    pages = extract.text.count("\f") + 1
    turns = [0] * pages
    for spot in extract.spots:
        if spot is not None:
            turns[spot.page] = spot.turned
    pictures = draw_pages(data, path, turns)
    return _page(path.name, extract, result, pictures, pages, ui), result


def _page(name: str, extract: Extract, result: ReadResult, pictures: dict[int, Picture], pages: int, ui: str) -> str:
    made = made_of(extract.lines, result)
    lines: dict[int, list[tuple[Spot, Made]]] = {}
    for spot, one in zip(extract.spots, made, strict=True):
        if spot is not None and one.kind:
            lines.setdefault(spot.page, []).append((spot, one))
    segments = result.document.segments
    title = escape(word("title", ui, name=name))
    body = "".join(
        _section(number, pictures.get(number), lines.get(number, []), segments, ui)
        for number in range(min(pages, MAX_PAGES))
    )
    counts = Counter(one.kind for some in lines.values() for _, one in some)
    key = "".join(
        f'<li class="{kind}"><i></i>{escape(kind_word(kind, ui))} {counts[kind]:,}</li>'
        for kind in KINDS
        if counts[kind]
    )
    said = word("all", ui, lines=f"{counts.total():,}", sentences=f"{len(segments):,}")
    facts = " · ".join(filter(None, (result.document.symbol, said, *result.warnings)))
    more = f"<p>{escape(word('more', ui, count=MAX_PAGES))}</p>" if pages > MAX_PAGES else ""
    here = Path(__file__).parent
    style, script = ((here / f"view.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if ui == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{escape(facts)}</p>\n"
        f'<ul class="key">{key}</ul>\n<p>{escape(word("hint", ui))}</p>{more}\n</header>\n{body}'
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _section(
    number: int,
    picture: Picture | None,
    lines: Sequence[tuple[Spot, Made]],
    segments: Sequence[Segment],
    ui: str,
) -> str:
    """One page: its picture with the lines over it, and the sentences that begin there."""
    shown = ""
    if picture is not None:
        png = base64.b64encode(picture.png).decode()
        boxes = "".join(_box(picture, spot, made, ui) for spot, made in lines)
        shown = f'<img alt="" src="data:image/png;base64,{png}">{boxes}'
    used = sorted({sentence for _, made in lines for sentence in made.sentences})
    items = "".join(_items([segments[k] for k in used], ui)) + "".join(
        f'<li class="{made.kind} aside" data-s="L{made.number}"><b>{escape(_said(made, ui))}</b>{escape(made.text)}</li>'
        for _, made in lines
        if not made.sentences
    )
    items = items or f'<li class="none">{escape(word("empty", ui))}</li>'
    heading = escape(word("page", ui, number=number + 1))
    return f'<section>\n<h2>{heading}</h2>\n<div class="page">{shown}</div>\n<ol>{items}</ol>\n</section>\n'


def _box(picture: Picture, spot: Spot, made: Made, ui: str) -> str:
    """A line over the picture, in percent of the page."""
    left, top, right, foot = picture.edges
    width, height = right - left, foot - top
    x, y = (spot.x0 - PADDING - left) / width, (spot.y0 - PADDING - top) / height
    w, h = (spot.x1 - spot.x0 + 2 * PADDING) / width, (spot.y1 - spot.y0 + 2 * PADDING) / height
    held = " ".join(map(str, made.sentences)) or f"L{made.number}"
    place = f"left:{x:.3%};top:{y:.3%};width:{w:.3%};height:{h:.3%}"
    return f'<a class="{made.kind}" data-s="{held}" title="{escape(_said(made, ui), quote=True)}" style="{place}"></a>'


def _said(made: Made, ui: str) -> str:
    """What became of a line, in words."""
    what = ("、" if ui == "zh" else ", ").join(reason_word(reason, ui) for reason in made.reasons)
    taken = word("taken", ui, what=what) if what else ""
    kind = "" if made.kind == "removed" and taken else kind_word(made.kind, ui)
    return ("；" if ui == "zh" else "; ").join(filter(None, (kind, taken)))


def _items(segments: Sequence[Segment], ui: str) -> Iterator[str]:
    """Sentences as items; the first of a paragraph is set apart."""
    before = -1
    for segment in segments:
        first = " first" if segment.paragraph != before else ""
        before = segment.paragraph
        kind = kind_word(segment.kind, ui)
        if segment.row:
            kind += ("，" if ui == "zh" else ", ") + word("cell", ui, row=segment.row, column=segment.column)
        yield (
            f'<li class="{segment.kind}{first}" data-s="{segment.index}"><b>{escape(kind)}</b>{escape(segment.text)}</li>'
        )
