"""Columns, decisions and headings of the reviser's spreadsheet, in English and Chinese; all are read back in both."""

from __future__ import annotations

from collections.abc import Mapping

from corpora.sheets import Column, column_named

COLUMNS = (
    Column("severity", "severity", "级别", 8),
    Column("code", "code", "代码", 7),
    Column("symbol", "document", "文件", 14),
    Column("position", "position", "序号", 8),
    Column("message", "message", "说明", 30),
    Column("zh", "Chinese", "中文", 36),
    Column("en", "English", "英文", 44),
    Column("decision", "decision", "决定", 11, True),
    Column("comment", "comment", "意见", 22, True),
    Column("expected", "expected", "参照", 17, also=("应为",)),
    Column("found", "found", "此处", 17, also=("实为",)),
    Column("paragraph", "paragraph", "段落", 9),
    Column("page", "page", "页", 6),
    Column("evidence", "evidence", "例证", 44, also=("依据",)),
    Column("check", "check", "检查项", 20),
    Column("mqm", "MQM", "MQM问题类型", 22, also=("mqm 类型",)),
    Column("id", "id", "编号", 15),
    Column("segment", "segment", "句段", 8, also=("句对",)),
)
PRINTED = "page"
"""The last column that is printed; those behind it are for the screen."""
PLACE: Mapping[str, int] = {column.key: place for place, column in enumerate(COLUMNS)}
SEVERITIES: Mapping[str, tuple[str, str]] = {
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "note": ("note", "提示"),
}
DECISIONS: Mapping[str, tuple[str, str]] = {
    "open": ("open", "待处理"),
    "accepted": ("accepted", "豁免"),
    "fixed": ("fixed", "已修改"),
    "discuss": ("to discuss", "待商"),
}
_ALSO: Mapping[str, str] = {
    "accept": "accepted", "waived": "accepted", "waive": "accepted", "ok": "accepted", "已接受": "accepted", "接受": "accepted", "已豁免": "accepted", "無誤": "accepted",
    "无误": "accepted", "fix": "fixed", "corrected": "fixed", "done": "fixed", "已改": "fixed", "改": "fixed",
    "discuss": "discuss", "待讨论": "discuss", "later": "open", "待定": "open", "未处理": "open",
}  # fmt: skip
"""What people also write into these cells."""
SHEETS: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": ("Findings", "Scores", "Side by side", "Probably wrong links", "Terms"),
    "zh": ("检查结果", "评分", "逐句对照", "可能有误的对齐", "术语"),
}
TERM_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("term", "rendering", "times", "share", "documents"),
    "zh": ("术语", "译法", "次数", "占比", "文件"),
}
SCORE_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("document", "segments", "errors", "warnings", "notes", "score"),
    "zh": ("文件", "句段", "错误", "警告", "提示", "得分"),
}
CHECK_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("code", "findings", "check"),
    "zh": ("代码", "问题数", "检查项"),
}
COMPLAINT: Mapping[str, tuple[str, str]] = {
    "en": ("Choose from the list", "open, accepted (right as it stands), fixed, to discuss"),
    "zh": ("请从列表中选择", "待处理、豁免（此处无误）、已修改、待商"),
}
CUT: Mapping[str, str] = {
    "en": " … [cut: {n:,} characters; the whole text is in the bitext]",
    "zh": "……（此处截断，全文共{n:,}字符，见双语对照文件）",
}
PAIR_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("position", "document", "Chinese", "English", "link", "confidence", "findings"),
    "zh": ("序号", "文件", "中文", "英文", "对齐", "对齐置信度", "检查项代码"),
}
HOW: Mapping[str, str] = {
    "en": "Choose a decision in each row, write a comment if you like, save, then: duizhao waive FILE. Accepted findings stay silent in the next check.",
    "zh": "请逐行选择处理决定，可填写意见。保存后运行“duizhao waive 文件名”，豁免的问题下次检查不再提示。",
}


def word(value: str, ui: str) -> str:
    """How a decision is written in the sheet.

    >>> word("accepted", "zh")
    '豁免'
    """
    return DECISIONS[value][ui == "zh"]


def meaning(text: str) -> str | None:
    """The decision behind a word of either language; empty for an empty cell, ``None`` for an unknown word.

    >>> meaning(" Accepted "), meaning("已修改"), meaning(""), meaning("perhaps")
    ('accepted', 'fixed', '', None)
    """
    asked = " ".join(text.split()).casefold()
    if not asked or asked in DECISIONS:
        return asked
    for value, words in DECISIONS.items():
        if asked in words:
            return value
    return _ALSO.get(asked)


def column_of(heading: str) -> str | None:
    """The key of a column by its heading in either language, or by the key itself.

    >>> column_of("Document"), column_of("决定"), column_of("my notes")
    ('symbol', 'decision', None)
    """
    return column_named(COLUMNS, heading)
