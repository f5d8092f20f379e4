"""People who work in Word: a table for revisers, and translations with findings as comments."""

import json
import subprocess
import zipfile

import docx
import pytest

from corpora.readers.office import find_soffice
from tests.calls import call
from tests.duizhao.test_remembered import ROWS, aside

pytestmark = pytest.mark.thorough("whole runs on a small folder")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "A_77_1.zh.txt").write_text("".join(f"{zh}\n" for zh, _en in ROWS), "utf-8")
    document = docx.Document()
    for _zh, en in ROWS:
        paragraph = document.add_paragraph(en[:9])
        paragraph.add_run(en[9:]).italic = True
    document.save(tmp_path / "docs" / "A_77_1.en.docx")
    return tmp_path


def run(*more):
    return call("run", "docs", "-o", "out", *more)


def decide(path, about, text):
    document = docx.Document(path)
    row = next(row for row in document.tables[0].rows if about in row.cells[3].text)
    row.cells[4].paragraphs[0].add_run(text)
    document.save(path)


def test_a_run_writes_the_table_and_the_translation_with_comments(folder):
    done = run("--docx")
    assert done.code == 0, done.err
    assert "For Word: out" in done.err
    commented = docx.Document(folder / "out" / "commented" / "A_77_1.en.docx")
    assert [paragraph.text for paragraph in commented.paragraphs] == [en for _zh, en in ROWS]
    findings = json.loads((folder / "out" / "report.json").read_text("utf-8"))["findings"]
    assert sorted(one["code"] for one in findings) == sorted(one.text.split()[0] for one in commented.comments)
    assert any("450" in one.text for one in commented.comments)
    assert len(docx.Document(folder / "out" / "review.docx").tables) == 1


def test_only_the_translation_gets_comments_where_the_original_is_known(folder):
    assert run("--docx", "--original", "en").code == 0
    assert (folder / "out" / "review.docx").is_file()
    assert not (folder / "out" / "commented").exists()


def test_decisions_in_the_table_hold_in_the_next_run_which_keeps_it_up(folder):
    run("--docx")
    decide(folder / "out" / "review.docx", "1325", "accepted")
    done = run()
    assert "review.docx: 1 decision taken over" in done.err
    record = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    assert [one["expected"] for one in record["waived"]] == ["1325"]
    assert aside(folder / "out") == []
    table = docx.Document(folder / "out" / "review.docx").tables[0]
    assert any("1325" in row.cells[3].text for row in table.rows)
    comments = docx.Document(folder / "out" / "commented" / "A_77_1.en.docx").comments
    assert not any("1325" in one.text for one in comments)


def test_a_version_in_which_somebody_worked_stays_under_a_dated_name(folder):
    run("--docx")
    path = folder / "out" / "commented" / "A_77_1.en.docx"
    document = docx.Document(path)
    document.paragraphs[0].add_run(" revised")
    document.save(path)
    done = run("--docx")
    assert "is not as duizhao wrote it" in done.err
    (kept,) = aside(path.parent)
    assert docx.Document(path.parent / kept).paragraphs[0].text.endswith(" revised")


def test_check_writes_the_table_and_reads_it_back_and_waive_takes_it(folder):
    (folder / "a.tsv").write_text("zh\ten\n" + "".join("\t".join(row) + "\n" for row in ROWS), "utf-8")
    assert call("check", "a.tsv", "-o", "review.docx").code == 1
    decide(folder / "review.docx", "1325", "accepted")
    assert call("waive", "review.docx", "-o", "mine.txt").code == 0
    assert "N101" in (folder / "mine.txt").read_text("utf-8")
    done = call("check", "a.tsv", "-o", "review.docx")
    assert "duizhao-waivers.txt: 1 added from review.docx" in done.err
    assert "1 finding accepted earlier is left out" in done.err
    assert aside(folder) == []


@pytest.mark.slow("LibreOffice")
@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_comments_at_their_places_and_keeps_decisions(folder):
    run("--docx")
    decide(folder / "out" / "review.docx", "1325", "accepted")
    for name, kind in (("commented/A_77_1.en.docx", "odt"), ("review.docx", "docx"), ("review.docx", "pdf")):
        subprocess.run(
            [find_soffice(), "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--convert-to", kind,
             "--outdir", folder / "made", folder / "out" / name],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    content = zipfile.ZipFile(folder / "made" / "A_77_1.en.odt").read("content.xml").decode()
    for said, words in (("1325", "1352"), ("450", "540")):
        name = next(part for part in content.split("<office:annotation ")[1:] if said in part).split('"')[1]
        inside = (
            content.split(f'office:name="{name}"')[1]
            .split("</office:annotation>")[1]
            .split("<office:annotation-end")[0]
        )
        assert words in inside
        assert len(inside) < 200
    assert (folder / "made" / "review.pdf").read_bytes().startswith(b"%PDF")
    (folder / "out" / "review.docx").write_bytes((folder / "made" / "review.docx").read_bytes())
    done = run()
    assert "review.docx: 1 decision taken over" in done.err
    assert aside(folder / "out") == []
