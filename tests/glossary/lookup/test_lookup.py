"""Look-up: right renderings with exact places, on bitexts written here; floors on shared text where it is there."""

import json
import random
import sys
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.bitext import Pair
from corpora.errors import InputError
from duizhao.commands.find import read_terms
from glossary.lookup.find import find_renderings
from glossary.lookup.occurrences import occurrences
from glossary.renderings.spans import Joined, chinese_atoms, english_atoms, english_key, spans_of
from glossary.rows import Rows
from tests.calls import call
from tests.places import ROOT, SHARED, needs_shared

TEXTS = [
    ("大会欢迎河流管理委员会的报告。", "The General Assembly welcomed the report of the River Management Board."),
    ("河流管理委员会将于五月举行会议。", "The River Management Board will meet in May."),
    ("各会员国应当执行《北方河流公约》。", "Member States should implement the Northern Rivers Convention."),
    ("秘书长将向大会提交报告。", "The Secretary-General will report to the General Assembly."),
    ("世卫组织支持该地区的疫苗接种工作。", "WHO supports vaccination in the region."),
    ("世界卫生组织(世卫组织)发表了声明。", "The World Health Organization (WHO) issued a statement."),
    ("难民有权获得法律援助。", "Refugees have the right to legal aid."),
    ("儿童的教育需要资金。", "The education of children needs funds."),
    ("会员国重申对国际法的承诺。", "The Member State reaffirmed its commitment to international law."),
    ("安全理事会讨论了国际法问题。", "The Security Council discussed questions of international law."),
    ("这一天下雨了。", "It rained that day."),
]
PAIRS = [Pair("A/99/1" if k < 6 else "A/99/2", k + 1, zh, en) for k, (zh, en) in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("language", "term", "right", "count"),
    [
        ("en", "General Assembly", "大会", 2),
        ("en", "member state", "会员国", 2),
        ("en", "international law", "国际法", 2),
        ("en", "Secretary-General", "秘书长", 1),
        ("en", "legal aid", "法律援助", 1),
        ("zh", "会员国", "Member States", 2),
        ("zh", "安全理事会", "Security Council", 1),
        ("zh", "国际法", "international law", 2),
        ("zh", "世界卫生组织", "World Health Organization", 1),
    ],
)
def test_the_right_rendering_comes_first(language, term, right, count):
    (found,) = find_renderings(Rows.of(PAIRS), [term], language)
    assert found.occurrences == count
    first = found.renderings[0]
    if language == "en":
        assert first.text == right
    else:
        assert english_key(first.text) == english_key(right)


def test_places_are_exact_and_titles_keep_their_marks():
    (found,) = find_renderings(Rows.of(PAIRS), ["Northern Rivers Convention"], "en")
    first = found.renderings[0]
    assert first.text == "《北方河流公约》"
    (use,) = first.uses
    assert PAIRS[use.row].zh[slice(*use.rendering)] == "《北方河流公约》"
    assert PAIRS[use.row].en[slice(*use.term)] == "Northern Rivers Convention"


def test_counts_shares_and_missing_add_up():
    terms = ["General Assembly", "WHO", "river", "unknown phrase"]
    for found in find_renderings(Rows.of(PAIRS), terms, "en", top=50):
        counted = sum(one.count for one in found.renderings)
        assert counted + found.missing == found.occurrences
        assert all(one.count == len(one.uses) for one in found.renderings if one.count)
        shares = [one.count / found.occurrences for one in found.renderings]
        assert [one.share for one in found.renderings] == [round(share, 4) for share in shares]


def test_a_term_without_rows_has_no_rendering():
    (found,) = find_renderings(Rows.of(PAIRS), ["outer space"], "en")
    assert (found.occurrences, found.renderings) == (0, ())
    assert find_renderings(Rows.of([]), ["outer space"], "en")[0].renderings == ()


def test_a_row_without_the_other_side_is_missing():
    pairs = [Pair("A/1", 1, "", "The annex."), Pair("A/1", 2, "附件。", "The annex.")]
    (found,) = find_renderings(Rows.of(pairs), ["annex"], "en")
    assert (found.occurrences, found.missing) == (2, 1)


