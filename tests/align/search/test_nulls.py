"""Sentences without counterpart: each kind with samples of its own, and what the rules are made of."""

import numpy as np
import pytest

from align.search.list_marks import bare_figures, is_heading, is_mark, list_number
from align.search.nulls import _applied, load_rules, products, questions

BODY = [
    ("委员会于2031年3月4日举行了第三次会议。", "The Committee held its third meeting on 4 March 2031."),
    ("主席感谢秘书处编写了报告。", "The Chair thanked the Secretariat for preparing the report."),
    ("基金的净资产增加了12%，达到3亿美元。", "The net assets of the Fund increased by 12 per cent, to $300 million."),
    ("各国代表团对水资源管理的进展表示欢迎。", "Delegations welcomed the progress made in water management."),
    ("难民返回家园的进程仍然缓慢。", "The return of refugees to their homes remained slow."),
    ("委员会决定在下届会议上审议预算。", "The Committee decided to consider the budget at its next session."),
]


def aligned(aligner, pairs):
    """Links of lines that stand beside each other; ``None`` where a language has none."""
    left, right = [zh for zh, _ in pairs if zh], [en for _, en in pairs if en]
    return [str(link) for link in aligner.align(left, right).links if not link.crossing]


def wanted(pairs):
    """What a reviser would say: lines beside each other are links, lines alone have none."""
    links, i, j = [], 0, 0
    for zh, en in pairs:
        links.append(f"[{i if zh else ''}]:[{j if en else ''}]")
        i, j = i + bool(zh), j + bool(en)
    return links


def with_lines(at, *lines):
    return [*BODY[:at], *lines, *BODY[at:]]


KINDS = {
    "a heading in Chinese only, about what follows": with_lines(2, ("基金的净资产", None)),
    "a heading in English only": with_lines(3, (None, "Management of water resources")),
    "a general heading": with_lines(1, ("导言", None)),
    "a heading beside headings that both have": with_lines(
        4, ("难民", "Refugees"), ("返回的进程", None), ("难民署提供了援助。", "UNHCR provided assistance.")
    ),
    "strangers side by side, near in topic": with_lines(
        4,
        ("难民营的学校在冬季关闭了两个月。", None),
        (None, "Host communities received support for the construction of wells."),
    ),
    "two on one side, one on the other": with_lines(
        3,
        ("审计员对采购程序提出了四项建议。", None),
        ("其中三项已经落实。", None),
        (None, "The travel budget was reduced by a fifth."),
    ),
    "a page number opposite a document symbol": with_lines(2, ("17/48", None), (None, "A/C.9/86/204")),
    "figures that differ": with_lines(2, ("1 204.5", None), (None, "3,871.9")),
    "a superscription": [(None, "Original: English"), *BODY],
    "a caption": with_lines(3, ("图7", None), ("(单位：千立方米)", None)),
    "a list mark opposite nothing": with_lines(5, (None, "(b)")),
    "a sentence left out": [pair if k != 3 else (pair[0], None) for k, pair in enumerate(BODY)],
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_counterpart_stands_alone(aligner, kind):
    pairs = KINDS[kind]
    assert sorted(aligned(aligner, pairs)) == sorted(wanted(pairs))


COMPLETE = {
    "nothing is missing": BODY,
    "headings in both": with_lines(2, ("财务事项", "Financial matters")),
    "marks on lines of their own in both": with_lines(3, ("三、", "III."), ("水资源", "Water")),
    "figures that are the same": with_lines(2, ("员额", "Posts"), ("1 204.5", "1,204.5"), ("88.1", "88.1")),
    "the same words in both": with_lines(4, ("A/C.9/86/204", "A/C.9/86/204"), ("UNHCR", "UNHCR")),
}


@pytest.mark.parametrize("kind", COMPLETE)
def test_nothing_is_invented_where_nothing_is_missing(aligner, kind):
    pairs = COMPLETE[kind]
    assert aligned(aligner, pairs) == wanted(pairs)


def test_a_mark_on_a_line_of_its_own_stays_with_what_it_introduces(aligner):
    zh = [BODY[0][0], BODY[1][0], "二、", BODY[2][0], BODY[3][0], BODY[4][0]]
    en = [BODY[0][1], BODY[1][1], "II. " + BODY[2][1], BODY[3][1], BODY[4][1]]
    assert [str(k) for k in aligner.align(zh, en).links] == ["[0]:[0]", "[1]:[1]", "[2, 3]:[2]", "[4]:[3]", "[5]:[4]"]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_one_item_more_in_a_very_short_document(aligner, gone):
    short = [BODY[0], ("选举副主席。", "Election of Vice-Chairs."), BODY[5]]
    pairs = [(zh, None if k == gone else en) for k, (zh, en) in enumerate(short)]
    assert sorted(aligned(aligner, pairs)) == sorted(wanted(pairs))


def test_list_numbers_of_both_languages_mean_the_same():
    for zh, en in (("三、付款人", "3. the payer"), ("(十二)", "XII."), ("二十一、", "21."), ("(b) 水", "(b) water")):
        assert list_number(zh) & list_number(en), (zh, en)
    for zh, en in (("四、股东", "5. directors"), ("(a)", "(b)"), ("二十、", "2."), ("b.", "2.")):
        assert not list_number(zh) & list_number(en), (zh, en)
    assert not list_number("2031年的报告")
    assert not list_number("A/86/204")


def test_lines_are_marks_headings_or_figures():
    assert [is_mark(t) for t in ("(a)", "一.", "三、", "IV.", "12", "第三章", "A/3")] == [True] * 5 + [False] * 2
    assert [is_heading(t) for t in ("导言", "Overview", "会议结束。", "Adopts the following:")] == [
        True,
        True,
        False,
        False,
    ]
    assert [bare_figures(t) for t in ("A/71/305", "3 998.8", "UNHCR 4", "第3章", "4 March")] == [
        "71305",
        "39988",
        "",
        "",
        "",
    ]


def test_a_feature_says_no_more_than_it_did_where_the_rule_was_fitted():
    for rule in load_rules().values():
        far = rule(np.array([rule.center + 1e6 * rule.scale, rule.center + 3 * rule.scale]))
        assert far[0] == pytest.approx(far[1])
        assert products(rule.center[None], rule.center, rule.scale)[0, 0] == 1.0


def test_questions_and_changes_keep_every_sentence():
    path = [(0, 2, 0, 1, 0.5), (2, 1, 1, 0, 0.0), (3, 0, 1, 1, 0.0), (3, 1, 2, 1, 0.5)]
    asked = questions(path)
    assert (1, 2, (2, 1, 1, 1, 0.0)) in asked.links
    assert {(place, at) for place, at, *_ in asked.edges} == {(0, 0), (0, 1), (0, 2), (3, 1), (3, 2)}
    joined = _applied(path, [(1.0, 1, 2, [(2, 1, 1, 1, 0.0)])], set(), lambda step: False)
    assert joined == [(0, 2, 0, 1, 0.5), (2, 1, 1, 1, 0.0), (3, 1, 2, 1, 0.5)]
