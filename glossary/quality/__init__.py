"""One bitext examined: terms, consistency, findings, with what people decided about findings applied."""

from glossary.quality.checker import Checker, CheckOptions, report_record, waivers_for
from glossary.quality.checklist import read_checklist
from glossary.quality.decisions import gather
from glossary.quality.examine import How, sure, with_drafts

__all__ = [
    "CheckOptions",
    "Checker",
    "How",
    "gather",
    "read_checklist",
    "report_record",
    "sure",
    "waivers_for",
    "with_drafts",
]
