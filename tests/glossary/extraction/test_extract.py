"""The extractor: arrays of a bitext, n-grams, concepts, tables, the command."""

import itertools
import json
import re
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.score import read_lines
from corpora.bitext import Pair
from corpora.exchange.read import read_pairs
from corpora.exchange.write import write_pairs
from glossary.concept import Termbase
from glossary.extraction import closeness
from glossary.extraction.extract import ExtractConfig, extract_terms
from glossary.extraction.sides.chinese import chinese_side
from glossary.extraction.sides.english import english_side
from glossary.extraction.sides.grams import around, levels, neighbours
from glossary.extraction.table import extract_frame
from glossary.rows import Rows
from glossary.words import WORD
from glossary.words.acronyms import introduced, is_acronym, shortens, stands_for
from tests.calls import call
from tests.concepts import CEASEFIRE, concept
from tests.places import SAMPLES, SHARED, needs_shared

ROWS = [
    (
        "联合国环境规划署(环境署)通过了战略计划。",
        "The United Nations Environment Programme (UNEP) adopted its strategic plan.",
    ),
    ("环境署的战略计划涵盖能力建设。", "The strategic plan of UNEP covers capacity-building."),
    ("联合国环境规划署欢迎能力建设。", "The United Nations Environment Programme welcomed capacity-building."),
    ("环境署感谢会员国。", "UNEP thanked Member States."),
    ("会员国请联合国环境规划署提交报告。", "Member States asked the United Nations Environment Programme to report."),
    ("《海洋公约》于2001年生效。", "The Ocean Convention entered into force in 2001."),
    ("会员国应批准《海洋公约》。", "Member States should ratify the Ocean Convention."),
    ("能力建设仍然重要。", "Capacity-building remains important."),
]
PAIRS = [Pair("A/1" if k < 4 else "A/2", k, zh, en) for k, (zh, en) in enumerate(ROWS, start=1)]


def test_a_term_is_extracted_whole(aligner):
    termbase = extract_terms(Rows.of(CEASEFIRE, aligner.encoder))
    assert ("停火监测机制", "ceasefire monitoring mechanism") in {
        (c.preferred("zh"), c.preferred("en")) for c in termbase
    }
    assert all(0 <= c.score <= 1 and c.frequency >= 2 for c in termbase)


def test_extraction_without_a_model_and_without_rows():
    assert extract_terms(Rows.of([])).concepts == {}
    assert any("停火" in c.preferred("zh") for c in extract_terms(Rows.of([p for p in CEASEFIRE if p.position != 6])))


@pytest.mark.thorough("whole documents")
@needs_shared("letter")
def test_the_terms_of_the_real_letter(aligner):
    folder = SHARED / "letter"
    pairs = aligner.align(read_lines(folder / "gold.zh"), read_lines(folder / "gold.en")).pairs()
    found = {(c.preferred("zh"), c.preferred("en")) for c in extract_terms(Rows.of(pairs, aligner.encoder))}
    for pair in (
        ("被占领土", "occupied territories"),
        ("武装部队", "armed forces"),
        ("国际人道主义法", "international humanitarian law"),
        ("领土完整", "territorial integrity"),
        ("境内流离失所者", "internally displaced persons"),
    ):
        assert pair in found


@pytest.fixture(scope="module")
def extracted():
    return extract_terms(Rows.of(PAIRS))


def of(termbase, en):
    return next(c for c in termbase if any(t.text == en for t in c.terms))


