"""Document symbols: JSON cases for every rule, and what holds for any symbol and any text."""

import json
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.symbol.chains import chain_at, chains, without_symbols
from corpora.symbol.parse import Symbol, find_symbols, from_file_stem, parse_symbol
from corpora.symbol.resolutions import find_resolutions
from corpora.text.roman import roman_value, to_roman
from tests.places import SHARED, needs_shared

CASES = json.loads((Path(__file__).parent / "cases" / "symbols.json").read_text("utf-8"))
EMPTY = {"body": "", "session": "", "year": None, "kind": "", "number": None}
EMPTY_PARTS = {"part": "", "qualifier": "", "more": ""}


def cases(group, key="text"):
    return pytest.mark.parametrize("case", CASES[group], ids=lambda c: repr(c[key])[:60])


def in_text(found, text):
    return [[text[start:end], symbol.text] for start, end, symbol in found]


@cases("parse")
def test_parts(case):
    symbol = parse_symbol(case["text"])
    assert symbol is not None
    assert symbol.text == str(symbol) == case["text"]
    assert symbol.organ == case["organ"]
    assert {name: getattr(symbol, name) for name in EMPTY} == {n: case.get(n, e) for n, e in EMPTY.items()}
    assert " ".join(map(str, symbol.modifiers)) == case.get("modifiers", "")
    first = symbol.parts[0]
    assert {name: getattr(first, name) for name in EMPTY_PARTS} == {n: case.get(n, e) for n, e in EMPTY_PARTS.items()}


@cases("parse")
def test_found_in_a_sentence_of_either_language(case):
    text = case["text"]
    assert in_text(find_symbols(f"见{text}。"), f"见{text}。") == [[text, text]]
    assert in_text(find_symbols(f"See {text}."), f"See {text}.") == [[text, text]]
    assert in_text(find_symbols(f"see ({text}), p. 3"), f"see ({text}), p. 3") == [[text, text]]


@cases("parse")
def test_file_names_come_back(case):
    symbol = parse_symbol(case["text"])
    assert from_file_stem(symbol.file_stem) == symbol


@cases("normalise")
def test_normal_form(case):
    symbol = parse_symbol(case["text"])
    assert symbol is not None
    assert symbol.text == case["symbol"]
    assert parse_symbol(symbol.text) == symbol


@cases("no symbol")
def test_what_is_no_symbol(case):
    assert parse_symbol(case["text"]) is None


@cases("find")
def test_found_in_text(case):
    assert in_text(find_symbols(case["text"]), case["text"]) == case["found"]


@cases("resolutions")
def test_resolutions_in_words(case):
    assert in_text(find_resolutions(case["text"], case.get("context")), case["text"]) == case["found"]


@pytest.mark.parametrize("case", [c for c in CASES["resolutions"] if "/" in c.get("context", "")], ids=repr)
def test_the_context_may_be_a_symbol(case):
    context = parse_symbol(case["context"])
    if context is not None:  # A/HRC names an organ
        assert in_text(find_resolutions(case["text"], context), case["text"]) == case["found"]


@cases("file stems", "stem")
def test_file_stems_both_ways(case):
    symbol = from_file_stem(case["stem"])
    assert symbol is not None
    assert symbol.file_stem == case["stem"]


@cases("downloads", "stem")
def test_names_of_downloads(case):
    symbol = from_file_stem(case["stem"])
    assert symbol is not None
    assert symbol.text == case["symbol"]


@cases("no file stem", "stem")
def test_file_names_that_are_no_symbols(case):
    assert from_file_stem(case["stem"]) is None


@cases("order", "symbols")
def test_order(case):
    symbols = [parse_symbol(text) for text in case["symbols"]]
    assert None not in symbols
    shuffled = random.Random(5).sample(symbols, len(symbols))
    assert [s.text for s in sorted(shuffled)] == case["symbols"]


@cases("same document", "one")
def test_same_document(case):
    one, other = parse_symbol(case["one"]), parse_symbol(case["other"])
    assert one.matches(other) is other.matches(one) is case["same"]


