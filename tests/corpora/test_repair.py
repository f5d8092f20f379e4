"""Repair: whole paragraphs, a reason for everything removed."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.reading import explain, read_document
from corpora.repair import repair

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

PAGE = """\
United Nations  A/98/7

Distr.: General
3 May 2043
Original: English
43-00001 (E)
*4300001*

1. The Commission met in Port Halden from 3 to 9 May 2043 and elected its officers for the com-
ing year, as provided for in rule 4 of its rules of procedure.1 It also heard the represen-

2/9  43-00001
__________________
 1 A/97/3, annex.
https://undocs.org/en/A/97/3
\f
A/98/7

tatives of twelve States, who described the measures that their Governments had taken in the
coming years to protect the river, and took note of No. 1 of the series of technical papers that
the representatives had received.

2. The Commission will meet again in 2044.
"""


def reasons(result):
    return {r.text: r.reason for r in result.removals}


def test_a_page_as_extractors_leave_it():
    result = repair(PAGE)
    texts = [p.text for p in result.paragraphs]
    assert len(texts) == 3
    assert (
        "the coming year, as provided for in rule 4 of its rules of procedure. It also heard the representatives of"
        in texts[0]
    )
    assert "No. 1 of the series" in texts[0]
    assert texts[1] == "2. The Commission will meet again in 2044."
    assert (texts[2], result.paragraphs[2].kind) == ("A/97/3, annex.", "footnote")
    why = reasons(result)
    assert why["*4300001*"] == "masthead"
    assert why["2/9  43-00001"] == "page number"
    assert why["A/98/7"] == "running head"
    assert why["https://undocs.org/en/A/97/3"] == "link list"
    assert why["__________________"] == "footnote rule"


def test_spaces_inside_han_text_close_and_others_stay():
    (paragraph,) = repair("大  会\u3000重申 2044 年\u00a05 月的 Nerin 河决定。").paragraphs
    assert paragraph.text == "大会重申 2044 年 5 月的 Nerin 河决定。"


def test_plain_paragraphs_come_through_intact():
    lines = ["第一段到此为止。", "第二段也是一句话，没有折行。", "A/98/7号文件已经分发。", "结束"]
    result = repair("\n".join(lines))
    assert [p.text for p in result.paragraphs] == lines
    assert not result.removals


def test_offsets_point_into_the_original():
    for paragraph in repair(PAGE).paragraphs:
        assert all(PAGE[at] == c or c == " " for c, at in zip(paragraph.text, paragraph.offsets, strict=True))


@given(st.text(alphabet="大会决议，。 \n\f12/_-*ABc.()（）http:\u3000\u00ad\t", max_size=200))
@settings(max_examples=150, deadline=None)
def test_nothing_vanishes(text):
    result = repair(text)
    kept = {at for p in result.paragraphs for at in p.offsets}
    removed = {k for r in result.removals for k in range(r.start, r.end)}
    lost = [text[k] for k in range(len(text)) if k not in kept | removed and not text[k].isspace()]
    assert set(lost) <= {"\u00ad", "-"}  # hyphens that only a line end made


@pytest.mark.skipif(not (SHARED / "letter").is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_real_letter(language):
    result = read_document(SHARED / "letter" / f"A_75_379-S_2020_965.{language}.txt")
    gold = (SHARED / "letter" / f"gold.{language}").read_text("utf-8").split("\n")
    bare = [re.sub(r"\s", "", s.text) for s in result.document.segments]
    assert bare == [re.sub(r"\s", "", g) for g in gold if g]
    assert any("bar code" in line or "masthead: *" in line for line in explain(result))
