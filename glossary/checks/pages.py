"""The pages of all checks as one Markdown text: ``docs/checks.md``, made by ``duizhao explain --all``."""

from __future__ import annotations

import inspect
import re

from glossary.checks.base import Check
from glossary.checks.run import CHECKS

GROUPS = {"A": "Accuracy", "N": "Numbers", "T": "Terminology", "S": "Sentences", "P": "Form and punctuation"}
HEAD = """# The checks

Made by `duizhao explain --all`; `duizhao explain CODE` shows one. Choose with `--select`, `--extend-select` and `--ignore` (codes or their
beginnings), give another severity with `--severity CODE=note`, or set the same in `duizhao.toml` (docs/checking.md).
"""


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
