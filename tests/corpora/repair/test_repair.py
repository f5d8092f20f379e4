"""Repair: whole paragraphs, a reason for everything removed."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.page.lines import Mark
from corpora.reading import explain, read_document
from corpora.repair.document import repair
from corpora.repair.joining import EMPTY
from tests.places import SHARED, needs_shared

CASES = json.loads((Path(__file__).parent / "cases" / "repair.json").read_text(encoding="utf-8"))

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


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_case(case):
    check(case)


@pytest.mark.parametrize("case", CASES["known_failures"], ids=lambda case: case["name"])
@pytest.mark.xfail(strict=True)
def test_known_failure(case):
    check(case)


def check(case):
    result = repair("\n".join(case["text"]) + "\n")
    assert [p.text for p in result.paragraphs] == case["paragraphs"]
    if "kinds" in case:
        assert [p.kind for p in result.paragraphs] == case["kinds"]
    why = reasons(result)
    assert {text: why.get(text) for text in case.get("removed", {})} == case.get("removed", {})
    if case.get("removed") == {}:
        assert not why


def test_each_reason_has_a_case():
    named = {reason for case in CASES["cases"] for reason in case.get("removed", {}).values()}
    assert named | {"rule", "footnote mark"} >= {
        "masthead", "masthead note", "running head", "page number", "job number", "bar code", "recycling notice",
        "edition notice", "template field", "link list", "meeting line", "contents row", "contents leader",
        "signature block", "footnote rule", "footnote number", "hyphen at a line end",
    }  # fmt: skip


def test_offsets_point_into_the_original():
    for paragraph in repair(PAGE).paragraphs:
        assert all(PAGE[at] == c or c == " " for c, at in zip(paragraph.text, paragraph.offsets, strict=True))


def recoverable(text, result):
    """Every character is in a paragraph at its place, or removed and on record, or white space, or a control."""
    kept = set()
    for paragraph in result.paragraphs:
        places = list(paragraph.offsets)
        assert len(places) == len(paragraph.text)
        assert places == sorted(places)
        for c, at in zip(paragraph.text, places, strict=True):
            same = text[at] == c or (c == " " and (text[at].isspace() or EMPTY.match(text[at])))
            assert (
                same
                or unicodedata.normalize("NFC", EMPTY.sub("", text[at : at + 9])).startswith(c)
                or unicodedata.combining(c)
            )
        kept.update(places)
    removed = set()
    for removal in result.removals:
        assert text[removal.start : removal.end] == removal.text
        assert removal.text
        removed.update(range(removal.start, removal.end))
    assert [r.start for r in result.removals] == sorted(r.start for r in result.removals)
    assert not kept & removed
    lost = [text[k] for k in range(len(text)) if k not in kept and k not in removed]
    assert not [c for c in lost if not EMPTY.match(c) and not c.isspace() and not unicodedata.combining(c)]


FORMS = [
    "大会重申其决议，", "并请秘书长提交报告。1", "第九十九届会议", "议程项目5", "The Council decides to act with-", "out delay.2",
    "A/99/1", "United Nations  A/99/1", "Distr.: General", "*9912345*", "99-12345 (E)  010199", "2/5", "__________________",
    "1 See A/99/1.", "* A/99/2.", "(Signed) Ana Verel", "Ambassador", "2043 session", "3–5 May 2043", "Agenda item 5",
    "Introduction ........ 5", "Chapter  Page", "https://undocs.org/en/A/99/1", "87th plenary meeting", "19 December 2043",
    "1.", "一、", "(a)", "Annex", "See A/99/1/Add.", "1, annex.", "  indented", "e\u0301té", "\u3000全角", "\u00ad", "- ", "***", "iv",
]  # fmt: skip
PAGES = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(FORMS),
            st.text(alphabet="大会，。 12/_-*ABc.()（）:\u3000\u00ad\te\u0301\u200b", max_size=30),
        ),
        st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\f", " \n", "\u2028", "\x85"]),
    ),
    max_size=25,
).map(lambda rows: "".join(line + end for line, end in rows))


@given(PAGES)
@settings(max_examples=250, deadline=None)
def test_every_character_is_kept_or_on_record(text):
    recoverable(text, repair(text))


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_every_character_of_any_text(text):
    recoverable(text, repair(text))


@given(PAGES, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 12)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_marks_of_a_reader_are_on_record_too(text, spans):
    marks = [Mark(start, min(start + size, len(text)), "line number") for start, size in spans if start < len(text)]
    recoverable(text, repair(text, marks=marks))


HOSTILE = {
    "form feeds": "\f" * 100_000,
    "short lines": "ab\n" * 10_000,
    "one line": "大会决定采取行动，" * 120_000,
    "spaces inside one line": "a" + " " * 300_000 + "b",
    "footnote rules": "__________\n" * 10_000,
    "rules and notes": "Text ends here.1\n__________\n1 A note.\n" * 2_000,
    "marks in one paragraph": "Text ends here.1 " * 20_000 + "\n" + "__________\n1 A note.\n" * 3_000,
    "one long note": "__________\n1 " + "a line of a note that fills the width.\n" * 5_000,
    "hyphens": "words and more words and hyphen-\n" * 5_000,
    "dots": "." * 200_000 + "x",
    "combining": "e" + "\u0301" * 50_000,
}


@pytest.mark.thorough("large hostile input")
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_input_comes_through(name):
    text = HOSTILE[name]
    result = repair(text)
    assert sum(len(p.text) for p in result.paragraphs) <= len(text)
    assert all(text[r.start : r.end] == r.text for r in result.removals)


@needs_shared("letter")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_real_letter(language):
    result = read_document(SHARED / "letter" / f"A_75_379-S_2020_965.{language}.txt")
    gold = (SHARED / "letter" / f"gold.{language}").read_text("utf-8").split("\n")
    bare = [re.sub(r"\s", "", s.text) for s in result.document.segments]
    assert bare == [re.sub(r"\s", "", g) for g in gold if g]
    assert any("bar code" in line or "masthead: *" in line for line in explain(result))