@cases("modifiers")
def test_modifiers(case):
    symbol = parse_symbol(case["text"])
    assert [str(m) for m in symbol.modifiers] == case["modifiers"]
    assert symbol.base.text == case["base"]
    assert symbol.base.modifiers == ()
    said = {"addendum": symbol.is_addendum, "corrigendum": symbol.is_corrigendum, "revision": symbol.is_revision}
    assert [name for name, true in said.items() if true] == ([case["is"]] if case["is"] else [])


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"]), id=c["text"])
        for c in CASES["known failures"]
    ],
)
def test_known_failures(case):
    find = find_resolutions if case["group"] == "resolutions" else find_symbols
    assert in_text(find(case["text"]), case["text"]) == case["found"]


def test_there_are_cases_by_the_hundred():
    assert sum(map(len, CASES.values())) >= 300
    for group in CASES.values():
        assert len({json.dumps(c, ensure_ascii=False) for c in group}) == len(group)


# ---- any symbol

romans = st.integers(1, 99).map(to_roman)
years = st.integers(1946, 2100).map(str)
sessions = st.one_of(
    st.integers(1, 150).map(str), years, st.integers(1, 40).map("ES-{}".format), st.integers(1, 40).map("S-{}".format)
)
numbers = st.integers(10, 99999)
qualifiers = st.one_of(
    st.integers(1, 36).map("(Sect.{})".format),
    romans.map("(Vol.{})".format),
    romans.map("(Part {})".format),
    st.integers(1, 9).map("(Resumption {})".format),
    st.sampled_from(["(Introduction)", "(Summary)", "(Plan outline)", "(Parts I and II)", ""]),
)
modifiers = st.lists(
    st.tuples(st.sampled_from(["Add", "Corr", "Rev", "Amend"]), st.integers(1, 199)).map(lambda m: f"/{m[0]}.{m[1]}"),
    max_size=3,
).map("".join)
bodies = st.sampled_from(
    ["", "C.3/", "CN.4/", "CN.4/Sub.2/", "CONF.151/", "AC.105/C.2/", "HRC/", "HRC/WG.6/", "WG.II/", "C.I/", "ICEF/"]
)
kinds = st.sampled_from(["L.", "PV.", "SR.", "WP.", "CRP.", "R."])
letters = st.sampled_from(["", "A", "B", "L"])
documents = st.one_of(
    st.builds(lambda o, b, s, n, q, m: f"{o}/{b}{s}/{n}{q}{m}", st.sampled_from("AES"), bodies, sessions, numbers, qualifiers, modifiers),
    st.builds(lambda o, b, s, k, n, m: f"{o}/{b}{s}/{k}{n}{m}", st.sampled_from("AES"), bodies, sessions, kinds, numbers, modifiers),
    st.builds(lambda o, k, n, m: f"{o}/{k}{n}{m}", st.sampled_from(["A", "S", "CD", "TD", "CRC/C"]), kinds, numbers, modifiers),
    st.builds(lambda o, n, m: f"{o}/{n}{m}", st.sampled_from(["A", "S", "E", "CD", "UNEP/CHW.12", "ICCD/COP(14)", "TD(XII)"]), numbers, modifiers),
    st.builds(lambda n, y: f"S/RES/{n}({y})", numbers, years),
    st.builds(lambda o, n, r, a: f"{o}/RES/{n}({r}){a}", st.sampled_from("AET"), st.integers(1, 3600), romans, letters),
    st.builds(lambda o, s, n, a: f"{o}/RES/{s}/{n}{a}", st.sampled_from(["A", "A/HRC", "E"]), sessions, st.integers(1, 999), letters),
    st.builds(lambda k, n: f"CCPR/C/{k}/{n}-{n + 1}", st.sampled_from(["CHN", "CHN/CO", "CHN-HKG/CO"]), st.integers(1, 30)),
    st.builds(lambda n, s, y: f"LC/G.{n}(SES.{s}/{y})", numbers, st.integers(1, 40), st.integers(1, 40)),
)  # fmt: skip
duals = st.builds(
    lambda a, b, m: f"A/{a}{m}–S/{b}{m}",
    st.builds("{}/{}".format, st.integers(1, 99), numbers),
    st.builds("{}/{}".format, years, numbers),
    modifiers,
)
symbols = st.one_of(documents, documents, documents, duals)


