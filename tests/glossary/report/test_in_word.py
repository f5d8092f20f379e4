"""Findings as comments in the Word file of a version."""

from io import BytesIO

import docx

from glossary.finding import Checked
from glossary.report import word_with_findings
from tests.glossary.report.samples import PAIRS, small


def test_findings_stand_at_their_marks_in_the_version(tmp_path):
    path = tmp_path / "a.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("A total of ")
    paragraph.add_run("121 civilians").italic = True
    paragraph.add_run(" were injured.")
    document.save(path)
    report = small()
    done = Checked(PAIRS, None, report)
    found = word_with_findings(done, path, "A/1", "en")
    assert found.placed
    assert not found.left
    written = docx.Document(BytesIO(found.data))
    assert written.paragraphs[0].text == PAIRS[0].en
    (missing,) = [one for one in written.comments if one.text.startswith("A102 ")]
    assert missing.text.endswith(PAIRS[1].zh)  # behind the sentence before the one that is missing
    (number,) = [one for one in written.comments if one.text.startswith("N101 ")]
    assert number.text.splitlines()[1:] == ["the number differs: 112 in Chinese, 121 in English", "Chinese: 112"]
    zh = word_with_findings(done, path, "A/1", "en", "zh")
    assert any(one.text.endswith("中文：112") for one in docx.Document(BytesIO(zh.data)).comments)
    assert word_with_findings(done, path, "B/2", "en").placed == 0
