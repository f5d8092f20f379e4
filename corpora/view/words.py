"""The words of the page that shows a document, in English and Chinese."""

from __future__ import annotations

KINDS = {
    "title": ("title", "标题"),
    "heading": ("heading", "小标题"),
    "body": ("text", "正文"),
    "list": ("item of a list", "列项"),
    "quote": ("quotation", "引文"),
    "cell": ("cell of a table", "表格"),
    "footnote": ("footnote", "脚注"),
    "annex": ("annex", "附件"),
    "signature": ("signature", "签名"),
    "removed": ("taken out", "去掉的内容"),
    "lost": ("in no sentence", "未归入任何句子"),
}
REASONS = {
    "bar code": "条形码",
    "contents leader": "目录的点线和页码",
    "contents row": "目录的栏头或页码",
    "edition notice": "版本说明",
    "footnote mark": "脚注号",
    "footnote number": "脚注编号",
    "footnote rule": "脚注线",
    "hyphen at a line end": "行末连字符",
    "job number": "文件编号",
    "link list": "链接列表",
    "masthead": "刊头",
    "masthead note": "刊头说明",
    "meeting line": "会议行",
    "page number": "页码",
    "page number of a contents entry": "目录页码",
    "print date": "印刷日期",
    "record note": "会议记录说明",
    "recycling notice": "请回收字样",
    "rule": "横线",
    "running head": "页眉或页脚",
    "signature block": "签名栏",
    "template field": "模板字段",
}
WORDS = {
    "title": ("How {name} was read", "{name}的读取结果"),
    "page": ("Page {number}", "第{number}页"),
    "taken": ("taken out: {what}", "去掉：{what}"),
    "cell": ("row {row}, column {column}", "第{row}行第{column}列"),
    "hint": (
        "Each line of the picture has the colour of what was made of it. Point at a line or at a sentence to see the other; hover for the reason.",
        "图中每行的颜色表示其处理结果。指向一行或一个句子，即可看到对应的另一方；停留可见原因。",
    ),
    "more": ("Only the first {count} pages are shown.", "仅显示前{count}页。"),
    "empty": ("No sentence begins on this page.", "本页没有句子开始。"),
    "all": ("{lines} lines, {sentences} sentences", "{lines}行，{sentences}个句子"),
}


def word(phrase: str, ui: str, **values: object) -> str:
    """A phrase of the page.

    >>> word("page", "zh", number=3)
    '第3页'
    """
    return WORDS[phrase][ui == "zh"].format(**values)


def kind_word(kind: str, ui: str) -> str:
    """The name of a kind of line."""
    return KINDS[kind][ui == "zh"]


def reason_word(reason: str, ui: str) -> str:
    """A reason for which something was taken out; one that has no Chinese name stays as it is.

    >>> reason_word("running head", "zh"), reason_word("running head", "en")
    ('页眉或页脚', 'running head')
    """
    return REASONS.get(reason, reason) if ui == "zh" else reason
