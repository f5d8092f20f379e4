"""Pairs of PDFs: a print date at the page edge, a page of the site in the place of a document, one version as Word file."""

import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

from align.aligner import Aligner
from align.encoders import load_encoder
from corpora.document import Document
from corpora.readers.office import find_soffice
from corpora.reading import read_document
from tests.calls import call
from tests.corpora.readers.build_docx import par, table, wordfile
from tests.corpora.readers.pdf.build_pdf import Sheet, make_pdf

EN = [
    "The Council notes that the lake is older than the towns on its shore.",
    "The harbour office repaired the old bridge over the canal last spring.",
    "Eleven letters were sent to the council of the town about the mill.",
    "The school near the mill was opened again in the autumn of the year.",
]
ZH = [
    "理事会注意到，该湖比沿岸城镇更为古老。",
    "去年春天，港务局修复了运河上的旧桥。",
    "就磨坊问题向镇议会寄出了11封信。",
    "磨坊附近的学校于当年秋天重新开放。",
]
CUT_EN = (
    "There is also a large movement of young workers from the shore to the",
    "towns of the plain, and a study of its causes was asked for.",
)
CUT_ZH = ("另外还有大量年轻工人从沿岸向平", "原城镇迁移，要求对其原因进行研究。")


def version(language, texts, cut):
    """A document of two pages: the last sentence of the first goes on over print dates and the job number."""
    english = language == "en"
    one = Sheet().text(60, 60, "United Nations" if english else "联合国", 14).text(440, 60, "A/99/7", 14)
    one.text(60, 85, "General Assembly" if english else "大会", 14)
    one.text(420, 85, "Distr.: General" if english else "分发：普遍")
    one.text(420, 98, "9 June 2043" if english else "2043年6月9日")
    for k, text in enumerate(texts):
        one.text(60, 300 + 30 * k, text)
    one.text(60, 440, cut[0] if english else "　　" + cut[0])
    one.text(60, 780, f"43-01234 ({'E' if english else 'C'})").text(150, 780, "120643").text(220, 780, "130643")
    one.text(60, 795, "*4301234*", 8)
    two = Sheet().text(60, 40, "A/99/7").text(60, 80, cut[1]).text(60, 800, "2/2").text(500, 800, "43-01234")
    return make_pdf([one, two])


@pytest.fixture
def pair(tmp_path):
    for language, texts, cut in (("zh", ZH, CUT_ZH), ("en", EN, CUT_EN)):
        (tmp_path / f"A_99_7.{language}.pdf").write_bytes(version(language, texts, cut))
    return tmp_path


def test_a_sentence_over_print_dates_is_whole_and_linked_in_both_languages(pair):
    out = pair / "links.tsv"
    done = call("align", "file", pair / "A_99_7.zh.pdf", pair / "A_99_7.en.pdf", "-o", out)
    assert done.code == 0
    rows = pl.read_csv(out, separator="\t", quote_char=None)
    assert rows["link"].unique().to_list() == ["1-1"]
    assert rows["zh"].to_list()[-1] == "".join(CUT_ZH)
    assert rows["en"].to_list()[-1] == " ".join(CUT_EN)
    assert not rows.filter(pl.col("zh").str.contains("0643") | pl.col("en").str.contains("0643")).height


def missing():
    sheet = Sheet(612, 792)
    sheet.text(100, 300, "The document that you asked for, A/99/7, does not exist in the Archive of Documents.", 11)
    return make_pdf([sheet.text(100, 340, "Please write to us.", 11)])


def test_a_page_of_the_site_is_named_and_is_no_version(pair):
    (pair / "A_99_7.en.pdf").write_bytes(missing())
    said = "A_99_7.en.pdf: the site says that this document does not exist"
    read = call("corpora", "read", pair / "A_99_7.en.pdf")
    assert (read.code, read.out, read.err.count("\n")) == (2, "", 1)
    assert said in read.err
    listed = call("corpora", "pair", pair)
    assert listed.code == 2
    assert said in listed.err
    assert "paired" not in listed.out


def test_the_whole_job_names_a_page_of_the_site_and_goes_on(pair):
    (pair / "A_99_8.zh.pdf").write_bytes(version("zh", ZH[::-1], CUT_ZH))
    (pair / "A_99_8.en.pdf").write_bytes(missing())
    done = call("run", pair, "-o", pair / "out")
    assert done.code == 2
    assert "A_99_8.en.pdf: the site says that this document does not exist" in done.err
    assert set(pl.read_parquet(pair / "out" / "bitext.parquet")["symbol"]) == {"A/99/7"}


def links(zh, en):
    return {str(link) for link in Aligner(load_encoder("builtin")).align(zh, en).links}


@pytest.mark.slow("LibreOffice prints a file")
@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("printed", ["zh", "en"])
def test_one_version_as_pdf_and_the_other_as_word_file_link_as_plain_text(tmp_path, printed):
    heads = {"zh": ("湖泊报告", "一、桥梁", "二、学校"), "en": ("Report on the lake", "I. Bridges", "II. Schools")}
    cells = {
        "zh": [["年份", "桥梁", "船只"], ["2041年", "12", "140"], ["2042年", "13", "151"]],
        "en": [["Year", "Bridges", "Boats"], ["2041", "12", "140"], ["2042", "13", "151"]],
    }
    texts = {"zh": [*ZH, "".join(CUT_ZH)], "en": [*EN, " ".join(CUT_EN)]}
    sides = {}
    for language in ("zh", "en"):
        title, first, second = (par(f"{text}") for text in heads[language])
        body = title + first + "".join(par(f"{k}. {text}") for k, text in enumerate(texts[language][:3], 1))
        body += table([[par(text) for text in row] for row in cells[language]]) + par() + second
        body += "".join(par(f"{k}. {text}") for k, text in enumerate(texts[language][3:], 4))
        path = tmp_path / f"A_99_7.{language}.docx"
        path.write_bytes(wordfile(body))
        if language == printed:
            path = as_pdf(path)
        sides[language] = read_document(path).document
    plain = {}
    for language in ("zh", "en"):
        numbered = [f"{k}. {text}" for k, text in enumerate(texts[language], 1)]
        flat = [text for row in cells[language] for text in row]
        lines = [*heads[language][:2], *numbered[:3], *flat, heads[language][2], *numbered[3:]]
        plain[language] = Document.from_sentences(lines, language)
        assert sides[language].texts == lines
    assert links(sides["zh"], sides["en"]) == links(plain["zh"], plain["en"])


def as_pdf(path: Path) -> Path:
    """A Word file as LibreOffice prints it."""
    program = find_soffice()
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(path.parent / "pdf"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = path.parent / "pdf" / f"{path.stem}.pdf"
    return Path(shutil.move(made, path.with_suffix(".pdf")))
