"""One bitext examined: terms, consistency, findings, with what people decided about findings applied."""

from glossary.quality.checker import WAIVERS, Checker, CheckOptions, report_record, waivers_for
from glossary.quality.checklist import HOUSES, house_rules, read_checklist
from glossary.quality.decisions import gather
from glossary.quality.examine import How, sure, with_drafts
from glossary.quality.remembered import Remembered, SheetWork, remembered, work_in_sheets
from glossary.quality.returned import Returned, read_back
from glossary.quality.waivers import Waiver, write_waivers

__all__ = [
    "HOUSES",
    "WAIVERS",
    "CheckOptions",
    "Checker",
    "How",
    "Remembered",
    "Returned",
    "SheetWork",
    "Waiver",
    "gather",
    "house_rules",
    "read_back",
    "read_checklist",
    "remembered",
    "report_record",
    "sure",
    "waivers_for",
    "with_drafts",
    "work_in_sheets",
    "write_waivers",
]
