"""Where terms begin and end, how they are entered, and what counts once."""

import numpy as np
import pytest

from corpora.bitext import Pair
from glossary.extraction.extract import extract_terms
from glossary.extraction.repeated import repeated_rows
from glossary.extraction.sides import english_side
from glossary.rows import Rows
from glossary.words import WORD, TokenTable

FRAMES = [
    ("我们谈了{}。", "We spoke of {} today."),
    ("{}需要更多时间。", "The needs of {} take more time."),
    ("委员会审查了{}的情况。", "The Committee reviewed the situation of {}."),
    ("他们去年访问了{}，并写了报告。", "Last year they wrote on {}, and visited."),
]


def rows_of(terms):
    """Rows in which each term stands in every frame."""
    texts = [(zh.format(a), en.format(b)) for a, b in terms for zh, en in FRAMES]
    return [Pair(f"A/{k}", k, zh, en) for k, (zh, en) in enumerate(texts, start=1)]


def found_in(pairs):
    return [(c.preferred("zh"), c.preferred("en")) for c in extract_terms(Rows.of(pairs))]


EDGES = [
    ("最贫穷国家", "most impoverished countries"),
    ("第三方", "third parties"),
    ("自有资金", "own funds"),
    ("全民健康", "health for all"),
    ("2040年计划", "2040 Plan"),
    ("G7会议", "G7 meeting"),
]


@pytest.fixture(scope="module")
def edges():
    return found_in(rows_of([*EDGES, ("渔业协定", "fisheries agreements"), ("边境城市", "border towns")]))


@pytest.mark.parametrize("pair", EDGES)
def test_no_word_is_cut_off_that_the_other_side_says(edges, pair):
    cut = pair[1].split(" ", 1)[1], pair[1].rsplit(" ", 2)[0]
    assert (pair[0], cut[0]) not in edges
    assert (pair[0], cut[1]) not in edges
    assert pair in edges


def test_a_name_keeps_its_figures():
    name = ("2041-2056年莫兰渔业纲领", "Moran Programme for Fisheries 2041–2056")
    texts = [
        ("《{}》获得核准。", "The {} was approved."),
        ("各国遵守《{}》。", "States follow the {}."),
        ("《{}》很有意义。", "The {} means much."),
    ]
    pairs = [Pair("A/1", k, zh.format(name[0]), en.format(name[1])) for k, (zh, en) in enumerate(texts, start=1)]
    assert (f"《{name[0]}》", name[1]) in found_in(pairs)


def test_figures_end_where_their_digits_do():
    side = english_side(["In 2030, the G20 and COVID-19.", "By 2030."])
    assert [side.text(k, k + 1) for k in range(len(side))] == [
        "In",
        "2030",
        "the",
        "G",
        "20",
        "and",
        "COVID",
        "19",
        "By",
        "2030",
    ]
    bound = [
        side.text(k - 1, k + 1)
        for k in range(1, len(side))
        if side.joined[k] and not side.first[k] and not side.last[k - 1]
    ]
    assert bound == ["G20", "COVID-19"]


def test_a_name_that_never_stands_in_small_letters_keeps_its_capital():
    texts = [
        ("塔尔米拉表示感谢。", "Talmira expressed its thanks."),
        ("塔尔米拉请求发言。", "Talmira asked to speak."),
        ("塔尔米拉提出了建议。", "Talmira made a proposal."),
    ]
    found = found_in([Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(texts, start=1)])
    assert "talmira" not in {en for _zh, en in found}
    assert ("塔尔米拉", "Talmira") in found


def test_the_singular_is_entered_where_the_text_has_it_and_the_plural_kept():
    texts = [
        ("宣布了2级警报。", "A Level 2 alert was declared."),
        ("2级警报需要支持。", "Level 2 alerts need support."),
        ("报告了三次2级警报。", "Three Level 2 alerts were reported."),
    ]
    concepts = extract_terms(Rows.of([Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(texts, start=1)]))
    one = next(c for c in concepts if c.preferred("zh") == "2级警报")
    assert [(t.text, t.status, t.type) for t in one.of("en")] == [
        ("Level 2 alert", "preferred", ""),
        ("Level 2 alerts", "admitted", "variant"),
    ]