def test_atoms_know_their_place():
    texts = ["The United Nations system, in 2030.", "", "WHO asks who."]
    side = english_side(texts)
    assert [side.text(k, k + 1) for k in range(len(side))] == [
        "The", "United", "Nations", "system", "in", "2030", "WHO", "asks", "who",
    ]  # fmt: skip
    kinds = [side.kinds[k] for k in side.ids]
    assert kinds[6] == "WHO"
    assert kinds[8] == "who"
    assert side.joined.tolist() == [False, True, True, True, False, True, False, True, True]
    zh = chinese_side(["联合国 系统，2030年", "UNEP说"])
    assert "".join(zh.text(k, k + 1) for k in range(len(zh))) == "联合国系统2030年UNEP说"
    assert zh.joined[0] == False  # noqa: E712
    assert zh.row.tolist()[-2:] == [1, 1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab的和a 、，《》2Aé們国", max_size=12), max_size=6))
def test_offsets_of_chinese_atoms(texts):
    side = chinese_side(texts)
    for k in range(len(side)):
        text = side.text(k, k + 1)
        assert text
        assert text == text.strip()
    assert all(0 <= a < b for a, b in zip(side.start, side.end, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abc ", max_size=14), max_size=8), st.integers(1, 3))
def test_levels_count_like_a_plain_count(texts, least):
    side = english_side([" ".join(text.replace(" ", "").upper()) for text in texts])
    for level in levels(side, 4, least):
        plain: dict[tuple[int, ...], int] = {}
        for k in range(len(side) - level.size + 1):
            if all(side.joined[k + 1 : k + level.size]):
                key = tuple(side.ids[k : k + level.size].tolist())
                plain[key] = plain.get(key, 0) + 1
        expected = {key: n for key, n in plain.items() if n >= least}
        got = {
            tuple(side.ids[s : s + level.size].tolist()): int(n)
            for s, n in zip(level.sample.tolist(), level.count.tolist(), strict=True)
        }
        assert got == expected


def test_what_is_around_n_grams():
    side = english_side(["A B C", "A B C", "A B"])
    found = levels(side, 3, 2)
    longer = around(found, [np.ones(len(level.count), bool) for level in found], 1, len(side))
    pairs = [tuple(side.ids[s : s + 2].tolist()) for s in found[1].sample]
    assert dict(zip(pairs, longer[1].most, strict=True)) == {(0, 1): 2, (1, 2): 2}
    words = dict(zip(side.ids[found[0].sample].tolist(), range(3), strict=True))
    a, b = words[0], words[1]
    # A stands in A B (3 times) and in A B C (2), which is longer by more than one word; B in B C (2), too
    assert (longer[0].close[a], longer[0].most[a], longer[0].total[a], longer[0].number[a]) == (3, 3, 5, 2)
    assert (longer[0].close[b], longer[0].most[b], longer[0].total[b], longer[0].number[b]) == (3, 3, 7, 3)
    assert longer[2].most.tolist() == [0]


def test_what_stands_beside_n_grams():
    side = english_side(["old ship", "old ship", "new ship", "ship"])
    level = levels(side, 1, 2)[0]
    ship = side.kinds[side.ids[level.sample[1]]], level.count[1]
    assert ship == ("ship", 4)
    entropy, most = neighbours(side, level, -1)
    assert most[1] == 0.5
    assert entropy[1] == pytest.approx(0.5 * np.log(2) + 0.25 * np.log(4) + 0.25 * np.log(4))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab .;\u00a0\u2009\ud800é3", max_size=14), max_size=6))
def test_words_are_joined_where_spaces_alone_part_them(texts):
    expected = []
    for text in texts:
        found = list(WORD.finditer(text))
        expected += [False] * bool(found)
        for a, b in pairwise(found):
            end = a.start() + len(a.group().rstrip(".,")) if a.group()[0].isdigit() else a.end()
            expected.append(not text[end : b.start()].strip(" \u00a0\u2009\u202f"))
    assert english_side(texts).joined.tolist() == expected


def test_concepts_are_whole_and_counted(extracted):
    plan = of(extracted, "strategic plan")
    assert plan.preferred("zh") == "战略计划"
    assert plan.frequency == 2
    assert plan.symbols == ("A/1",)
    assert 0 < plan.score <= plan.probability <= 1
    assert {c.symbol for t in plan.terms for c in t.contexts} == {"A/1"}
    for term in plan.terms:
        for context in term.contexts:
            row = PAIRS[int(context.segment) - 1]
            assert context.text == (row.zh if term.language == "zh" else row.en)


def test_an_acronym_joins_its_long_form(extracted):
    concept = of(extracted, "United Nations Environment Programme")
    assert {(t.text, t.type) for t in concept.terms} >= {
        ("联合国环境规划署", "fullForm"),
        ("United Nations Environment Programme", "fullForm"),
        ("环境署", "shortForm"),
        ("UNEP", "acronym"),
    }
    assert concept.frequency == 5  # the first row has both forms and counts once
    assert [t.text for t in concept.terms if t.status == "preferred"] == [
        "联合国环境规划署",
        "United Nations Environment Programme",
    ]


def test_an_acronym_knows_the_long_form_that_the_text_gives():
    rows = [
        ("项目署报告了进展。", "The United Nations Office for Project Services (UNOPS) reported progress."),
        ("项目署感谢捐助方。", "UNOPS thanked the donors."),
        ("项目署的方案继续执行。", "The programmes of UNOPS continue."),
    ]
    termbase = extract_terms(Rows.of([Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)]))
    concept = of(termbase, "UNOPS")
    long = "United Nations Office for Project Services"
    assert (long, "fullForm", 1) in {(t.text, t.type, t.frequency) for t in concept.terms}


def test_a_title_keeps_its_marks(extracted):
    assert of(extracted, "Ocean Convention").preferred("zh") == "《海洋公约》"


def test_figures_never_render_words(extracted):
    for one in extracted:
        for term in one.of("zh"):
            assert not any(c.isdigit() for c in term.text) or any(c.isdigit() for c in one.preferred("en"))


def test_the_same_input_gives_the_same_terms(extracted):
    assert list(extract_terms(Rows.of(PAIRS))) == list(extracted)
    assert extract_terms(Rows.of(PAIRS)).signature == extracted.signature


def test_traditional_characters_are_kept_and_matched():
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    rows = [Pair(p.symbol, p.position, convert(p.zh), p.en) for p in PAIRS]
    assert of(extract_terms(Rows.of(rows)), "strategic plan").preferred("zh") == "戰略計劃"


def spaced(text):
    """The same with a space after every third Han character, as a layout leaves them."""
    return re.sub(r"([一-鿿]{3})(?=[一-鿿])", r"\1 ", text)


def test_spaces_within_chinese_words_hide_no_term(extracted):
    rows = [Pair(p.symbol, p.position, spaced(p.zh), p.en) for p in PAIRS]
    found = extract_terms(Rows.of(rows))
    assert [[(t.text, t.language, t.frequency) for t in c.terms] for c in found] == [
        [(t.text, t.language, t.frequency) for t in c.terms] for c in extracted
    ]
    contexts = {c.text for one in found for term in one.of("zh") for c in term.contexts}
    assert contexts <= {row.zh for row in rows}  # as they stand
    assert any(" " in text for text in contexts)


def test_the_order_of_files_changes_no_term(tmp_path):
    for name, part in (("a", PAIRS[:4]), ("b", PAIRS[4:])):
        write_pairs(part, tmp_path / f"{name}.tsv")
    written = []
    for names in ("ab", "ba"):
        out = tmp_path / f"{names}.tsv"
        assert call("glossary", "extract", *(tmp_path / f"{name}.tsv" for name in names), "-o", out).code == 0
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_neither_names_of_files_nor_the_order_of_documents_change_a_term(tmp_path):
    parts = [[Pair(f"A/{k}", i, p.zh, p.en) for i, p in enumerate(PAIRS[k::3], start=1)] for k in range(3)]
    written = set()
    for order in itertools.permutations(range(3)):
        for name, k in zip("abc", order, strict=True):
            write_pairs(parts[k], tmp_path / f"{name}.tsv")
        out = tmp_path / "terms.tsv"
        assert call("glossary", "extract", *(tmp_path / f"{name}.tsv" for name in "abc"), "-o", out).code == 0
        written.add(out.read_bytes())
        found = extract_terms(Rows.of([pair for k in order for pair in parts[k]]))
        written.add(repr([(concept.terms, concept.probability) for concept in found]).encode())
    assert len(written) == 2


def test_how_far_it_is_is_told_and_never_goes_back():
    told = []
    extract_terms(Rows.of(PAIRS), tell=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert len(set(told)) > 4


def test_the_rivals_of_words_are_the_most_frequent_whatever_their_numbers(monkeypatch):
    monkeypatch.setattr(closeness, "RIVALS", 3)
    for order in (["a a a b b c d", "b d"], ["d b", "d c b b a a a"]):
        side = english_side(order)
        rivals = closeness._rivals(side, np.bincount(side.unit_ids))
        assert sorted(side.unit_kinds[k] for k in rivals) == ["a", "b", "d"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [Pair("", 1, "", "")],
        [Pair("", 1, "。", ".")],
        [Pair("", 1, "a", "大")],
        [Pair("", 1, "的" * 50, "the " * 50)] * 3,
        [Pair("", 1, "联合国" * 400, "United Nations " * 400)] * 2,
    ],
)
def test_odd_bitexts(rows):
    for one in extract_terms(Rows.of(rows), config=ExtractConfig(probability=0.0)):
        assert {term.language for term in one.terms} == {"zh", "en"}
        assert one.preferred("zh") in "".join(row.zh for row in rows)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=6))
