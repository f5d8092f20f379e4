"""The text side by side as a Word file, with the findings beside it and a cell for the decision: what a reviser expects.

One row of a table a sentence, in the order of the documents; a sentence with several findings has a row for each. What a
person writes into the columns of decisions and comments is read back, as from the sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from corpora.bitext import Pair
from corpora.files import xml_text
from corpora.sheets import Column, WordCell, WordFrame, WordTable, column_named, word_tables
from glossary.finding import Finding, Judged, Report
from glossary.report.sheet_columns import DECISIONS, SHEETS, word
from glossary.report.sheet_digest import SHEET_TEXTS, Digest
from glossary.report.tables import said_of
from glossary.report.text import count_line
from glossary.report.texts import UI

COLUMNS = (
    Column("position", "position", "序号", 6),
    Column("zh", "Chinese", "中文", 27),
    Column("en", "English", "英文", 32),
    Column("finding", "finding", "问题", 26),
    Column("decision", "decision", "决定", 10, True),
    Column("comment", "comment", "意见", 16, True),
    Column("id", "id", "编号", 8),
)
WORD_READ = ("zh", "en", "finding")
"""Columns that are to be read, not filled in."""
MOST = 8_000
"""Rows of a file that Word opens at once; of a longer text those around findings."""
FILLS = {"error": "F9DEDC", "warning": "FCEBCF", "note": "E6EFDF"}
EDIT = "FFFBE8"
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "how": "Choose a decision, write a comment if you like, save. 'duizhao run' into the same folder and 'duizhao check' with this file as -o read them back; 'duizhao waive FILE' takes what was accepted.",
        "around": "{n:,} of {total:,} segments: those around findings",
    },
    "zh": {
        "how": "请选择处理决定，可填写意见，然后保存。再次对同一文件夹运行“duizhao run”，或以本文件为-o运行“duizhao check”时读回；“duizhao waive 文件名”只取豁免的问题。",
        "around": "共{total:,}个句段，此处列出有问题处前后的{n:,}个",
    },
}


def word_column_of(heading: str) -> str | None:
    """The key of a column of the Word file by its heading in either language.

    >>> word_column_of("Finding"), word_column_of("意见"), word_column_of("my notes")
    ('finding', 'comment', None)
    """
    return column_named(COLUMNS, heading)


def render_docx(report: Report, pairs: Sequence[Pair] = (), ui: str = "en") -> bytes:
    """A Word file with a table a document, in the language ``ui``; ``duizhao waive`` reads the decisions back."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in Report((*report.findings, *report.waived)).by_importance():
        if 0 < finding.segment <= len(pairs):
            found[finding.segment].append(finding)
    shown = shown_segments(len(pairs), {number: len(some) for number, some in found.items()})
    made = _Tables(report, ui)
    parts = groupby(shown, key=lambda number: pairs[number - 1].symbol)
    tables = [
        WordTable(
            symbol or SHEETS[ui][2],
            [column.heading(ui) for column in COLUMNS],
            [row for number in numbers for row in made.rows(pairs[number - 1], found.get(number, []))],
            [int(column.width) for column in COLUMNS],
        )
        for symbol, numbers in parts
    ]
    told = [UI[ui]["title"], count_line(report, ui)]
    if len(shown) < len(pairs):
        told.append(WORDS[ui]["around"].format(n=len(shown), total=len(pairs)))
    frame = WordFrame(" · ".join(told), WORDS[ui]["how"], {SHEET_TEXTS: str(made.digest)})
    return word_tables(tables, "review.docx", frame)


def shown_segments(rows: int, found: Mapping[int, int], most: int = MOST) -> list[int]:
    """Which segments (from 1) of a text have a place: all, else those around findings, else those with the first findings.

    ``found``: how many findings each segment has.

    >>> shown_segments(9, {2: 1, 9: 1}), shown_segments(9, {2: 1, 9: 1}, 5), shown_segments(9, {2: 1, 9: 1}, 1)
    ([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 8, 9], [2])
    """
    extra = sum(count - 1 for count in found.values())
    if rows + extra <= most:
        return list(range(1, rows + 1))
    around = sorted({at for number in found for at in (number - 1, number, number + 1) if 0 < at <= rows})
    if len(around) + extra <= most:
        return around
    kept, room = [], most
    for number in sorted(found):
        room -= found[number]
        if room < 0:
            break
        kept.append(number)
    return kept


class _Tables:
    """The rows of the tables of one report, and the digest of what stands in them."""

    def __init__(self, report: Report, ui: str) -> None:
        self.report, self.ui = report, ui
        self.digest = Digest()
        self.silent = {finding.id for finding in report.waived}
        self.comments = report.scores.get("waivers", {}).get("comments", {})
        self.choices = [word(value, ui) for value in DECISIONS]

    def rows(self, pair: Pair, findings: Sequence[Finding]) -> Iterator[list[str | WordCell]]:
        """The rows of a sentence: one, or one a finding, its texts in a cell that goes over them."""
        zh_marks = [span for one in findings for span in one.zh_spans]
        en_marks = [span for one in findings for span in one.en_spans]
        for at in range(max(len(findings), 1)):
            joined = "" if len(findings) < 2 else "next" if at else "first"
            zh, en = ("", "") if at else (pair.zh, pair.en)
            said = "\n".join(said_of(findings[at], self.ui)) if findings else ""
            self.digest.add(map(xml_text, (zh, en, said)))
            yield [
                str(pair.position),
                WordCell(zh, zh_marks, look="zh", joined=joined),
                WordCell(en, en_marks, joined=joined),
                *(self._finding(findings[at], said) if findings else [""] * 4),
            ]

    def _finding(self, finding: Finding, said: str) -> list[str | WordCell]:
        told = Judged("accepted", self.comments.get(finding.id, {}).get("comment", ""))
        judged = self.report.judged.get(finding.id, told if finding.id in self.silent else Judged())
        decision = word(judged.decision, self.ui) if judged.decision else ""
        return [
            WordCell(said, lead=1, fill=FILLS[finding.severity.value]),
            WordCell(decision, choices=self.choices, fill=EDIT),
            WordCell(judged.comment, fill=EDIT),
            WordCell(finding.id, look="dim"),
        ]
