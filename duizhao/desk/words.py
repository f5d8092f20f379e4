"""Words of the frame of the desk, in English and Chinese; each room has its own beside it."""

from __future__ import annotations

from collections.abc import Mapping

ROOMS = ("documents", "alignment", "findings", "terms")
"""The rooms in the order of a working day; the name of each is its path."""
FRAME: Mapping[str, Mapping[str, str]] = {
    "en": {
        "desk": "duizhao desk",
        "rooms": "Rooms",
        "documents": "Documents",
        "alignment": "Alignment",
        "findings": "Findings",
        "terms": "Terms",
        "skip": "Skip to the work",
        "who": "Decisions are signed by {who}",
        "language": "中文",
        "offline": "The desk does not answer: is it still running?",
        "undo": "Undo",
        "nothing_to_undo": "Nothing to undo.",
        "help": "Keys",
        "keys_on": "Single letters are keys",
        "close": "Close",
        "cancel": "Cancel",
        "update": "Update the files",
        "behind": "The files are older than the decisions.",
        "running": "At work: {what} ({done} of {total})",
        "starting": "At work: reading the folder",
        "cancelling": "Ending after the present step…",
        "run_done": "Done in {seconds} s.",
        "run_cancelled": "Cancelled; nothing was written.",
        "changed_elsewhere": "Somebody else was quicker: this is how it is now. Nothing of yours was taken over.",
    },
    "zh": {
        "desk": "对照工作台",
        "rooms": "工作区",
        "documents": "文件",
        "alignment": "对齐",
        "findings": "检查结果",
        "terms": "术语",
        "skip": "跳到正文",
        "who": "决定署名：{who}",
        "language": "English",
        "offline": "工作台没有响应：程序是否仍在运行？",
        "undo": "撤销",
        "nothing_to_undo": "没有可撤销的操作。",
        "help": "快捷键",
        "keys_on": "启用单字母快捷键",
        "close": "关闭",
        "cancel": "取消",
        "update": "更新输出文件",
        "behind": "输出文件早于最近的决定。",
        "running": "正在处理：{what}（{done}/{total}）",
        "starting": "正在处理：读取文件夹",
        "cancelling": "当前步骤完成后停止……",
        "run_done": "完成，用时{seconds}秒。",
        "run_cancelled": "已取消，未写入任何文件。",
        "changed_elsewhere": "他人已先作出更改，现显示最新状态；您的更改未写入。",
    },
}