def test_any_text(rows):
    pairs = [Pair("X", k, zh, en) for k, (zh, en) in enumerate(rows * 2, start=1)]
    for one in extract_terms(Rows.of(pairs), config=ExtractConfig(probability=0.0)):
        assert one.preferred("zh")
        assert one.preferred("en")


def test_known_and_new(extracted):
    known = Termbase.of(
        [
            concept("k1", "战略计划", "Strategic Plans", status="admitted"),
            concept("k2", "会员国", "member countries", status="admitted"),
            concept("k3", "海洋公约", "the ocean convention", status="admitted"),
        ]
    )
    frame = extract_frame(extracted, known)
    told = dict(zip(frame["zh"], frame["known"], strict=True))
    assert told["战略计划"] == "k1"
    assert told["会员国"] == "zh: k2"
    assert told["《海洋公约》"] == "k3"
    assert told["能力建设"] == "new"
    assert set(extract_frame(extracted)["known"]) == {""}


def test_abbreviations():
    assert is_acronym("UN-Women")
    assert not is_acronym("Un")
    assert not is_acronym("XIV")
    assert stands_for("OHCHR", "Office of the High Commissioner for Human Rights")
    assert not stands_for("WHO", "Health World Organization")
    assert shortens("环境署", "联合国环境规划署")
    assert not shortens("联合国环境规划署", "环境署")
    texts = ["See the Joint Inspection Unit (JIU) and (a) others (ABC)."]
    assert introduced(texts) == {"JIU": "Joint Inspection Unit"}


