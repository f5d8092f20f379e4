"""Renderings whole at their edges: figures, brackets, signs, acronyms, what is said again."""

from itertools import count

import pytest

from corpora.bitext import Pair
from glossary.lookup import Renderings, by_body, find_renderings, shares
from glossary.lookup.choice import trimmed
from glossary.lookup.occurrences import occurrences
from glossary.renderings.spans import chinese_atoms, english_atoms
from glossary.rows import Rows
from glossary.words import Cuts

TEXTS = [
    ("《2035年托兰减灾计划》已获核可。", "The Toran Plan for Disaster Reduction 2035, was endorsed."),
    ("回顾《2035年托兰减灾计划》，", "Recalling the Toran Plan for Disaster Reduction 2035,"),
    ("各国重申《2035年托兰减灾计划》。", "States reaffirmed the Toran Plan for Disaster Reduction 2035."),
    ("根据《内河航运规则(2011)》作出决定。", "A decision was taken under the Inland Shipping Rules (2011)."),
    ("各国遵守《内河航运规则(2011)》。", "States follow the Inland Shipping Rules (2011)."),
    ("非军事化进程仍在继续。", "The demilitarization process continues."),
    ("他谈到非军事化。", "He spoke of demilitarization."),
    ("艾滋病仍是一项挑战。", "AIDS remains a challenge."),
    ("援助已经到达。", "The aid has arrived."),
    ("援助方案继续执行。", "The aid programme continued."),
]


@pytest.fixture(scope="module")
def rows():
    number = count(1)
    return Rows.of([Pair("A/1", next(number), zh, en) for zh, en in TEXTS])


@pytest.mark.parametrize(
    ("language", "term", "rendering", "times"),
    [
        ("zh", "2035年托兰减灾计划", "Toran Plan for Disaster Reduction 2035", 3),
        ("en", "Toran Plan for Disaster Reduction 2035", "《2035年托兰减灾计划》", 3),
        ("zh", "内河航运规则(2011)", "Inland Shipping Rules (2011)", 2),
        ("en", "Inland Shipping Rules (2011)", "《内河航运规则(2011)》", 2),
        ("en", "demilitarization", "非军事化", 2),
        ("en", "aid", "援助", 2),
        ("en", "AIDS", "艾滋病", 1),
    ],
)
def test_a_rendering_is_whole(rows, language, term, rendering, times):
    (found,) = find_renderings(rows, [term], language)
    assert found.occurrences == times
    assert (found.renderings[0].text, found.renderings[0].count) == (rendering, times)


def test_an_acronym_is_no_plural_of_a_word(rows):
    assert occurrences(["aid"], rows, "en").of_one(0).keys() == {8, 9}
    shouting = Rows.of([Pair("A/1", 1, "援助", "AID WAS GIVEN")])
    assert list(occurrences(["aid"], shouting, "en").of_one(0)) == [0]


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("the S&P 500 fell", (2, 4), "S&P 500"),
        ("bonus $mart Scheme", (1, 3), "$mart Scheme"),
        ("Rules (2011) apply", (0, 2), "Rules (2011)"),
        ("in 2035, and", (1, 2), "2035"),
    ],
)
def test_names_with_signs_and_figures_are_whole(text, words, whole):
    start, end = english_atoms(text).span(*words)
    assert text[start:end] == whole


def test_a_row_that_stands_twice_is_evidence_once_and_counted_twice():
    texts = [
        ("委员会谈到粮食安全和不断上升的价格。", "The Committee spoke of food security and rising prices."),
        ("各国支持粮食安全。", "States support food security."),
    ]
    pairs = [Pair(f"A/{k}", 1, *texts[k % 2]) for k in range(4)]
    (found,) = find_renderings(Rows.of(pairs), ["粮食安全"], "zh")
    assert [(one.text, one.count) for one in found.renderings if one.count] == [("food security", 4)]


def test_a_rendering_joins_no_more_than_the_term():
    texts = [
        ("欢迎《莫兰和平倡议》。", "They welcomed the Moran Peace Initiative and the Toran road map."),
        ("《莫兰和平倡议》值得支持。", "The Moran Peace Initiative deserves support."),
    ]
    (found,) = find_renderings(
        Rows.of([Pair("A/1", k, *text) for k, text in enumerate(texts, 1)]), ["莫兰和平倡议"], "zh"
    )
    assert found.renderings[0].text == "Moran Peace Initiative"


def test_who_says_what_and_since_when():
    texts = [("A/77/1", "secretariat"), ("A/78/2", "secretariat"), ("S/2020/3", "registry"), ("S/2021/4", "registry")]
    pairs = [
        Pair(symbol, 1, f"{k}处秘书处提出了建议。", f"The {word} made proposal {k}.")
        for k, (symbol, word) in enumerate(texts)
    ]
    found = find_renderings(Rows.of(pairs), ["秘书处"], "zh")
    frame = Renderings(Rows.of(pairs), "zh", tuple(found)).shares()
    assert frame.select("body", "year", "rendering", "count", "share").rows() == [
        ("A", 2022, "secretariat", 1, 1.0),
        ("A", 2023, "secretariat", 1, 1.0),
        ("S", 2020, "registry", 1, 1.0),
        ("S", 2021, "registry", 1, 1.0),
    ]
    assert by_body(shares(found[0], Rows.of(pairs)), "registry") == [("S", 2, 2020, 2021)]


def test_a_rendering_covers_all_words_of_the_term():
    texts = [
        ("瑞典占领对岛上居民的影响", "Repercussions of the Swedish occupation on the people of the island"),
        ("瑞典占领对居民生活条件的影响", "Effects of the Swedish occupation on the living conditions of the people"),
        ("瑞典的占领严重阻碍了发展。", "The Swedish occupation has gravely impeded development."),
        ("瑞典持续占领所施加的障碍依然存在。", "The obstacles imposed by the ongoing Swedish occupation remain."),
        ("结束瑞典占领，实现和平。", "An end to the Swedish occupation and a just peace."),
        ("瑞典政府发表了声明。", "The Government of Sweden made a statement."),
        ("占领国必须遵守公约。", "The occupying Power must respect the Convention."),
    ]
    rows = Rows.of([Pair("A/1", number, *text) for number, text in enumerate(texts, 1)])
    found = find_renderings(rows, ["Swedish occupation"], "en", top=9)[0]
    assert (found.renderings[0].text, found.renderings[0].count) == ("瑞典占领", 3)
    assert "瑞典" not in {one.text for one in found.renderings if one.count}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("国际人道主义法和联合国", "国际人道主义法"), ("局势缓和之后", "局势缓和")],
)
def test_no_rendering_ends_in_and(text, kept):
    """法和 looks like a word and is none; 缓和 is one."""
    atoms = chinese_atoms(text, (), Cuts())
    i, j = trimmed(atoms, 0, len(kept) + (not kept.endswith("和")))
    assert atoms.key(i, j) == kept
