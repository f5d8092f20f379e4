"""The bundled samples: raw files, gold links and planted faults belong together."""

import difflib
import json
import re

import pytest

from tests.places import SAMPLES

FAULTS = json.loads((SAMPLES / "faults.json").read_text(encoding="utf-8"))
DOCUMENTS = {entry["name"]: entry for entry in FAULTS.values()}
SIDES = {"zh": "src", "en": "tgt"}
KINDS = {"omission", "number", "date", "symbol", "term"}

each_name = pytest.mark.parametrize("name", sorted(DOCUMENTS))
each_version = pytest.mark.parametrize("version", ["clean", "faulty"])


def sentences(version, name, language):
    return (SAMPLES / "gold" / version / SIDES[language] / name).read_text(encoding="utf-8").splitlines()


def raw(version, name, language):
    path = SAMPLES / version / f"{DOCUMENTS[name]['stem']}.{language}.txt"
    return path.read_text(encoding="utf-8")


def links(version, name):
    lines = (SAMPLES / "gold" / version / "gold" / f"{name}.align").read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(part) for part in line.split(":")) for line in lines]


def squeeze(text):
    return re.sub(r"\s+", "", text)


def pieces(sentence, text, reach=900):
    """The fewest pieces in which the text holds the sentence, page furniture between them; 0 where it does not."""
    found = []
    for start in (m.start() for m in re.finditer(re.escape(sentence[:3]), text)):
        position, rest, count = start, sentence, 0
        while rest and count < 4:
            window = text[position : position + (reach if count else len(rest))]
            size = next((n for n in range(len(rest), 0, -1) if rest[:n] in window), 0)
            if not size or (size < 2 and rest != rest[:size]):
                break
            position += window.index(rest[:size]) + size
            rest, count = rest[size:], count + 1
        if not rest:
            found.append(count)
    return min(found, default=0)


@each_version
def test_three_pairs_in_raw_layout(version):
    stems = {entry["stem"] for entry in DOCUMENTS.values()}
    assert len(stems) >= 3
    found = {path.name for path in (SAMPLES / version).iterdir()}
    assert found == {f"{stem}.{language}.txt" for stem in stems for language in SIDES}


@each_name
@each_version
def test_gold_links_cover_every_sentence_once_and_in_order(version, name):
    gold = links(version, name)
    for side, language in enumerate(SIDES):
        ids = [i for link in gold for i in link[side]]
        count = len(sentences(version, name, language))
        assert count >= 40
        assert ids == list(range(count))
    shapes = {(len(source), len(target)) for source, target in gold}
    assert {(1, 1), (1, 2), (2, 1), (2, 2)} <= shapes


@each_name
@each_version
@pytest.mark.parametrize("language", sorted(SIDES))
def test_raw_text_holds_every_gold_sentence(version, name, language):
    text = squeeze(raw(version, name, language))
    counts = {s: pieces(squeeze(s), text) for s in sentences(version, name, language)}
    assert not [s for s, count in counts.items() if not count]
    cut = [s for s, count in counts.items() if count > 1]
    assert 1 <= len(cut) <= 10


@each_name
def test_faulty_and_clean_differ_only_at_the_faults(name):
    faults = DOCUMENTS[name]["faults"]
    changed = 0
    for language in SIDES:
        places = {fault[f"{language}_sentence"] for fault in faults}
        for fault in faults:
            for hits in list(fault.get("renderings", {}).values())[1:]:
                places |= {hit[0 if language == "zh" else 1] for hit in hits}
        missing = [f["en" if language == "zh" else "zh"] for f in faults if f[f"{language}_sentence"] is None]
        before, after = (sentences(version, name, language) for version in ("clean", "faulty"))
        assert len(before) - len(after) == len(missing)
        for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "replace":
                assert set(range(j1, j2)) <= places
                changed += j2 - j1
            elif tag != "equal":
                assert (tag, i2 - i1) == ("delete", 1)
                changed += 1
    renderings = next(f["renderings"] for f in faults if f["kind"] == "term")
    deviations = sum(len(hits) for hits in list(renderings.values())[1:])
    assert changed == len(faults) - 1 + deviations


@each_name
def test_each_document_has_every_kind_of_fault(name):
    assert {fault["kind"] for fault in DOCUMENTS[name]["faults"]} == KINDS


@each_name
def test_fault_texts_stand_in_their_sentences(name):
    texts = {language: sentences("faulty", name, language) for language in SIDES}
    clean = {language: "\n".join(sentences("clean", name, language)) for language in SIDES}
    for fault in DOCUMENTS[name]["faults"]:
        if fault["kind"] == "term":
            continue
        for language in SIDES:
            place = fault[f"{language}_sentence"]
            if place is None:
                assert fault["kind"] == "omission"
                assert not fault[language]
            else:
                assert fault[language] in texts[language][place]
        if fault["kind"] == "omission":
            continue
        assert (fault["zh"] in clean["zh"]) != (fault["en"] in clean["en"]), "one side is wrong, the other right"


@each_name
def test_a_term_is_rendered_in_three_ways_in_the_faulty_version_only(name):
    fault = next(f for f in DOCUMENTS[name]["faults"] if f["kind"] == "term")
    varied, (main, *others) = fault["varied"], fault["renderings"]
    assert main == fault[varied]
    assert len(others) == 2
    assert len(fault["renderings"][main]) >= 5
    texts = {language: sentences("faulty", name, language) for language in SIDES}
    for rendering, hits in fault["renderings"].items():
        for zh, en in hits:
            shown = {"zh": fault["zh"], "en": fault["en"]} | {varied: rendering}
            assert shown["zh"] in texts["zh"][zh]
            assert shown["en"] in texts["en"][en].lower()
    clean = "\n".join(sentences("clean", name, varied)).lower()
    assert not [other for other in others if other in clean]


@each_name
@each_version
def test_clean_text_has_paired_brackets(version, name):
    for language in SIDES:
        text = "".join(sentences(version, name, language))
        text = re.sub(r"\([a-z]\) ", "", text)
        assert [text.count(a) for a in "(《“["] == [text.count(b) for b in ")》”]"]