def test_a_term_with_two_renderings_shows_both_with_their_shares():
    other = [("世卫组织派出了专家。", "WHO sent experts."), ("世卫组织提供了药品。", "WHO provided medicines.")] * 3
    varied = [
        ("世界卫生组织发表了数据。", "WHO published data."),
        ("世界卫生组织提供药品。", "WHO provided medicines."),
    ]
    pairs = [Pair("A/99/3", k, *pair) for k, pair in enumerate([*other, *varied, *TEXTS[6:]], start=1)]
    (found,) = find_renderings(Rows.of(pairs), ["WHO"], "en")
    assert [(one.text, one.count) for one in found.renderings[:2]] == [("世卫组织", 6), ("世界卫生组织", 2)]


def test_frequent_terms_are_counted_in_all_rows():
    rng = random.Random(1)
    pairs = []
    for k in range(400):
        zh, en = rng.choice(TEXTS[6:10])
        pairs.append(Pair("A/99/4", k + 1, f"大会注意到，{zh}", f"The General Assembly noted: {en}"))
    (found,) = find_renderings(Rows.of([*pairs, *PAIRS]), ["General Assembly"], "en")
    assert (found.renderings[0].text, found.renderings[0].count, found.missing) == ("大会", 402, 0)
    rows = [use.row for use in found.renderings[0].uses]
    assert rows == sorted(rows)


@pytest.mark.parametrize(
    ("term", "text", "language", "places"),
    [
        ("member state", "All Member States' rights; a member of the State.", "en", ["Member States'"]),
        ("WHO", "WHOLE is not WHO.", "en", ["WHO"]),
        (
            "capacity-building",
            "Capacity building and capacity-building",
            "en",
            ["Capacity building", "capacity-building"],
        ),
        ("land, sea and air", "by land, sea and air", "en", ["land, sea and air"]),
        ("《公约》", "本公约和《公约》", "zh", ["《公约》"]),
        ("《宪章》", "根据宪章", "zh", ["宪章"]),
        ("WHO", "由WHO发布，WHOA不算", "zh", ["WHO"]),
    ],
)
def test_occurrences(term, text, language, places):
    pair = Pair("A/1", 1, text, "") if language == "zh" else Pair("A/1", 1, "", text)
    found = occurrences([term], Rows.of([pair]), language).of_one(0)
    assert [text[a:b].rstrip("'") for a, b in found.get(0, [])] == [place.rstrip("'") for place in places]


@given(st.text(alphabet="的大会和《》（）、。a1 公约-,", max_size=30))
@settings(max_examples=80, deadline=None)
def test_atoms_never_overlap_and_spans_cross_no_stop(text):
    for atoms in (chinese_atoms(text), english_atoms(text)):
        starts, ends = atoms.starts.tolist(), atoms.ends.tolist()
        assert all(a < b for a, b in zip(starts, ends, strict=True))
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        i, j, _ = spans_of(Joined.of([atoms]), np.array([8]), np.array([1]))
        for a, b in zip(i.tolist(), j.tolist(), strict=True):
            start, end = atoms.span(a, b)
            assert 0 <= start < end <= len(text)
            assert "。" not in text[start:end]


@given(
    st.lists(st.sampled_from(PAIRS), max_size=6), st.sampled_from(["General Assembly", "WHO", "the", ".", "children"])
)
@settings(max_examples=8, deadline=None)
def test_any_bitext_can_be_asked(pairs, term):
    for found in find_renderings(Rows.of(pairs), [term], "en"):
        assert 0 <= found.missing <= found.occurrences


def test_terms_from_files_and_arguments(tmp_path):
    plain, table = tmp_path / "terms.txt", tmp_path / "terms.tsv"
    plain.write_text("\ufeffannex\n\nWHO\n", encoding="utf-8")
    table.write_text("zh\ten\n附件\tannex\n大会\tGeneral  Assembly\n", encoding="utf-8")
    assert read_terms(["road map", str(plain), str(table)], "en") == ["road map", "annex", "WHO", "General Assembly"]
    assert read_terms([str(table)], "zh") == ["附件", "大会"]
    for bad in ([], [" "]):
        with pytest.raises(InputError):
            read_terms(bad, "en")
    other = tmp_path / "other.tsv"
    other.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column en"):
        read_terms([str(other)], "en")


