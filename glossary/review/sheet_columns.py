"""Words of the spreadsheet, in English and Chinese: headings, drop-downs, instructions. All are read back in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from corpora.sheets import Column, column_named

Ui = Literal["en", "zh"]


COLUMNS = (
    Column("id", "id", "编号", 9),
    Column("version", "version", "版本", 7),
    Column("decision", "decision", "决定", 11, True),
    Column("zh", "Chinese", "中文", 20),
    Column("en", "English", "英文", 26),
    Column("zh_context", "Chinese context", "中文语境", 44),
    Column("en_context", "English context", "英文语境", 52),
    Column("probability", "probability", "可信度", 11, also=("概率",)),
    Column("frequency", "frequency", "句段数", 10, also=("频次",)),
    Column("documents", "documents", "文件数", 11),
    Column("zh_share", "Chinese share", "中文占比", 10),
    Column("en_share", "English share", "英文占比", 10),
    Column("variants", "variants", "变体", 30, also=("异体",)),
    Column("similar", "similar concepts", "相近概念", 30),
    Column("zh_term", "Chinese term", "中文术语", 20, True),
    Column("en_term", "English term", "英文术语", 26, True),
    Column("into", "merge into", "并入", 16, True),
    Column("status", "status", "状态", 12, True),
    Column("pos", "part of speech", "词性", 12, True, ("词类",)),
    Column("subject", "subject", "领域", 16, True, ("主题",)),
    Column("definition", "definition", "定义", 36, True),
    Column("note", "note", "备注", 28, True),
    Column("why", "reason", "理由", 24, True),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
PLACE: Mapping[str, int] = {column.key: place for place, column in enumerate(COLUMNS)}

DECISIONS: Mapping[str, tuple[str, str]] = {
    "accepted": ("accept", "采纳"),
    "rejected": ("reject", "不采纳"),
    "merged": ("merge", "合并"),
    "open": ("later", "待定"),
}
STATUS_WORDS: Mapping[str, tuple[str, str]] = {
    "preferred": ("preferred", "首选"),
    "admitted": ("admitted", "许用"),
    "deprecated": ("deprecated", "拒用"),
    "superseded": ("superseded", "被取代"),
}
POS_WORDS: Mapping[str, tuple[str, str]] = {
    "noun": ("noun", "名词"),
    "verb": ("verb", "动词"),
    "adjective": ("adjective", "形容词"),
    "adverb": ("adverb", "副词"),
    "other": ("other", "其他"),
}
OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "decision": {
        "accepted": "accepted", "yes": "accepted", "ok": "accepted", "接受": "accepted", "採納": "accepted",
        "rejected": "rejected", "no": "rejected", "拒绝": "rejected", "不採納": "rejected",
        "merged": "merged", "合併": "merged", "open": "open", "以后再说": "open", "以后": "open",
    },
    "status": {"首选术语": "preferred", "许用术语": "admitted", "拒用术语": "deprecated", "已取代": "superseded"},
    "pos": {},
}  # fmt: skip
"""What people also write into these cells."""
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "decision": DECISIONS,
    "status": STATUS_WORDS,
    "pos": POS_WORDS,
}


def word(kind: str, value: str, ui: Ui) -> str:
    """How a decision, status or part of speech is written in the sheet; an empty string stays one.

    >>> word("decision", "merged", "zh"), word("pos", "", "en")
    ('合并', '')
    """
    words = WORDS[kind].get(value)
    return words[ui == "zh"] if words else ""


def meaning(kind: str, text: str) -> str | None:
    """The value behind a word of either language; None where it is not known.

    >>> meaning("decision", " Accept "), meaning("decision", "不采纳"), meaning("status", "perhaps")
    ('accepted', 'rejected', None)
    """
    asked = "".join(text.split()).casefold()
    if not asked:
        return ""
    for value, words in WORDS[kind].items():
        if asked in words:
            return value
    return OTHER_WORDS[kind].get(asked)


def column_of(heading: str) -> str | None:
    """The key of a column by its heading in either language, or by the key itself.

    >>> column_of("Merge into"), column_of("中文术语"), column_of("my own notes")
    ('into', 'zh_term', None)
    """
    return column_named(COLUMNS, heading)


INSTRUCTIONS: Mapping[Ui, tuple[str, ...]] = {
    "en": (
        "One row is one candidate: a Chinese term and its English rendering, with the evidence for it.",
        "Choose a decision from the list in each row; leave it empty to leave the candidate alone.",
        "To correct a term, write into the columns Chinese term and English term (white). The grey columns are for reading.",
        "To merge, write the number of a concept into merge into: one of the termbase (see similar concepts) or the id of "
        "another row that you accept.",
        "A correction counts only together with a decision.",
        "You may sort, filter, delete rows, add columns of your own. Leave id and version as they are.",
        "Then: duizhao glossary review import STORE FILE --dry-run shows what would change; without --dry-run it is done.",
    ),
    "zh": (
        "每行是一条候选术语，含中文、英文及例证。",
        "请在每行的下拉列表中选择决定；留空表示暂不处理。",
        "如需修改术语，请写入“中文术语”和“英文术语”两列（白色）。灰色各列仅供参考。",
        "如需合并，请在“并入”列填写概念编号：术语库中的概念（见“相近概念”），或本表中同时采纳的另一行的编号。",
        "修改须与决定一并填写方可生效。",
        "可以排序、筛选、删除行或添加自己的列。请勿改动“编号”和“版本”。",
        "完成后，运行“duizhao glossary review import 术语库 本文件 --dry-run”，可预览更改；去掉“--dry-run”即正式写入。",
    ),
}
LEGEND: Mapping[Ui, tuple[tuple[str, str], ...]] = {
    "en": (
        ("accepted", "becomes a concept of the termbase, with the terms, status and fields of the row"),
        ("rejected", "is not proposed again unless its evidence grows; say why if you like"),
        ("merged", "its terms are added to the concept named in merge into"),
        ("open", "stays open"),
    ),
    "zh": (
        ("accepted", "成为术语库中的概念，采用本行的术语、状态和各项内容"),
        ("rejected", "没有新的例证，不再提出；可填写理由"),
        ("merged", "其术语加入“并入”列所填的概念"),
        ("open", "留待以后审定"),
    ),
}
SHEET_NAMES: Mapping[Ui, tuple[str, str]] = {"en": ("Candidates", "How to"), "zh": ("候选术语", "说明")}
