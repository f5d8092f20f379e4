"""Traditional and spaced texts: the same findings as in simplified ones, each quoting what stands in the document."""

import csv
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from align.encoders import builtin_encoder
from corpora.bitext import Pair
from corpora.text import is_han
from glossary.checks import Material, Selection, run_checks
from glossary.concept import Concept, Term, Termbase
from glossary.lookup import find_renderings
from glossary.quality.examine import examine
from glossary.rows import Rows
from glossary.rows.view import View
from tests.places import SHARED, needs_shared

TEXTS = [
    ("委员会没有通过这份报告。", "The Committee did not adopt this report."),
    ("共有三万五千人离开了该国。", "A total of 35,000 people left the country."),
    ("费用为2,300万元，比去年增加了两千元。", "The cost was 23 million yuan, 2,000 yuan more than last year."),
    (
        "根据第四条，缔约国应当向委员会提交报告。",
        "Under article 6, States parties shall submit reports to the Committee.",
    ),
    ("航程为50海里，重50吨。", "The distance was 50 nautical miles and it weighed 50 kilograms."),
    ("《巴黎协定》于2016年11月4日生效。", "The Paris Agreement entered into force on 4 December 2016."),
    ("会员国应当尊重国际人道主义法和人权法。", "Member States should respect international humanitarian law."),
    (
        "总务委员会审议了这个问题，并且决定不提建议。",
        "The General Committee considered the question and decided to make a recommendation.",
    ),
    (
        "请秘书长向大会下届会议提交报告。",
        "Requests the Secretary-General to report to the General Assembly at its next session.",
    ),
    (
        "请秘书长向大会下届会议提交报告。",
        "Asks that a report be submitted by the Secretary-General at the coming session.",
    ),
    ("难民署在黎巴嫩开设了新的办事处。", "UNHCR opened a new office in Jordan."),
    (
        "安理会讨论了维护国际和平与安全的问题。",
        "The Security Council discussed the maintenance of international peace and security.",
    ),
]
PAIRS = [Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(TEXTS, start=1)]
TERMS = Termbase.of(
    [
        Concept("c1", (Term("安全理事会", "zh", "preferred"), Term("安理会", "zh", "deprecated"), Term("Security Council", "en", "preferred"))),
        Concept("c2", (Term("人权", "zh", "preferred"), Term("human rights", "en", "preferred"))),
        Concept("c3", (Term("缔约国", "zh", "preferred"), Term("State party", "en", "preferred"))),
    ]
)  # fmt: skip
CONTENT = Selection(ignore=("P",))


@pytest.fixture(scope="module")
def encoder():
    return builtin_encoder()


def traditional(text):
    return str(OpenCC("s2t").convert(text))


def findings(pairs, encoder, **more):
    return run_checks(Material(Rows.of(pairs, encoder), TERMS, **more), CONTENT)


def said(found):
    """What a finding says, whatever the script and the spaces of its text."""

    def plain(text):
        return View.of(Rows.of([Pair("", 1, text, "")]).simplified).texts[0]

    spans = sorted(plain(found.zh[slice(*span)]) for span in found.zh_spans)
    return found.code, found.segment, found.severity, spans, found.en_spans, plain(found.expected), plain(found.found)


@pytest.mark.thorough("many rows with the model")
def test_a_traditional_text_has_the_findings_of_a_simplified_one(encoder):
    usual = findings(PAIRS, encoder)
    assert len({one.code for one in usual}) >= 6
    written = [replace(pair, zh=traditional(pair.zh)) for pair in PAIRS]
    found = findings(written, encoder)
    assert [said(one) for one in found] == [said(one) for one in usual]
    for one in found:
        assert one.zh == written[one.segment - 1].zh
        assert all(evidence.zh == written[evidence.segment - 1].zh for evidence in one.evidence)


@pytest.mark.thorough("many rows with the model")
def test_script_is_a_matter_of_the_document(encoder):
    both = [*PAIRS, *(replace(pair, symbol="A/2", zh=traditional(pair.zh)) for pair in PAIRS)]
    once = {(one.code, one.segment) for one in findings(PAIRS, encoder) if one.code[0] in "AN"}
    twice = {(one.code, one.segment) for one in findings(both, encoder) if one.code[0] in "AN"}
    assert twice == once | {(code, row + len(PAIRS)) for code, row in once}


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_spaces_between_han_change_nothing_and_stay_in_what_is_quoted(encoder, data):
    pairs = []
    for pair in PAIRS:
        text = traditional(pair.zh) if data.draw(st.booleans()) else pair.zh
        places = [k for k in range(1, len(text)) if is_han(text[k - 1]) and is_han(text[k])]
        spaces = data.draw(st.dictionaries(st.sampled_from(places), st.sampled_from([" ", "\u3000", "  "]), max_size=4))
        pairs.append(replace(pair, zh="".join(spaces.get(k, "") + char for k, char in enumerate(text))))
    found = findings(pairs, encoder)
    for one in found:
        assert one.zh == pairs[one.segment - 1].zh
        assert all(0 <= start < end <= len(one.zh) for start, end in one.zh_spans)
        assert not any(one.zh[start].isspace() or one.zh[end - 1].isspace() for start, end in one.zh_spans)
        assert all(evidence.zh == pairs[evidence.segment - 1].zh for evidence in one.evidence)