def test_the_command(tmp_path):
    one, two = tmp_path / "one.tsv", tmp_path / "two.tsv"
    lines = [f"{pair.symbol}\t{pair.zh}\t{pair.en}" for pair in PAIRS]
    one.write_text("\n".join(["symbol\tzh\ten", *lines[:6]]) + "\n", encoding="utf-8")
    two.write_text("\n".join(["symbol\tzh\ten", *lines[6:]]) + "\n", encoding="utf-8")
    run = partial(call, "glossary", "find")
    done = run("member state", "--bitext", one, "--bitext", two, "--terms", "annexes", "--format", "json")
    assert done.code == 0, done.err
    states, annexes = json.loads(done.out)
    assert (states["term"], states["occurrences"], annexes["renderings"]) == ("member state", 2, [])
    first = states["renderings"][0]
    assert (first["text"], first["count"], first["share"]) == ("会员国", 2, 1.0)
    places = [[place[name] for name in ("symbol", "position", "segment")] for place in (first["first"], first["last"])]
    assert places == [["A/99/1", 3, 3], ["A/99/2", 3, 3]]
    evidence = first["evidence"][0]
    assert evidence["zh"][slice(*evidence["spans"]["zh"])] == "会员国"
    assert evidence["en"][slice(*evidence["spans"]["en"])] == "Member States"
    table = run("会员国", "--from", "zh", "--bitext", one)
    assert "[Member States]" in table.out
    bad = run("annex")
    assert bad.code == 2
    assert bad.err.count("\n") == 1


@pytest.mark.slow("looks up a quarter of the development terms")
@needs_shared("gold", "terms")
@pytest.mark.parametrize(("language", "first", "three"), [("en", 0.8, 0.94), ("zh", 0.92, 0.97)])
def test_floors_on_development_terms(language, first, three):
    sys.path.insert(0, str(ROOT / "benchmarks" / "terms"))
    try:
        import lookup as benchmark
    finally:
        sys.path.pop(0)
    figures = benchmark.measure(SHARED, language, every=4)
    assert figures.first / figures.terms >= first
    assert figures.three / figures.terms >= three


def test_traditional_characters_are_found_and_shown_as_they_stand():
    rows = [
        ("大會通過了戰略計劃。", "The General Assembly adopted the strategic plan."),
        ("戰略計劃由大會審議。", "The strategic plan was considered by the General Assembly."),
        ("秘書長歡迎大會的決定。", "The Secretary-General welcomed the decision of the General Assembly."),
        ("會員國應當報告執行情況。", "Member States should report on implementation."),
    ]
    pairs = [Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)]
    (found,) = find_renderings(Rows.of(pairs), ["strategic plan"], "en")
    assert found.renderings[0].text == "戰略計劃"
    for asked in ("戰略計劃", "战略计划"):
        (found,) = find_renderings(Rows.of(pairs), [asked], "zh")
        assert found.term == asked
        assert found.renderings[0].text == "strategic plan"
        use = found.renderings[0].uses[0]
        assert pairs[use.row].zh[slice(*use.term)] == "戰略計劃"


def test_spaces_between_han_characters_are_as_if_they_were_not_there():
    spaced = [Pair(pair.symbol, pair.position, " ".join(pair.zh), pair.en) for pair in PAIRS]
    for term, language in (("international law", "en"), ("国际法", "zh"), ("大会", "zh")):
        plain, found = (find_renderings(Rows.of(pairs), [term], language)[0] for pairs in (PAIRS, spaced))
        assert (found.occurrences, found.missing) == (plain.occurrences, plain.missing) == (2, 0)
        assert [one.count for one in found.renderings] == [one.count for one in plain.renderings]
        for use in found.renderings[0].uses:
            zh = use.term if language == "zh" else use.rendering
            assert spaced[use.row].zh[slice(*zh)] == " ".join("国际法" if term != "大会" else term)
            en = use.rendering if language == "zh" else use.term
            assert spaced[use.row].en[slice(*en)].lower() in ("international law", "general assembly")
    assert found.renderings[0].text == "General Assembly"


def test_the_language_of_terms_and_missing_files(tmp_path):
    from corpora.exchange.write import write_pairs
    from duizhao.commands.find import language_of

    terms = tmp_path / "terms.txt"
    terms.write_text("WHO\n会员国\n", encoding="utf-8")
    assert language_of([str(terms)]) == "zh"
    assert language_of(["annex", "WHO"]) == "en"
    with pytest.raises(InputError, match="no such file"):
        read_terms([str(tmp_path / "nothere.tsv")], "en")
    write_pairs([Pair("A/1", 1, "会员国已经报告。", "Member States have reported.")], tmp_path / "b.tmx")
    done = call("glossary", "find", "会员国", "-b", tmp_path / "b.tmx", "-o", tmp_path / "a.json")
    assert done.code == 0, done.err
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))[0]["renderings"][0]["text"] == "Member States"
