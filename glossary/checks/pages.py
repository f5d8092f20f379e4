"""The page of a check in English and Chinese, and all pages as one Markdown text: ``docs/checks.md``, made by ``duizhao explain --all``."""

from __future__ import annotations

import inspect
import re

from corpora.text import read_table
from glossary.checks.base import Check
from glossary.checks.run import BY_CODE, CHECKS
from glossary.checks.selection import current
from glossary.finding import Severity

GROUPS = {"A": "Accuracy", "N": "Numbers", "T": "Terminology", "S": "Sentences", "P": "Form and punctuation"}
HEAD = """# The checks

Made by `duizhao explain --all`; `duizhao explain CODE` shows one. Choose with `--select`, `--extend-select` and `--ignore` (codes or their
beginnings), give another severity with `--severity CODE=note`, or set the same in `duizhao.toml` (docs/checking.md).
"""

SEVERITIES_ZH = {Severity.NOTE: "提示", Severity.WARNING: "警告", Severity.ERROR: "错误"}
PARTS_ZH = ("检查内容", "为何重要", "误例", "正例")


def explain_check(code: str, ui: str = "en") -> str | None:
    """The page of a check: what it does, why it matters, an example, what to do; ``None`` for an unknown code.

    >>> print(explain_check("A101", "zh").splitlines()[0])
    A101  一侧为空  （错误；MQM：Accuracy/Omission）
    """
    check = BY_CODE.get(current(code))
    if check is None:
        return None
    if ui == "zh":
        return _chinese(check)
    off = "" if check.on else "; runs only when selected"
    head = f"{check.code}  {check.name} · {check.name_zh}  ({check.severity.value}; MQM: {check.mqm}{off})"
    return f"{head}\n\n{inspect.cleandoc(check.run.__doc__ or '')}"


def _chinese(check: Check) -> str:
    texts = next(texts for code, *texts in read_table(__package__, "pages.zh.tsv") if code == check.code)
    off = "" if check.on else "；只在选定时运行"
    head = f"{check.code}  {check.name_zh}  （{SEVERITIES_ZH[check.severity]}；MQM：{check.mqm}{off}）"
    parts = [f"{name}：{text}" for name, text in zip(PARTS_ZH, texts, strict=True)]
    return "\n\n".join([head, *parts, f"处理办法：{check.advice_zh}"])


def all_pages() -> str:
    """A table of all checks, then a page each, by group."""
    parts = [HEAD, "| code | check | 检查项 | severity | MQM | on |", "|---|---|---|---|---|---|"]
    for c in CHECKS:
        link = f"[{c.code}](#{c.code.lower()})"
        parts.append(f"| {link} | {c.name} | {c.name_zh} | {c.severity.value} | {c.mqm} | {'yes' if c.on else 'no'} |")
    for letter, name in GROUPS.items():
        parts.append(f"\n## {letter}: {name}")
        parts += [_page(check) for check in CHECKS if check.code[0] == letter]
    return "\n".join(parts) + "\n"


def _page(check: Check) -> str:
    text = inspect.cleandoc(check.run.__doc__ or "")
    text = re.sub(r"^(What it does|Why it matters|Wrong|Right|What to do):", r"**\1:**", text, flags=re.M)
    off = "" if check.on else " · runs only when selected"
    head = f"\n### {check.code}\n\n*{check.name} · {check.name_zh}* ({check.severity.value}; MQM: {check.mqm}{off})\n"
    return f"{head}\n{text}\n\n处理办法：{check.advice_zh}"