def test_what_is_said_again_every_year_counts_once():
    again = (
        "基金除由本身的人员管理外，亦委托外界公司管理一部分储备，以保障长远的购买力，并每年检讨成效。",
        "In addition to its own staff the Fund appoints outside firms to manage part of the reserve so as to protect its long-term buying"
        " power, and reviews the outcome of {} each year.",
    )
    pairs = [Pair(f"X/{year}", 1, again[0], again[1].format(year)) for year in range(2001, 2009)]
    pairs += [
        Pair("X/2001", 2, "稳定基金去年增长。", "The Stability Fund grew last year."),
        Pair("X/2002", 2, "委员会审查了稳定基金的账目。", "The Committee examined the accounts of the Stability Fund."),
        Pair("X/2003", 2, "各国支持稳定基金的工作。", "States backed the work of the Stability Fund."),
    ]
    concepts = list(extract_terms(Rows.of(pairs)))
    assert (concepts[0].preferred("zh"), concepts[0].preferred("en")) == ("稳定基金", "Stability Fund")
    assert not [c for c in concepts if "购买力" in c.preferred("zh")]


def test_rows_that_repeat_others():
    en = [
        "The Fund grew by 5 per cent in the year that ended in June 2015, as it had done in the years before it.",
        "The Fund grew by 7 per cent in the year that ended in June 2016, as it had done in the years before it.",
        "The Fund grew by 9 per cent in the year that ended in June 2017, as it had done in the years before it.",
        "Annex II",
        "Annex II",
    ]
    zh = ["基金增长了5%。", "基金增长了7%。", "各国欢迎决定草案。", "附件二", "附件二"]
    found = repeated_rows(TokenTable.of(en, WORD), zh)
    # what was translated anew stays, and what is a name alone
    assert found.tolist() == [0, 0, 2, 3, 4]
    assert repeated_rows(TokenTable.of([], WORD), []).tolist() == []


def test_a_repeated_row_is_counted_in_the_frequency_of_what_it_holds():
    texts = [
        ("渔业理事会在日内瓦举行了第一次会议。", "The Fisheries Council held its first meeting in Geneva."),
        ("各国感谢渔业理事会。", "States thanked the Fisheries Council."),
        ("渔业理事会在日内瓦举行了第一次会议。", "The Fisheries Council held its first meeting in Geneva."),
    ]
    pairs = [Pair(f"A/{k}", k, zh, en) for k, (zh, en) in enumerate(texts, start=1)]
    one = next(c for c in extract_terms(Rows.of(pairs)) if c.preferred("en") == "Fisheries Council")
    assert (one.frequency, one.symbols) == (3, ("A/1", "A/2", "A/3"))


def test_two_bodies_with_one_short_name_in_chinese_are_two_concepts():
    texts = [
        ("执行局听取了儿童方案的报告。", "The Executive Board heard a report on programmes for children."),
        ("执行局核准了预算。", "The Executive Board approved the budget."),
        ("儿童方案的主任感谢执行局。", "The Director for children thanked the Executive Board."),
        ("反恐委员会请执行局提出建议。", "The Counter-Terrorism Committee asked the Executive Directorate for advice."),
        ("执行局访问了三个国家。", "The Executive Directorate visited three countries."),
        ("各国同执行局合作。", "States cooperate with the Executive Directorate."),
    ]
    for one in extract_terms(Rows.of([Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(texts, start=1)])):
        assert not {"Executive Board", "Executive Directorate"} <= {t.text for t in one.of("en")}


def test_a_function_word_may_close_a_term():
    side = english_side(["education for all is", "all of it"])
    place = [side.text(k, k + 1) for k in range(len(side))].index("all")
    assert side.last[place]
    assert side.light[place]
    assert np.array_equal(side.figures(), np.zeros(len(side), bool))
