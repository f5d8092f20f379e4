"""What must hold of every alignment, on documents made from own sentences."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from align.search.anchoring import boxes, find_anchors
from align.search.confidence import LINK_FEATURES, NULL_FEATURES, load_weights
from corpora.document import Document

ZH_NOUNS = ["大会", "安全理事会", "秘书长", "委员会", "会员国", "工作组", "特别报告员", "主席"]
EN_NOUNS = ["The General Assembly", "The Security Council", "The Secretary-General", "The Committee"]
EN_NOUNS += ["Member States", "The Working Group", "The Special Rapporteur", "The President"]
ZH_VERBS = ["通过了决议", "审议了报告", "欢迎这一倡议", "谴责袭击平民的行为", "建议召开会议", "要求提供资金"]
EN_VERBS = ["adopted a resolution", "considered the report", "welcomed the initiative"]
EN_VERBS += ["condemned attacks against civilians", "recommended convening a meeting", "requested funding"]
ZH_PLACES = ["关于塞浦路斯", "关于阿富汗", "关于气候变化", "关于儿童权利", "关于裁军", "关于贸易"]
EN_PLACES = [
    "on Cyprus",
    "on Afghanistan",
    "on climate change",
    "on the rights of the child",
    "on disarmament",
    "on trade",
]


def sentences(count, seed=0):
    """Distinct sentence pairs."""
    picks = np.random.default_rng(seed).permutation(8 * 6 * 6)[:count]
    zh, en = [], []
    for k in picks.tolist():
        a, b, c = k % 8, k // 8 % 6, k // 48
        zh.append(f"{ZH_NOUNS[a]}{ZH_PLACES[c]}{ZH_VERBS[b]}。")
        en.append(f"{EN_NOUNS[a]} {EN_VERBS[b]} {EN_PLACES[c]}.")
    return zh, en


def ids(links):
    return {(tuple(link.source), tuple(link.target)) for link in links}


@st.composite
def edited(draw):
    """A document with sentences left out and joined on either side."""
    zh, en = sentences(draw(st.integers(8, 40)), draw(st.integers(0, 50)))
    for side, space in ((zh, ""), (en, " ")):
        for _ in range(draw(st.integers(0, 2))):
            del side[draw(st.integers(0, len(side) - 1))]
        for _ in range(draw(st.integers(0, 2))):
            k = draw(st.integers(0, len(side) - 2))
            side[k : k + 2] = [side[k] + space + side[k + 1]]
    return zh, en


@settings(max_examples=30, deadline=None)
@given(edited())
def test_every_sentence_is_in_exactly_one_link_with_a_probability(aligner, sides):
    links = aligner.align(*sides).links
    assert [k for link in links for k in link.source] == list(range(len(sides[0])))
    assert sorted(k for link in links for k in link.target) == list(range(len(sides[1])))
    assert all(0 <= link.score <= 1 for link in links)


@settings(max_examples=30, deadline=None)
@given(edited())
def test_swapping_the_sides_mirrors_the_links(aligner, sides):
    zh, en = Document.from_sentences(sides[0], "zh"), Document.from_sentences(sides[1], "en")
    forth = {(link.source, link.target, link.score, link.crossing) for link in aligner.align(zh, en).links}
    back = {(link.target, link.source, link.score, link.crossing) for link in aligner.align(en, zh).links}
    assert forth == back


TWINS = (
    [
        "会员国关于儿童权利欢迎这一倡议。",
        "委员会关于塞浦路斯欢迎这一倡议。",
        "安全理事会关于儿童权利审议了报告。",
        "大会关于气候变化谴责袭击平民的行为。",
        "主席关于贸易建议召开会议。",
        "特别报告员关于塞浦路斯谴责袭击平民的行为。",
        "秘书长关于塞浦路斯审议了报告。",
    ],
    [
        "Member States welcomed the initiative on the rights of the child.",
        "The President requested funding on trade.",
        "The Committee welcomed the initiative on Cyprus.",
        "The Security Council considered the report on the rights of the child.",
        "The General Assembly condemned attacks against civilians on climate change.",
        "The Special Rapporteur condemned attacks against civilians on climate change.",
        "The President recommended convening a meeting on trade.",
        "The Special Rapporteur condemned attacks against civilians on Cyprus.",
        "The Secretary-General considered the report on Cyprus.",
    ],
)


@settings(max_examples=20, deadline=None)
@given(edited())
@example(TWINS)
def test_the_same_paragraph_at_the_end_gives_earlier_sentences_no_other_partner(aligner, sides):
    """What a gap costs depends on the whole document, so a twin of a sentence may leave its link, or join it (:data:`TWINS`)."""
    zh, en = sides
    before = aligner.align(zh, en).links
    after = aligner.align([*zh, "会议于下午六时散会。"], [*en, "The meeting rose at 6 p.m."]).links
    # the last sentences may still have looked for company: all before them stay
    sure = [link for link in before if (link.source.stop <= len(zh) - 3 and link.target.stop <= len(en) - 3)]
    partners = {(i, j) for link in after for i in link.source for j in link.target}
    assert all(link.is_null or partners & {(i, j) for i in link.source for j in link.target} for link in sure)
    assert ids(after) >= {((len(zh),), (len(en),))}


def test_a_missing_block_drags_nothing_along(aligner):
    zh, en = sentences(200)
    links = aligner.align(zh, en[:60] + en[110:]).links
    expected = {((k,), (k,)) for k in range(60)} | {((k,), (k - 50,)) for k in range(110, 200)}
    found = {link for link in ids(links) if link[0] and link[1]}
    assert len(found & expected) >= 0.97 * len(expected)
    assert len([link for link in found if 60 <= link[0][0] < 110]) <= 1


def test_unrelated_documents_have_hardly_any_link(aligner):
    zh, _ = sentences(60)
    other = [f"He put the {a} {b} into the {c} and went home whistling." for a in ("red", "old", "wet", "odd")
             for b in ("kettle", "boot", "hat", "spoon", "rug") for c in ("cellar", "barn", "well")]  # fmt: skip
    links = aligner.align(zh, other).links
    assert sum(bool(link.source and link.target) for link in links) <= 3


def test_large_rectangles_are_cut_and_the_anchors_are_the_same():
    rng = np.random.default_rng(4)
    base = rng.normal(size=(6000, 24)).astype(np.float32)
    noisy = base + 0.3 * rng.normal(size=base.shape).astype(np.float32)
    noisy = np.concatenate([noisy[:2000], noisy[3500:]])  # a missing annex
    left, right = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (base, noisy))
    parts = boxes(left, right)
    assert len(parts) > 1
    assert sum((b - a) * (d - c) for a, b, c, d in parts) < 0.5 * len(left) * len(right)
    anchors = find_anchors(left, right)
    true = np.where(anchors.rows < 2000, anchors.rows, anchors.rows - 1500)
    assert (true == anchors.columns).mean() > 0.999
    assert len(anchors.rows) > 0.95 * len(right)


def test_large_unrelated_rectangles_end_quickly():
    rng = np.random.default_rng(5)
    left, right = (rng.normal(size=(n, 8)).astype(np.float32) for n in (4000, 5000))
    left, right = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (left, right))
    parts = boxes(left, right)
    assert sum((b - a) * (d - c) for a, b, c, d in parts) < 0.6 * len(left) * len(right)


def test_the_fitted_confidence_is_complete():
    weights = load_weights()
    assert len(weights["link"]) == len(LINK_FEATURES)
    assert len(weights["null"]) == len(NULL_FEATURES)
    assert weights["link"][LINK_FEATURES.index("gain")] > 0


def test_a_sound_link_is_surer_than_a_forced_one(aligner):
    zh, en = sentences(20)
    links = aligner.align(zh, [*en[:10], "Something else entirely is said here.", *en[11:]]).links
    sound = [link.score for link in links if link.source and link.target and 10 not in link.source]
    odd = [link.score for link in links if 10 in link.source and link.target]
    assert all(score < min(sound) for score in odd)
    assert np.median(sound) > 0.9


def test_a_moved_sentence_is_linked_outside_the_order_and_marked(aligner):
    zh, en = sentences(40)
    moved = [*en[:8], *en[9:30], en[8], *en[30:]]
    bitext = aligner.align(zh, moved)
    crossing = [link for link in bitext.links if link.crossing]
    assert [(list(link.source), list(link.target)) for link in crossing] == [([8], [29])]
    assert [pair.link for pair in bitext.pairs() if pair.source_ids == (8,)] == ["1-1 crossing"]
    with_blank_lines = aligner.align(["", *zh], [*moved[:3], "", *moved[3:]])
    assert sorted(k for link in with_blank_lines.links for k in link.target) == list(range(len(moved) + 1))
    assert [(list(k.source), list(k.target)) for k in with_blank_lines.links if k.crossing] == [([9], [30])]


def test_signatures_that_change_places_meet(aligner):
    zh = ["主席", "阿里·卡里姆（签名）", "谢谢。"]
    en = ["(Signed) Ali Karim", "Chair", "Thank you."]
    found = {(tuple(link.source), tuple(link.target)): link.crossing for link in aligner.align(zh, en).links}
    assert ((1,), (0,)) in found or ((0, 1), (0, 1)) in found


def test_what_is_alone_on_both_sides_is_not_forced_together(aligner):
    zh, en = sentences(40)
    left = [*zh[:10], "他在河边的老屋里养了三只黑猫。", *zh[10:]]
    right = [*en[:30], "The orchestra will not play on Sundays during the winter.", *en[30:]]
    assert not any(link.crossing for link in aligner.align(left, right).links)


def test_most_links_with_one_side_are_worth_a_warning(aligner):
    zh, _ = sentences(20)
    other = [f"The {a} cat sat on the {b} mat again." for a in ("red", "old", "wet", "odd") for b in ("big", "new")]
    assert "are these versions of one document?" in aligner.align(zh, other).warning
    assert aligner.align(["谢谢。"], ["Thank you."]).warning == ""


def test_documents_of_other_languages_are_aligned_too(aligner):
    de = Document.from_sentences(["Resolution 2231 (2015) vom 20. Juli 2015.", "Kapitel 7", "1.250 Personen"], "de")
    fr = Document.from_sentences(["Résolution 2231 (2015) du 20 juillet 2015.", "1.250 personnes"], "fr")
    bitext = aligner.align(de, fr)
    assert sorted(k for link in bitext.links for k in link.source) == [0, 1, 2]
    assert bitext.pairs()[0].zh.startswith("Resolution")
