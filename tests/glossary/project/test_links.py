"""Confirmed links are found again by their texts, wherever they stand in the next version."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.bitext import Link, Pair
from corpora.document import Document
from glossary.project import decided_links, placed


def document(lines, language):
    return Document.from_sentences(lines, language, "A/1")


ZH, EN = (
    ["会议开始。", "甲发言。", "乙发言。", "会议结束。"],
    ["The meeting began.", "A spoke, then B.", "The meeting rose."],
)


def decided(*links):
    rows = [Pair("A/1", place, zh, en, link="1-1 confirmed") for place, zh, en in links]
    return [*decided_links(rows).values()]


def test_a_link_of_two_sentences_is_found_whatever_stands_before_it():
    both = decided((2, "甲发言。乙发言。", "A spoke, then B."))
    found = placed(both, document(["序言。", *ZH], "zh"), document(["Preface.", "More.", *EN], "en"))
    assert (found.links, found.lost) == ([(range(2, 4), range(3, 4))], [])


def test_what_is_not_there_any_more_is_named():
    both = decided((1, "会议开始。", "The meeting began."), (4, "会议结束。", "The meeting ended."))
    found = placed(both, document(ZH, "zh"), document(EN, "en"))
    assert found.links == [(range(0, 1), range(0, 1))]
    assert [one.en for one in found.lost] == [("The meeting ended.",)]


def test_of_two_that_share_a_sentence_the_first_counts():
    both = decided((2, "甲发言。乙发言。", "A spoke, then B."), (2, "甲发言。", "A spoke, then B."))
    found = placed(both, document(ZH, "zh"), document(EN, "en"))
    assert ([*map(len, found.links[0])], len(found.lost)) == ([2, 1], 1)


def test_of_equal_sentences_that_of_the_same_rank():
    zh, en = ["谢谢。", *ZH, "谢谢。"], ["Thank you.", *EN, "Thank you."]
    for position, place in ((1, (range(0, 1), range(0, 1))), (6, (range(5, 6), range(4, 5)))):
        found = placed(decided((position, "谢谢。", "Thank you.")), document(zh, "zh"), document(en, "en"))
        assert found.links == [place]


def test_a_link_out_of_order_is_a_crossing_one():
    both = decided((1, "会议开始。", "The meeting rose."), (4, "会议结束。", "The meeting began."))
    found = placed(both, document(ZH, "zh"), document(EN, "en"))
    assert found.links == [(range(0, 1), range(2, 3)), Link(range(3, 4), range(0, 1), crossing=True)]


def test_a_sentence_without_counterpart():
    found = placed(decided((3, "乙发言。", "")), document(ZH, "zh"), document(EN, "en"))
    assert found.links == [(range(2, 3), range(0, 0))]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12), st.data())
def test_whatever_is_confirmed_is_found_or_named(letters, data):
    zh, en = [f"{one}。" for one in letters], [f"{one.upper()}." for one in letters]
    some = data.draw(st.lists(st.integers(0, len(letters) - 1), max_size=5))
    both = decided(*((k + 1, zh[k], en[k]) for k in some))
    found = placed(both, document(zh, "zh"), document(en, "en"))
    assert len(found.links) + len(found.lost) == len(both)
    for link in found.links:
        source, target = link.sides if isinstance(link, Link) else link
        assert [zh[k][0] for k in source] == [en[k][0].lower() for k in target]
