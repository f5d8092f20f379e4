"""JUnit XML for build servers: a document is a test suite, a check a test case; errors and warnings are failures, unless an earlier report had them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from corpora.bitext import Pair
from corpora.files import xml_text
from glossary.checks import CHECKS
from glossary.finding import Finding, Report, Severity
from glossary.report.tables import check_name


def render_junit(report: Report, pairs: Sequence[Pair] = (), ui: str = "en") -> bytes:
    """A suite a document of ``pairs`` or findings; notes and waived findings stand in the output, they fail nothing.

    A test case holds one ``failure`` at most, since most readers show only the first; its text lists every finding.
    """
    by_symbol: dict[str, dict[str, list[Finding]]] = {pair.symbol: {} for pair in pairs}
    for finding in report.findings:
        by_symbol.setdefault(finding.symbol, {}).setdefault(finding.code, []).append(finding)
    for finding in report.waived:
        by_symbol.setdefault(finding.symbol, {})
    usual = [check.code for check in CHECKS if check.on]
    root = etree.Element("testsuites", name="duizhao")
    tests = failures = 0
    for symbol, found in by_symbol.items():
        codes = list(dict.fromkeys([*usual, *sorted(found)]))
        suite = etree.SubElement(root, "testsuite", name=xml_text(symbol) or "-")
        failed = sum(_case(suite, symbol, code, found.get(code, []), report, ui) for code in codes)
        suite.attrib.update({"tests": str(len(codes)), "failures": str(failed), "errors": "0", "skipped": "0"})
        waived = [finding for finding in report.waived if finding.symbol == symbol]
        if waived:
            etree.SubElement(suite, "system-out").text = "\n".join(f"waived {_line(f, ui)}" for f in waived)
        tests, failures = tests + len(codes), failures + failed
    root.attrib.update({"tests": str(tests), "failures": str(failures), "errors": "0"})
    etree.indent(root, " ")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _case(suite: etree._Element, symbol: str, code: str, found: Sequence[Finding], report: Report, ui: str) -> bool:
    name = f"{code} {check_name(code, ui)}"
    case = etree.SubElement(suite, "testcase", classname=xml_text(symbol) or "-", name=xml_text(name))
    failing = [f for f in found if f.severity is not Severity.NOTE and not report.is_known(f)]
    notes = [f for f in found if f.severity is Severity.NOTE or report.is_known(f)]
    if failing:
        worst = max(failing, key=lambda finding: finding.severity.rank)
        first = failing[0].text(ui)
        message = xml_text(first if len(failing) == 1 else f"{len(failing)}: {first}")
        failure = etree.SubElement(case, "failure", message=message, type=worst.severity.value)
        failure.text = "\n".join(_line(finding, ui) for finding in failing)
    if notes:
        etree.SubElement(case, "system-out").text = "\n".join(_line(finding, ui) for finding in notes)
    return bool(failing)


def _line(f: Finding, ui: str) -> str:
    lines = (f"{f.where(ui)}: {f.code} {f.severity.value}: {f.text(ui)} [{f.id}]", f"  {f.zh}", f"  {f.en}")
    return xml_text("\n".join(lines))