@given(symbols)
def test_any_symbol_comes_back_from_its_text_and_its_file_name(text):
    symbol = parse_symbol(text)
    assert symbol is not None
    assert symbol.text == text
    assert parse_symbol(str(symbol)) == symbol
    stem = symbol.file_stem
    assert not re.search(r'[/:*?"<>|\\\x00-\x1f]', stem)
    assert stem == stem.strip(" .")
    assert from_file_stem(stem) == symbol
    assert symbol.base.modifiers == ()
    assert parse_symbol(symbol.base.text) == symbol.base


@given(symbols, st.sampled_from(["见{}。", "（{}）", "in {}, and", "«{}»", "文件{}号", "{}\n", "1. {};"]))
def test_any_symbol_is_found_where_it_stands(text, frame):
    sentence = frame.format(text)
    assert in_text(find_symbols(sentence), sentence) == [[text, text]]


@given(st.lists(symbols, min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_is_total(texts, rng):
    one = [parse_symbol(text) for text in texts]
    other = one.copy()
    rng.shuffle(other)
    assert sorted(one) == sorted(other)
    a, b = one[0], one[1]
    assert (a < b) + (b < a) + (a == b) == 1


@given(symbols, st.sampled_from(["/ {}", "/\n{}", "/\u200b{}"]))
def test_spaces_at_slashes_do_not_count(text, gap):
    spaced = gap.format("").join(text.split("/"))
    assert parse_symbol(spaced).text == text


@given(st.integers(1, 99))
def test_roman_numerals(number):
    assert roman_value(to_roman(number)) == number


@given(st.text(alphabet="AESRTCDLPV/.-–()（）*12 69IX\n和第号决议resolutionandAddCorr,", max_size=120))
def test_any_text_gives_spans_in_order(text):
    for found in (find_symbols(text), find_resolutions(text)):
        spans = [(start, end) for start, end, _ in found]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        for _, _, symbol in found:
            assert parse_symbol(symbol.text) == symbol
    parse_symbol(text)
    from_file_stem(text)


HOSTILE = ["A/", "A/75/", "A/75/1(Sect.", "A/75/1 and ", "A/75/1–", "A/75/1/Add.1, ", "A/C.\n", "A/A.", "S/RES/822(1993",
           "resolutions 1 (1946), ", "大会和第1/1", "resolution 46/36 A, B, ", "://a=S/1234 ", "/", "x ", "(", "第"]  # fmt: skip


@pytest.mark.thorough("large hostile input")
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_texts_are_read_to_the_end(piece):
    text = (piece * (100_000 // len(piece) + 1))[:100_000] + " A/75/379"
    assert find_symbols(text)[-1][2].text in ("A/75/379", "A/75/1–A/75/379")
    find_resolutions(text)
    assert parse_symbol(text) is None


def test_what_others_import():
    (chain,) = chains("见A/75/379–S/2020/965")
    assert chain.names == ("A/75/379", "S/2020/965")
    assert chain_at(chain.text) is None
    assert without_symbols("A/75/379 1").strip() == "1"
    assert Symbol(("A/75/379",))._key() < Symbol(("A/75/380",))._key()


@needs_shared("train", "un_parallel_dev.zh")
def test_both_languages_of_real_sentences_name_the_same_documents():
    """4,000 sentence pairs: the same symbols and resolutions are found on both sides but for a few of the translators'."""
    lines = [(SHARED / f"train/un_parallel_dev.{s}").read_text("utf-8").splitlines() for s in ("zh", "en")]
    named, differ = 0, []
    for zh, en in zip(*lines, strict=True):
        zh_names, en_names = ({s.text for _, _, s in find_symbols(t) + find_resolutions(t)} for t in (zh, en))
        named += bool(zh_names | en_names)
        differ += [(zh, en)] if zh_names != en_names else []
    assert named >= 75
    assert len(differ) <= 2