@pytest.mark.parametrize("suffix", ["tsv", "csv", "xlsx", "parquet", "jsonl", "json", "tbx", "txt", "db"])
def test_the_command_writes_every_format(tmp_path, suffix):
    write_pairs(PAIRS, tmp_path / "b.tmx")
    out = tmp_path / f"terms.{suffix}"
    done = call("glossary", "extract", tmp_path / "b.tmx", "-o", out)
    assert done.code == 0, done.err
    assert "concepts" in done.out + done.err
    if suffix == "db":
        from glossary.store.store import Store

        with Store.open(out) as store:
            assert len(store) == 0
            assert any(c.draft.preferred("en") == "strategic plan" for c in store.candidates())
    else:
        from glossary.termbases import read_termbase

        assert any(c.preferred("zh") == "战略计划" for c in read_termbase(out))


def test_the_command_compares_with_a_termbase(tmp_path):
    write_pairs(PAIRS, tmp_path / "b.tsv")
    (tmp_path / "known.csv").write_text("zh,en\n战略计划,strategic plan\n", encoding="utf-8")
    known = ["--known", tmp_path / "known.csv", "--top", 3, "--min-probability", 0.1]
    done = call("glossary", "extract", tmp_path / "b.tsv", "-o", tmp_path / "t.parquet", *known)
    assert done.code == 0, done.err
    frame = pl.read_parquet(tmp_path / "t.parquet")
    assert frame.height == 3
    assert "new" in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothere.tmx", "-o", "x.tsv"], "no such file"),
        (["{b}", "-o", "x.pdf"], "not a termbase format"),
        (["{b}", "-o", "x.tbx", "--dialect", "v9"], "no such dialect"),
        (["{b}", "-o", "x.tsv", "--known", "nothere.tbx"], "no such file"),
    ],
)
def test_errors_of_the_command_are_one_line(tmp_path, monkeypatch, arguments, words):
    write_pairs(PAIRS[:3], tmp_path / "b.tsv")
    arguments = [a.replace("{b}", str(tmp_path / "b.tsv")) for a in arguments]
    monkeypatch.chdir(tmp_path)
    done = call("glossary", "extract", *arguments)
    assert done.code == 2, done.err
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tsv"]


def test_weights_fit_the_features():
    from glossary.extraction.extract import judge
    from glossary.extraction.weights import FILE

    weights = json.loads(FILE.read_text("utf-8"))
    assert set(weights) == {"right", "term"}
    judged = judge(Rows.of(PAIRS), ExtractConfig())
    assert judged is not None
    assert ((judged.right >= 0) & (judged.right <= 1)).all()


@pytest.mark.thorough("whole documents")
def test_samples_give_their_own_terms(tmp_path):
    done = call("run", SAMPLES / "faulty", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    pairs = {
        (c.preferred("zh"), c.preferred("en"))
        for c in extract_terms(Rows.of(read_pairs(tmp_path / "out" / "bitext.tmx")))
    }
    assert {("缓冲区", "buffer zone"), ("境内流离失所者", "internally displaced persons")} <= pairs
