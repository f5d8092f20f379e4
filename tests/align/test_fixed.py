"""Links that a person confirmed: kept as they are, with all the rest aligned around them."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligner import Aligner
from align.search import check_fixed
from corpora.bitext import Bitext, Link
from corpora.document import Document
from corpora.errors import InputError
from tests.align.test_engine import edited, ids, sentences
from tests.calls import call


@st.composite
def confirmed(draw):
    """A document, and links that rise on both sides: of any size, right or wrong, some without a side, one outside the order."""
    zh, en = draw(edited())
    cuts = [sorted(draw(st.sets(st.integers(0, len(side)), max_size=8))) for side in (zh, en)]
    spans = list(zip(*(zip(some[::2], some[1::2], strict=False) for some in cuts), strict=False))
    fixed = [([*range(*left)], [*range(*right)]) for left, right in spans]
    fixed = [(left[:9], right[:9]) for left, right in fixed]
    for side in (0, 1):
        free = [k for k in range(len((zh, en)[side])) if not any(k in link[side] for link in fixed)]
        for k in draw(st.lists(st.sampled_from(free), max_size=3, unique=True)) if free else []:
            fixed.append(([k], []) if side == 0 else ([], [k]))
    free = [[k for k in range(len((zh, en)[s])) if not any(k in link[s] for link in fixed)] for s in (0, 1)]
    if draw(st.booleans()) and all(free):
        i, j = (draw(st.sampled_from(some)) for some in free)
        fixed.append(Link(range(i, i + 1), range(j, j + 1), crossing=True))
    blank = draw(st.booleans())
    if blank and fixed:
        for ids_of, texts in zip(fixed[0], (zh, en), strict=False):
            for k in list(ids_of)[:1]:
                texts[k] = "  "
    return zh, en, draw(st.permutations(fixed))


def complete(bitext):
    source = [k for link in bitext.links for k in link.source]
    target = sorted(k for link in bitext.links for k in link.target)
    return source == [*range(len(bitext.source))] and target == [*range(len(bitext.target))]


def wanted(fixed):
    """Fixed links as they come out: one link a sentence where they have one side."""
    full = {(tuple(a), tuple(b)) for a, b, *_ in fixed if len(a) and len(b)}
    return (
        full
        | {((k,), ()) for a, b, *_ in fixed if not len(b) for k in a}
        | {((), (k,)) for a, b, *_ in fixed if not len(a) for k in b}
    )


@settings(max_examples=60, deadline=None)
@given(confirmed())
def test_fixed_links_stand_as_they_are_and_every_sentence_is_in_one_link(aligner, case):
    zh, en, fixed = case
    bitext = aligner.align(zh, en, fixed)
    assert complete(bitext)
    sure = [link for link in bitext.links if link.confirmed]
    assert ids(sure) == wanted(fixed)
    assert all(link.score == 1 for link in sure)
    straight = [k for link in bitext.links if not link.crossing for k in link.target]
    assert straight == sorted(straight)
    assert ("|fixed:" in bitext.signature) == bool(fixed)


@settings(max_examples=30, deadline=None)
@given(confirmed())
def test_swapping_the_sides_mirrors_fixed_links_too(aligner, case):
    zh, en, fixed = case
    there, back = Document.from_sentences(zh, "zh"), Document.from_sentences(en, "en")
    other = [
        link._replace(source=link.target, target=link.source) if isinstance(link, Link) else link[::-1]
        for link in fixed
    ]
    forward, backward = aligner.align(there, back, fixed).links, aligner.align(back, there, other).links
    assert {(a, b, *rest) for a, b, *rest in forward} == {(b, a, *rest) for a, b, *rest in backward}


@settings(max_examples=30, deadline=None)
@given(edited())
def test_nothing_fixed_and_all_that_was_found_fixed_give_the_same(aligner, sides):
    plain = aligner.align(*sides)
    assert aligner.align(*sides, []) == plain
    again = aligner.align(*sides, plain.links)
    assert ids(again.links) == ids(plain.links)
    assert all(link.confirmed for link in again.links)


def test_what_lies_between_is_aligned_anew(aligner):
    zh, en = sentences(30)
    bitext = aligner.align(zh, [*en[:12], *en[13:]], [([10], [9, 10]), ([], [0])])
    links = ids(bitext.links)
    assert {((10,), (9, 10)), ((), (0,)), ((11,), (11,)), ((12,), ()), ((13,), (12,)), ((9,), ())} <= links
    assert [pair.link for pair in bitext.pairs() if pair.source_ids == (10,)] == ["1-2 confirmed"]


@pytest.mark.parametrize(
    ("fixed", "said"),
    [
        ([([3], [9])], r"fixed link [3]:[9]: 9 is out of range, the target has ids 0 to 4"),
        ([([-1], [0])], r"-1 is out of range, the source has ids 0 to 4"),
        ([([0], [1]), ([1], [0])], r"fixed links [0]:[1] and [1]:[0] cross"),
        ([([0], [1]), ([0, 1], [2])], r"fixed link [0, 1]:[2]: sentence 0 of the source is in fixed link [0]:[1] too"),
        ([([0], [1]), ([], [1])], r"fixed link []:[1]: sentence 1 of the target is in fixed link [0]:[1] too"),
        ([([0, 2], [1])], r"fixed link [0, 2]:[1]: ids of the source do not follow each other"),
        ([([], [])], "a fixed link without any sentence"),
        ([("01", [1])], "no two lists of ids"),
        ([(1, 2)], "no two lists of ids"),
    ],
)
def test_fixed_links_that_cannot_be_are_one_line(aligner, fixed, said):
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        aligner.align(["一。"] * 5, ["One."] * 5, fixed)
    assert "\n" not in str(caught.value)


def test_the_same_link_twice_is_one():
    assert check_fixed([([1], [2]), (range(1, 2), range(2, 3))], 3, 3).links == ((1, 1, 2, 1),)


@settings(max_examples=40, deadline=None)
@given(edited(), st.data())
def test_a_stretch_is_aligned_anew_and_all_else_stays(aligner, sides, data):
    bitext = aligner.align(*sides)
    n, m = map(len, sides)
    i, j = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, m - 1))
    fixed = data.draw(
        st.sampled_from(
            [[([i], [j])], [([i], [])], [([], [j])], [Link(range(i, i + 1), range(j, j + 1), crossing=True)]]
        )
    )
    again = aligner.realign(bitext, fixed, reach=data.draw(st.integers(0, 5)))
    assert complete(again)
    assert wanted(fixed) <= ids(link for link in again.links if link.confirmed)
    third = aligner.realign(again, stretch=range(len(again.links)))
    assert complete(third)
    assert wanted(fixed) <= ids(link for link in third.links if link.confirmed)


def test_links_outside_the_stretch_are_the_very_same(aligner):
    zh, en = sentences(120)
    bitext = aligner.align(zh, en)
    again = aligner.realign(bitext, [([60], [60, 61])], reach=4)
    assert [link for link in again.links if not 55 <= link.source.start <= 66] == [
        link for link in bitext.links if not 55 <= link.source.start <= 66
    ]
    assert ((60,), (60, 61)) in ids(again.links)
    assert again.signature == f"{bitext.signature}|fixed:1"
    undone = aligner.realign(again, [([60], [60]), ([61], [61])], reach=4)
    assert {((60,), (60,)), ((61,), (61,))} <= ids(undone.links)
    assert aligner.realign(bitext) is bitext


def test_a_link_outside_the_order_may_be_taken_back(aligner):
    zh, en = sentences(60)
    bitext = aligner.align(zh, [*en[:8], *en[9:50], en[8], *en[50:]])
    assert [(link.source.start, link.target.start) for link in bitext.links if link.crossing] == [(8, 49)]
    held = aligner.realign(bitext, [([20], [19])], reach=15)
    assert [(link.source.start, link.target.start) for link in held.links if link.crossing] == [(8, 49)]
    alone = aligner.realign(bitext, [([8], [])], reach=3)
    assert complete(alone)
    assert ((), (49,)) in ids(alone.links)
    elsewhere = aligner.realign(bitext, [([50], [49, 50])], reach=3)
    assert complete(elsewhere)
    assert ((50,), (49, 50)) in ids(elsewhere.links)


@pytest.mark.thorough("a document of 20,000 sentences")
def test_a_stretch_of_a_long_document_takes_no_longer():
    zh, en = sentences(200)
    links = tuple(Link(range(k, k + 1), range(k, k + 1), 0.9) for k in range(20_000))
    sides = (Document.from_sentences(some * 100, language) for some, language in ((zh, "zh"), (en, "en")))
    aligner, bitext = Aligner(), Bitext(*sides, links)
    aligner.realign(bitext, [([100], [100])])
    begun = time.process_time()
    again = aligner.realign(bitext, [([10_000], [10_000, 10_001])])
    assert time.process_time() - begun < 0.2
    assert complete(again)


ZH = ["大会通过了决议。", "会议结束。", "谢谢主席。", "委员会审议了报告。"]
EN = [
    "The General Assembly adopted a resolution.",
    "The meeting rose.",
    "I thank the President.",
    "The Committee considered the report.",
]


@pytest.fixture
def files(tmp_path):
    """Two files of sentences and the table that ``align file`` makes of them."""
    paths = tmp_path / "a.zh.txt", tmp_path / "a.en.txt"
    for path, lines in zip(paths, (ZH, EN), strict=True):
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    table = tmp_path / "links.tsv"
    assert call("align", "file", *paths, "--sentences", "-o", table).code == 0
    return [*paths, table]


def cells(text):
    return [line.split("\t") for line in text.splitlines()]


def test_rows_that_are_left_in_a_table_stay_and_the_others_are_aligned_anew(files):
    zh, en, table = files
    rows = table.read_text("utf-8").splitlines(keepends=True)
    head = rows[0].rstrip("\n").split("\t")
    one = dict(zip(head, rows[1].rstrip("\n").split("\t"), strict=True))
    one |= {"en": f"{EN[0]} {EN[1]}", "target_ids": "0,1", "link": "1-2"}
    table.write_text(rows[0] + "\t".join(one.values()) + "\n" + rows[4], "utf-8")
    for order in ((zh, en), (en, zh)):
        done = call("align", "file", *order, "--sentences", "--links", table)
        found = [dict(zip(head, row, strict=True)) for row in cells(done.out)[1:]]
        links = {(row["source_ids"], row["target_ids"]): row["link"] for row in found}
        assert (links["0", "0,1"], links["3", "3"], links["2", "2"]) == ("1-2 confirmed", "1-1 confirmed", "1-1")
        assert {row["score"] for row in found if row["link"].endswith("confirmed")} == {"1.0"}


def test_where_rows_say_confirmed_the_others_are_aligned_anew(files):
    zh, en, table = files
    text = table.read_text("utf-8")
    wrong = text.replace(f"{ZH[2]}\t{EN[2]}\t2\t2", f"{ZH[2]}\t{EN[3]}\t2\t3").replace(
        f"{ZH[3]}\t{EN[3]}\t3\t3", f"{ZH[3]}\t{EN[2]}\t3\t2"
    )
    assert wrong != text
    table.write_text(wrong, "utf-8")
    crossing = call("align", "file", zh, en, "--sentences", "--links", table)
    assert (crossing.code, crossing.out) == (2, "")
    assert f"{table}: fixed links [2]:[3] and [3]:[2] cross" in crossing.err
    lines = wrong.splitlines(keepends=True)
    lines[1] = lines[1].replace("1-1", "1-1 confirmed")
    table.write_text("".join(lines), "utf-8")
    done = call("align", "file", zh, en, "--sentences", "--links", table, "--format", "links")
    assert done.out.splitlines() == ["[0]:[0]", "[1]:[1]", "[2]:[2]", "[3]:[3]"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "x.links",
            "[0]:[9]\n",
            "x.links: fixed link [0]:[9]: 9 is out of range, the target has ids 0 to 3; ids count from 0",
        ),
        ("x.links", "[0]:[0]\nnothing\n", "x.links:2: not a link"),
        ("x.tsv", "zh\ten\n谢谢主席。\tI thank the President.\n", "x.tsv:2: no source_ids and no target_ids"),
        (
            "x.tsv",
            "zh\ten\tsource_ids\ttarget_ids\n谢谢主席。\tI thank the President.\t1\t2\n",
            "x.tsv:2: '谢谢主席。' is not what",
        ),
        (
            "x.tsv",
            "symbol\tzh\ten\tsource_ids\ttarget_ids\nA/1\t一\tone\t1\t2\nA/2\t二\ttwo\t1\t2\n",
            "x.tsv: 2 documents, none of them",
        ),
        ("none.tsv", None, "none.tsv: no such file"),
    ],
)
def test_a_file_of_links_that_cannot_be_used_is_one_line(files, name, text, said):
    path = files[0].with_name(name)
    if text is not None:
        path.write_text(text, "utf-8")
    done = call("align", "file", *files[:2], "--sentences", "--links", path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_a_list_of_links_is_taken_and_the_table_is_not_written_over(files):
    zh, en, table = files
    plain = zh.with_name("a.links")
    plain.write_text("[0]:[]\n[]:[0]\n", "utf-8")
    done = call("align", "file", zh, en, "--sentences", "--links", plain, "--format", "links")
    assert done.out.splitlines()[:2] in (["[0]:[]", "[]:[0]"], ["[]:[0]", "[0]:[]"])
    before = table.read_bytes()
    assert call("align", "file", zh, en, "--sentences", "--links", table, "-o", table).code == 2
    assert table.read_bytes() == before
