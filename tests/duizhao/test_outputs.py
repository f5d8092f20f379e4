"""What a command writes is never one of the files that it reads, nor a sheet with work in it."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from corpora.sheets import read_sheets
from duizhao.commands.outputs import write_report
from glossary.concept import Termbase
from glossary.review.cells import has_own_work, read_sheet
from glossary.review.sheet_columns import column_of
from glossary.store.store import Store
from tests.calls import call
from tests.concepts import draft


def run(*arguments):
    return call("glossary", *arguments)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"各会员国应保护难民{n}。\tMember States shall protect refugees {n}.\n" for n in range(6))
    Path("in.tsv").write_text(f"zh\ten\n{rows}", "utf-8")
    Path("known.tsv").write_text("zh\ten\n会员国\tMember State\n", "utf-8")
    Path("terms.txt").write_text("Member States\n", "utf-8")
    drafts = [
        draft(zh, en, 3, ("A/1",), f"d{n}", probability=0.9)
        for n, (zh, en) in enumerate([("难民营", "refugee camp"), ("大会", "General Assembly")])
    ]
    with Store.open(Path("terms.db"), create=True) as store:
        store.propose(Termbase.of(drafts))
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "in.tsv", "-o", "in.tsv"],
        ["extract", "in.tsv", "--known", "known.tsv", "-o", "./known.tsv"],
        ["find", "Member States", "-b", "in.tsv", "-o", "in.tsv"],
        ["find", "--terms", "terms.txt", "-b", "in.tsv", "-o", "terms.txt"],
        ["find", "Member States", "-b", "in.tsv", "-o", "terms.db"],
        ["review", "export", "terms.db", "-o", "terms.db"],
    ],
)
def test_inputs_are_not_written_over(folder, arguments):
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    code, out, errors = run(*arguments)
    assert (code, out, len(errors.strip().splitlines())) == (2, "", 1)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


def test_an_extraction_still_goes_into_a_termbase_that_is_there(folder):
    assert run("extract", "in.tsv", "-o", "terms.db", "--known", "terms.db")[0] == 0
    assert run("extract", "in.tsv", "-o", "out.tsv")[0] == 0
    assert run("extract", "in.tsv", "-o", "out.tsv")[0] == 0  # an old result is no input


def fill(place, column, text):
    """Write a cell of r.csv; ``column`` is a key."""
    with Path("r.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    lines[place][[column_of(head) for head in lines[0]].index(column)] = text
    with Path("r.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)


@pytest.mark.parametrize(("column", "text"), [("decision", "accept"), ("subject", "难民"), ("decision", "what")])
def test_a_filled_in_sheet_is_not_written_over(folder, column, text):
    for _twice in range(2):  # an empty sheet holds nothing
        assert run("review", "export", "terms.db", "-o", "r.csv")[0] == 0
    fill(1, column, text)
    before = Path("r.csv").read_bytes()
    code, _out, errors = run("review", "export", "terms.db", "-o", "r.csv")
    assert (code, "1 row filled in that is not in the termbase" in errors, "--force" in errors) == (2, True, True)
    assert Path("r.csv").read_bytes() == before
    assert run("review", "export", "terms.db", "-o", "r.csv", "--force")[0] == 0
    assert not any(row.get("decision") for row in read_sheet(Path("r.csv")))


def test_a_sheet_that_was_imported_is_written_over(folder):
    run("review", "export", "terms.db", "-o", "r.csv")
    fill(1, "decision", "accept")
    assert run("review", "import", "terms.db", "r.csv")[0] == 0
    code, _out, errors = run("review", "export", "terms.db", "-o", "r.csv")
    assert (code, errors.splitlines()) == (0, ["1 candidate: r.csv"])
    run("review", "export", "terms.db", "-o", "r.csv", "--decision", "all")
    assert run("review", "export", "terms.db", "-o", "r.csv")[0] == 0


def test_what_is_never_read_back_from_a_sheet_stays(folder):
    run("review", "export", "terms.db", "-o", "r.csv")
    fill(1, "decision", "accept")
    with Path("r.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, first, *rest = csv.reader(stream)
    with Path("r.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([[*head, "asked"], [*first, "Mr. Lin, 3 May"], *rest])
    before = Path("r.csv").read_bytes()
    assert run("review", "import", "terms.db", "r.csv")[0] == 0
    code, _out, errors = run("review", "export", "terms.db", "-o", "r.csv")
    aside = next(Path().glob("r.2*.csv"))
    assert (code, aside.read_bytes(), aside.name in errors) == (0, before, True)


@pytest.mark.parametrize(
    ("own", "how"),
    [
        (False, lambda book, page, last: None),
        (False, lambda book, page, last: page.write(last, 2, "accept")),
        (True, lambda book, page, last: page.write(last, 40, "Mr. Lin")),
        (True, lambda book, page, last: page.write(last + 1, 40, "for Monday")),
        (True, lambda book, page, last: book.add_worksheet("mine").write(0, 0, "to ask")),
        (True, lambda book, page, last: page.write_comment(last, 2, "why?")),
    ],
)
def test_a_workbook_knows_what_is_its_own(folder, own, how):
    """``how`` changes the workbook that was exported, written here anew as an office program does."""
    run("review", "export", "terms.db", "-o", "r.xlsx")
    with xlsxwriter.Workbook("own.xlsx") as book:
        for number, table in enumerate(read_sheets(Path("r.xlsx"))):
            page = book.add_worksheet()
            for place, line in enumerate(table):
                page.write_row(place, 0, line)
            if not number:
                how(book, page, len(table) - 1)
    assert has_own_work(Path("own.xlsx")) is own


def test_a_file_that_is_no_sheet_is_not_written_over(folder):
    Path("r.csv").write_text("zh,en\n甲,alpha\n", "utf-8")
    code, _out, errors = run("review", "export", "terms.db", "-o", "r.csv")
    assert (code, "no review sheet" in errors) == (2, True)


def test_rows_edited_to_a_pair_that_is_there_are_conflicts_that_name_it(folder):
    run("import", "terms.db", "known.tsv")
    run("review", "export", "terms.db", "-o", "r.csv")
    for place in (1, 2):
        fill(place, "decision", "accept")
        fill(place, "zh_term", "会员国")
        fill(place, "en_term", "member state" if place == 1 else "state")
    code, out, _errors = run("review", "import", "terms.db", "r.csv")
    assert (code, "c1 has this pair; merge into c1" in out) == (1, True)
    with Store.open(Path("terms.db")) as store:
        assert len(store) == 2


def test_pages_beside_a_report_that_a_person_changed_stay(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    page = b'<meta name="generator" content="duizhao">'
    made = {"report-rows/rows-0001.html": page, "report-rows/rows-0002.html": page + b"2", "report.html": page}
    monkeypatch.setattr("glossary.report.report_files", lambda *_arguments: made.items())
    folder = tmp_path / "report-rows"
    write_report("html", None, Path("report.html"))
    write_report("html", None, Path("report.html"))
    assert len(list(folder.iterdir())) == 2
    for path in folder.iterdir():
        path.write_bytes(page + b"my remark")
    made = {"report-rows/rows-0001.html": page, "report.html": page}
    for _ in range(2):
        write_report("html", None, Path("report.html"))
    assert (folder / "rows-0001.html").read_bytes() == page
    assert not (folder / "rows-0002.html").exists()
    assert [path.read_bytes() for path in folder.glob("*.20*")] == [page + b"my remark"] * 2
