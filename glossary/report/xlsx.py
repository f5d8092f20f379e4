"""The reviser's spreadsheet: findings with a decision and a comment, the scores, the texts side by side.

Every cell is text, whatever it begins with. A text longer than Excel holds is cut and says so in the cell; rows beyond
what a sheet holds go on in another sheet.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from corpora.bitext import Pair, is_doubtful
from corpora.files import xml_text
from corpora.sheets import FIXED_TIME, OPTIONS
from corpora.text import display_width
from corpora.versions import SCHEMAS
from glossary.finding import Finding, Judged, Report, Severity, Span, pieces, place_name
from glossary.report.sheet_columns import (
    CHECK_HEADINGS,
    COLUMNS,
    COMPLAINT,
    CUT,
    DECISIONS,
    HOW,
    PAIR_HEADINGS,
    PLACE,
    PRINTED,
    SCORE_HEADINGS,
    SEVERITIES,
    SHEETS,
    TERM_HEADINGS,
    word,
)
from glossary.report.sheet_digest import READ, SHEET_TEXTS, Digest
from glossary.report.tables import check_name, evidence_lines, labelled, rows_of
from glossary.report.text import since_baseline, unmeasured
from glossary.report.texts import UI, mqm_name

MOST_CHARACTERS = 32_767  # of a cell, in UTF-16 units
MOST_ROWS = 1_048_576
FILLS = {"error": "#F9DEDC", "warning": "#FCEBCF", "note": "#E6EFDF"}
INK = {"error": "#8C1D18", "warning": "#6B4300", "note": "#2F4A20"}
MARK = "#B3261E"
MOST_LINES = 27  # of a row; Excel has no higher ones
_Row = TypeVar("_Row")


def render_xlsx(report: Report, pairs: Sequence[Pair] = (), ui: str = "en") -> bytes:
    """A workbook of four sheets in the language ``ui``; ``duizhao waive`` reads the decisions back.

    Links that are probably wrong stand once more in a sheet of their own, worst first, where there are any.
    """
    import xlsxwriter  # takes a while, and few commands write a workbook

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    properties = {"title": UI[ui]["title"], "comments": xml_text(report.signature)[:255], "created": FIXED_TIME}
    book.set_properties(properties)
    book.set_custom_property("schema", SCHEMAS["report"])
    names = SHEETS[ui]
    rows = list(rows_of(report))
    sheets = _Sheets(book, ui)
    for number, part in enumerate(_parts(rows, MOST_ROWS - 1)):
        sheets.findings(_named(names[0], number), part, report)
    sheets.scores(names[1], report)
    codes = defaultdict(list)
    for finding in report.findings:
        codes[finding.place].append(finding.code)
    for number, some in enumerate(_parts(pairs, MOST_ROWS - 1)):
        sheets.pairs(_named(names[2], number), some, codes)
    sheets.terms(names[4], report)
    doubtful = sorted(filter(is_doubtful, pairs), key=lambda pair: (pair.score, pair.symbol, pair.position))
    if doubtful:
        sheets.pairs(names[3], doubtful[: MOST_ROWS - 1], codes)
    book.set_custom_property(SHEET_TEXTS, str(sheets.digest))
    book.close()
    return out.getvalue()


def _named(name: str, number: int) -> str:
    return f"{name} {number + 1}" if number else name


def _parts(rows: Sequence[_Row], size: int) -> Iterator[Sequence[_Row]]:
    """Rows in parts of at most ``size``; one empty part where there are none."""
    for start in range(0, max(len(rows), 1), size):
        yield rows[start : start + size]


def fitted(text: str, ui: str) -> str:
    """Text that fits into a cell, and says so where it was cut.

    >>> fitted("a" * 40_000, "en")[-20:], len(fitted("a" * 40_000, "en")) <= MOST_CHARACTERS
    ('xt is in the bitext]', True)
    """
    text = xml_text(text)
    if _units(text) <= MOST_CHARACTERS:
        return text
    told = CUT[ui].format(n=len(text))
    kept = text[: MOST_CHARACTERS - len(told)]
    while _units(kept) + len(told) > MOST_CHARACTERS:
        kept = kept[: -max(1, (_units(kept) + len(told) - MOST_CHARACTERS) // 2)]
    return kept + told


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


class _Sheets:
    """The sheets of one workbook, with their formats."""

    def __init__(self, book: Any, ui: str) -> None:
        self.book, self.ui = book, ui
        self.digest = Digest()
        base = {"valign": "top", "font_size": 10.5, "bottom": 1, "bottom_color": "#D9D9D9", "text_wrap": True}
        self.look = {
            "head": book.add_format({**base, "bold": True, "bg_color": "#1F3A52", "font_color": "#FFFFFF"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "read": book.add_format(base),
            "dim": book.add_format({**base, "font_color": "#777777", "font_size": 9}),
            "edit": book.add_format({**base, "bg_color": "#FFFBE8", "num_format": "@"}),
            "number": book.add_format({**base, "num_format": "0.##"}),
            "share": book.add_format({**base, "num_format": "0%"}),
            "mark": book.add_format({"bold": True, "font_color": MARK, "underline": 1}),
        }
        for name, fill in FILLS.items():
            self.look[name] = book.add_format({**base, "bg_color": fill, "font_color": INK[name], "bold": True})

    def findings(self, name: str, rows: Sequence[tuple[Finding, bool]], report: Report) -> None:
        """The sheet that the reviser fills in."""
        sheet = self.book.add_worksheet(name)
        self._frame(sheet, [(c.heading(self.ui), c.width) for c in COLUMNS], len(rows), PLACE["symbol"])
        comments = report.scores.get("waivers", {}).get("comments", {})
        for number, (finding, waived) in enumerate(rows, start=1):
            told = Judged("accepted", comments.get(finding.id, {}).get("comment", "")) if waived else Judged()
            self._finding(sheet, number, finding, report.judged.get(finding.id, told))
        title, text = COMPLAINT[self.ui]
        words = [word(value, self.ui) for value in DECISIONS]
        place, last = PLACE["decision"], max(len(rows), 1)
        choice = {"validate": "list", "source": words, "error_title": title, "error_message": text}
        sheet.data_validation(1, place, last, place, choice)
        for value, fill in (("accepted", "#DDEFE0"), ("fixed", "#DDE8F5"), ("discuss", "#F3E5F5")):
            look = self.book.add_format({"bg_color": fill})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word(value, self.ui)}"', "format": look}
            sheet.conditional_format(1, place, last, place, rule)
        sheet.write_comment(0, place, HOW[self.ui], {"x_scale": 2.2, "y_scale": 1.2})
        self._print(sheet, last, PLACE[PRINTED])

    def _print(self, sheet: Any, last: int, width: int) -> None:
        """A4 across, as wide as the page, the headings again on every page, which has a number."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.35, right=0.35, top=0.45, bottom=0.55)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, width)
        sheet.set_footer("&L&8&A&R&8&P / &N")

    def _finding(self, sheet: Any, row: int, f: Finding, judged: Judged) -> None:
        severity = f.severity.value
        cells: Mapping[str, str] = {
            "severity": SEVERITIES[severity][self.ui == "zh"],
            "code": f.code,
            "check": check_name(f.code, self.ui),
            "symbol": f.symbol,
            "message": f.text(self.ui),
            "expected": labelled(f, 0, self.ui),
            "found": labelled(f, 1, self.ui),
            "evidence": evidence_lines(f),
            "decision": word(judged.decision, self.ui) if judged.decision else "",
            "comment": judged.comment,
            "mqm": mqm_name(f.mqm, self.ui),
            "id": f.id,
        }
        for key, text in cells.items():
            look = {"severity": severity, "mqm": "dim", "id": "dim", "decision": "edit", "comment": "edit"}.get(
                key, "read"
            )
            sheet.write_string(row, PLACE[key], fitted(text, self.ui), self.look[look])
        sheet.write_number(row, PLACE["position"], f.position or f.segment, self.look["read"])
        for key, number in (("paragraph", f.paragraph), ("page", f.page), ("segment", f.segment)):
            if number:
                sheet.write_number(row, PLACE[key], number, self.look["dim"])
        self.digest.add(fitted({"zh": f.zh, "en": f.en}.get(key) or cells.get(key, ""), self.ui) for key in READ)
        self._marked(sheet, row, PLACE["zh"], f.zh, f.zh_spans)
        self._marked(sheet, row, PLACE["en"], f.en, f.en_spans)
        read = {"zh": f.zh, "en": f.en, **{key: cells[key] for key in ("message", "expected", "found", "comment")}}
        lines = [min(_lines(text, COLUMNS[PLACE[key]].width), MOST_LINES) for key, text in read.items()]
        sheet.set_row(row, 6 + 14.5 * max(*lines, min(_lines(cells["evidence"], 44), 14)))

    def _marked(self, sheet: Any, row: int, column: int, text: str, spans: Sequence[Span]) -> None:
        """A text with its spans marked; in one piece where it is too long for that, or marked from end to end."""
        parts = pieces(xml_text(text), spans)
        if len(parts) < 2 or _units(text) > MOST_CHARACTERS:
            sheet.write_string(row, column, fitted(text, self.ui), self.look["read"])
            return
        fragments: list[Any] = []
        for piece, marked in parts:
            fragments += [self.look["mark"], piece] if marked else [piece]
        sheet.write_rich_string(row, column, *fragments, self.look["read"])

    def scores(self, name: str, report: Report) -> None:
        """Name and value of every score, findings by check and by document, and what made the report."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        for column, width in enumerate((34, 14, 12, 12, 12, 12, 44)):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, UI[self.ui]["title"], self.look["title"])
        at = 2
        for label, value, what in _score_rows(report, self.ui):
            self._cells(sheet, at, (label, value))
            sheet.merge_range(at, 2, at, 6, fitted(what, self.ui), self.look["read"])
            sheet.set_row(at, 6 + 14.5 * min(max(_lines(what, 100), _lines(label, 34)), MOST_LINES))
            at += 1
        codes = report.scores.get("by_code", {})
        checks = [(code, count, check_name(code, self.ui)) for code, count in codes.items()]
        for headings, rows in (
            (CHECK_HEADINGS[self.ui], checks),
            (SCORE_HEADINGS[self.ui], _document_rows(report)),
        ):
            if rows:
                at += 1
                self._cells(sheet, at, headings, "head")
                for number, row in enumerate(rows, start=1):
                    self._cells(sheet, at + number, row)
                at += len(rows) + 1
        self._print(sheet, at, 6)

    def _cells(self, sheet: Any, at: int, row: Sequence[str | float], look: str = "") -> None:
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, fitted(value, self.ui), self.look[look or "read"])
            else:
                sheet.write_number(at, column, value, self.look["number"])

    def terms(self, name: str, report: Report) -> None:
        """Terms with their renderings, a row each; no sheet where none was measured."""
        rows = list(_term_rows(report))[: MOST_ROWS - 1]
        if not rows:
            return
        sheet = self.book.add_worksheet(name)
        widths = (34, 44, 9, 9, 60)
        self._frame(sheet, list(zip(TERM_HEADINGS[self.ui], widths, strict=True)), len(rows), 1)
        for at, row in enumerate(rows, start=1):
            self.digest.add(fitted(str(cell), self.ui) for cell in row[:2])
            self._cells(sheet, at, row)
            sheet.write_number(at, 3, float(row[3]), self.look["share"])
        self._print(sheet, max(len(rows), 1), 4)

    def pairs(self, name: str, rows: Sequence[Pair], codes: Mapping[str, list[str]]) -> None:
        """The texts side by side, with the codes of what was found in each row."""
        sheet = self.book.add_worksheet(name)
        widths = (9, 17, 60, 74, 10, 11, 22)
        self._frame(sheet, list(zip(PAIR_HEADINGS[self.ui], widths, strict=True)), len(rows), 2)
        look = self.look["read"]
        for at, pair in enumerate(rows, start=1):
            sheet.write_number(at, 0, pair.position, look)
            lines = max(_lines(pair.zh, widths[2]), _lines(pair.en, widths[3]))
            sheet.set_row(at, 6 + 14.5 * min(lines, MOST_LINES))
            texts = (pair.symbol, pair.zh, pair.en, pair.link)
            self.digest.add(fitted(text, self.ui) for text in (pair.zh, pair.en))
            for column, text in enumerate(texts, start=1):
                sheet.write_string(at, column, fitted(text, self.ui), look)
            sheet.write_number(at, 5, round(float(pair.score), 3) if pair.score == pair.score else 0, look)
            sheet.write_string(
                at, 6, " ".join(sorted(set(codes.get(place_name(pair.symbol, pair.position), ())))), look
            )

        self._print(sheet, max(len(rows), 1), 6)

    def _frame(self, sheet: Any, columns: Sequence[tuple[str, float]], rows: int, frozen: int) -> None:
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self.look["head"])
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)


def _lines(text: str, width: float) -> int:
    """Lines of a wrapped cell; a Chinese character is two wide."""
    return sum(int(display_width(line) // width) + 1 for line in text[:4000].split("\n"))


def _score_rows(report: Report, ui: str) -> Iterator[tuple[str, float | str, str]]:
    words, scores = UI[ui], report.scores
    headline = scores.get("headline") or {}
    if headline.get("score") is not None:
        yield words["headline"], headline["score"], words["headline_help"]
        if headline.get("interval"):
            yield words["interval"], "–".join(str(one) for one in headline["interval"]), ""
    for part in headline.get("parts", ()):
        chinese = ui == "zh"
        name, what = (part.get(f"{key}_zh" if chinese else key) or part.get(key, "") for key in ("name", "what"))
        yield f"· {name}", part.get("value", 0), f"{part.get('count', '')}  {what}"
    yield words["pairs"], scores.get("pairs", 0), ""
    for severity, count in scores.get("findings", {}).items():
        yield words[severity], count, ""
    yield words["waived"], len(report.waived), ""
    consistency = scores.get("consistency", {})
    for line in filter(None, (since_baseline(report, ui), unmeasured(report, ui))):
        yield line, "", ""
    for name in ("micro", "macro"):
        if name in consistency:
            yield words[name], round(100 * consistency[name], 2), words[f"{name}_help"]
    yield words["signature"], "", report.signature


def _document_rows(report: Report) -> list[tuple[str | float, ...]]:
    """Each document with its rows, findings by severity and score."""
    found = Counter((finding.symbol, finding.severity) for finding in report.findings)
    known = {one["symbol"]: one for one in report.scores.get("documents", ())}
    return [
        (
            symbol,
            known.get(symbol, {}).get("pairs", ""),
            *(found[symbol, severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)),
            "–" if (score := known.get(symbol, {}).get("score")) is None else score,
        )
        for symbol in {**known, **report.scores.get("by_document", {})}
    ]


def _term_rows(report: Report) -> Iterator[tuple[str | float, ...]]:
    """Terms with each of their renderings, how often, which share, in which documents."""
    for concept in report.scores.get("consistency", {}).get("concepts", ()):
        total = sum(one["count"] for one in concept["renderings"]) or 1
        for one in concept["renderings"]:
            where = ", ".join(list(dict.fromkeys(one.get("symbols", ())))[:20])
            yield concept["term"], one["text"], one["count"], round(one["count"] / total, 4), where
