"""Waivers: the file, what it silences, decisions that come back."""

import json

import fastexcel
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from glossary.quality.decisions import decisions_of, gather, waivers_from_json
from glossary.quality.waivers import (
    Waiver,
    apply_waivers,
    merge_waivers,
    parse_waiver,
    read_waivers,
    write_waivers,
)
from glossary.report.xlsx import render_xlsx
from tests.glossary.report.samples import PAIRS, small

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), max_size=20).filter(
    lambda t: t != "-" and t == t.strip()
)


@settings(max_examples=60)
@given(TEXT, TEXT, st.integers(1, 10**6), TEXT)
def test_a_line_comes_back(symbol, who, position, comment):
    waiver = Waiver("0123456789ab", "N101", symbol or "A/1", position, who or "Li", "2026-11-25", comment)
    assert parse_waiver(waiver.line) == waiver


def test_comments_and_unknown_lines_stay(tmp_path):
    path = tmp_path / "w.txt"
    path.write_text("# ours\nnot yet decided\n0123456789AB  N101\n", "utf-8")
    waivers = read_waivers(path)
    assert list(waivers) == ["0123456789ab"]
    write_waivers(path, merge_waivers(waivers, [Waiver("ba9876543210", "A102", "A/1", 2, "王", "2026-11-25", "可以")]))
    text = path.read_text("utf-8")
    assert "# ours\nnot yet decided\n" in text
    assert read_waivers(path)["ba9876543210"].who == "王"
    write_waivers(path, read_waivers(path))
    assert path.read_text("utf-8") == text


def test_what_is_no_waiver_file_is_named(tmp_path):
    for name, data in (("a.txt", b"\xff\xfe\xfd"), ("b.txt", b"a\0b")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=name):
            read_waivers(tmp_path / name)
    with pytest.raises(InputError, match="no such file"):
        read_waivers(tmp_path / "none.txt")


def test_waived_findings_count_nowhere():
    report = small()
    first, second = report.findings
    done = apply_waivers(report, {first.id: Waiver(first.id), "0" * 12: Waiver("0" * 12)})
    assert (done.findings, done.waived) == ((second,), (first,))
    assert done.scores["findings"] == {"note": 0, "warning": 0, "error": 1}
    assert done.scores["by_code"] == {second.code: 1}
    assert done.scores["waivers"]["idle"] == ["0" * 12]
    assert apply_waivers(done, {}).findings == report.findings


def decided(path, ids, words):
    """The report's sheet as it comes back, with a decision in each row."""
    path.with_suffix(".made.xlsx").write_bytes(render_xlsx(small(), PAIRS))
    frame = (
        fastexcel.read_excel(path.with_suffix(".made.xlsx")).load_sheet(0, header_row=None, dtypes="string").to_polars()
    )
    rows = [["" if c is None else c for c in row] for row in frame.iter_rows()]
    place = rows[0].index("decision")
    for row in rows[1:]:
        row[place] = words[ids.index(row[rows[0].index("id")])]
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("back")
    for k, row in enumerate(rows):
        sheet.write_row(k, 0, row)
    book.close()


def test_decisions_of_a_sheet(tmp_path):
    ids = [f.id for f in small().findings]
    sheet, out = tmp_path / "back.xlsx", tmp_path / "w.txt"
    decided(sheet, ids, ["接受", "fixed"])
    assert [w.id for w in decisions_of(sheet)[0]] == ids[:1]
    assert gather([sheet], out, "Li Wen", "2026-11-25") == (1, 1)
    assert read_waivers(out)[ids[0]].who == "Li Wen"
    assert gather([sheet, out], out) == (0, 1)
    decided(sheet, ids, ["open", "accepted"])
    assert gather([sheet], out) == (1, 1)
    assert list(read_waivers(out)) == ids[1:]
    decided(sheet, ids, ["perhaps", ""])
    with pytest.raises(InputError, match="'perhaps' is not known"):
        gather([sheet], out)


def test_decisions_of_json(tmp_path):
    record = small().to_dict()
    record["findings"][1]["decision"] = "accepted"
    path = tmp_path / "r.json"
    path.write_text(json.dumps(record), "utf-8")
    assert [w.id for w in waivers_from_json(path)] == [record["findings"][1]["id"]]
    path.write_text("{", "utf-8")
    with pytest.raises(InputError, match="is not JSON"):
        waivers_from_json(path)