def test_spaced_texts_have_the_findings_of_the_same_without_spaces(encoder):
    wide = [
        replace(
            pair, zh=pair.zh[:2] + "\u3000" + pair.zh[2:] if is_han(pair.zh[:2][-1]) and is_han(pair.zh[2]) else pair.zh
        )
        for pair in PAIRS
    ]
    assert wide != PAIRS
    assert [said(one) for one in findings(wide, encoder)] == [said(one) for one in findings(PAIRS, encoder)]


def test_checks_of_form_look_at_the_text_as_it_stands():
    pairs = [Pair("A/1", 1, "大 會重申其決議。。", "The Assembly reaffirms its resolutions.")]
    (found,) = (one for one in run_checks(Material(Rows.of(pairs))) if one.code == "P106")
    assert (found.zh, [found.zh[slice(*span)] for span in found.zh_spans]) == (pairs[0].zh, ["。。"])


def test_messages_and_terms_are_written_as_the_document_writes_them(encoder):
    pairs = [
        Pair(
            "A/1",
            k,
            f"安理會第{k}次討論了維護國際和平與安全的問題。",
            f"The Security Council discussed peace and security, part {k}.",
        )
        for k in range(1, 5)
    ]
    found = [one for one in run_checks(Material(Rows.of(pairs, encoder), TERMS)) if one.code == "T102"]
    assert found
    assert all((one.found, one.zh[slice(*one.zh_spans[0])]) == ("安理會", "安理會") for one in found)
    assert "“安理會”" in found[0].message_zh
    assert "'安理會'" in found[0].message
    assert found[0].expected == "安全理事會"  # the termbase is simplified, the text is not


@pytest.mark.thorough("many rows with the model")
def test_consistency_is_measured_in_one_script_and_told_in_that_of_the_document(encoder):
    lines = [
        ("会员国应当尊重人权。", "Member States should respect human rights."),
        ("请会员国提出意见。", "Invites Member States to comment."),
        ("联合国支持这一进程。", "The United Nations supports this process."),
        ("他感谢联合国的援助。", "He thanked the United Nations for its assistance."),
        ("联合国在日内瓦开会。", "The United Nations met in Geneva."),
    ]
    known = Termbase.of([Concept("c1", (Term("会员国", "zh"), Term("Member States", "en")))])
    usual = [Pair("A/1", k, zh, f"{en} {k}") for k, (zh, en) in enumerate(lines * 4, start=1)]
    written = [replace(pair, zh=traditional(pair.zh)) for pair in usual]
    results = [examine(Rows.of(pairs, encoder), termbase=known) for pairs in (usual, written)]
    shapes = [
        [(c.concept_id, c.language, c.rows, [r.rows for r in c.renderings]) for c in done.consistency.concepts]
        for done in results
    ]
    assert shapes[0] == shapes[1]
    drafts = [c.term for c in results[1].consistency.concepts if c.concept_id != "c1" and c.language == "zh"]
    assert drafts == [
        traditional(c.term) for c in results[0].consistency.concepts if c.concept_id != "c1" and c.language == "zh"
    ]
    assert any("國" in term for term in drafts)
    listed = [c for c in results[1].consistency.concepts if c.concept_id == "c1" and c.language == "en"]
    renderings = [r.text for c in listed for r in c.renderings]
    assert set(renderings) == {"会员国"}  # a listed term as the termbase writes it


@needs_shared("cases", "checks", "traditional.tsv")
def test_traditional_rows_that_failed_on_real_files(encoder):
    with (SHARED / "cases" / "checks" / "traditional.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert rows
    for row in rows:
        found = run_checks(Material(Rows.of([Pair("A/1", 1, row["zh"], row["en"])], encoder)))
        assert ([one.code for one in found] or ["silent"]) == [row["right"]], row


def tagged(pair):
    """A pair with the same tags in both texts: around the first half, and one alone behind the first word."""
    zh, en = pair.zh, pair.en.split(" ")
    half, words = max(zh.find("了"), zh.find("的"), 2), len(en) // 2
    zh = f"<g1>{zh[:half]}</g1>{{12}}{zh[half:]}"
    return replace(pair, zh=zh, en=" ".join(["<g1>" + en[0], *en[1:words], "</g1>{12}" + en[words], *en[words + 1 :]]))


def test_tags_written_as_text_change_no_finding_and_spans_lead_back():
    encoder = builtin_encoder()
    bare = run_checks(Material(Rows.of(PAIRS, encoder), TERMS))
    rows = Rows.of([tagged(pair) for pair in PAIRS], encoder)
    found = run_checks(Material(rows, TERMS))
    assert [(f.code, f.segment) for f in found] == [(f.code, f.segment) for f in bare]
    assert len(found) > 5
    for f, before in zip(found, bare, strict=True):
        assert (f.zh, f.en) == (rows.pairs[f.segment - 1].zh, rows.pairs[f.segment - 1].en)
        for mine, theirs, text, other in (
            (f.en_spans, before.en_spans, f.en, before.en),
            (f.zh_spans, before.zh_spans, f.zh, before.zh),
        ):
            assert [View.untagged([text[a:b]]).texts[0] for a, b in mine] == [other[a:b] for a, b in theirs]


def test_a_term_between_tags_is_found_where_it_stands():
    rows = Rows.of([Pair("A/1", k, "<g1>安全</g1>理事会开会。", "The <g1>Security</g1> Council met.") for k in (1, 2)])
    use = find_renderings(rows, ["Security Council"], "en")[0].renderings[0].uses[0]
    assert rows.pairs[0].en[slice(*use.term)] == "Security</g1> Council"
    assert find_renderings(rows, ["Security Council"], "en")[0].renderings[0].text == "安全理事会"
