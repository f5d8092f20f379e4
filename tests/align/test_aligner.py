"""Two documents in, a bitext out, with the built-in model."""

import pytest

from corpora.document import Document

ZH = [
    "安全理事会第三次会议",
    "主席感谢秘书长的报告。",
    "停火监测机制于2031年3月4日开始工作，共部署观察员250名。",
    "难民返回家园的进程仍然缓慢。",
    "会议于下午五时结束。",
]
EN = [
    "Third meeting of the Security Council",
    "The President thanked the Secretary-General for his report.",
    "The ceasefire monitoring mechanism began its work on 4 March 2031.",
    "A total of 250 observers were deployed.",
    "The return of refugees to their homes remained slow.",
    "The meeting rose at 5 p.m.",
]


def links(bitext):
    return [str(link) for link in bitext.links]


def test_a_split_sentence_is_a_one_two_link(aligner):
    bitext = aligner.align(ZH, EN)
    assert links(bitext) == ["[0]:[0]", "[1]:[1]", "[2]:[2, 3]", "[3]:[4]", "[4]:[5]"]
    assert bitext.pairs()[2].en == f"{EN[2]} {EN[3]}"


def test_swapping_sides_mirrors_the_links(aligner):
    forward = aligner.align(Document.from_sentences(ZH, "zh"), Document.from_sentences(EN, "en"))
    backward = aligner.align(Document.from_sentences(EN, "en"), Document.from_sentences(ZH, "zh"))
    assert [(link.source, link.target) for link in forward.links] == [(b.target, b.source) for b in backward.links]
    assert [p.zh for p in forward.pairs()] == [p.zh for p in backward.pairs()]


def test_an_omitted_sentence_is_a_null_link(aligner):
    bitext = aligner.align(ZH, [*EN[:4], EN[5]])
    assert "[3]:[]" in links(bitext)


@pytest.mark.parametrize(("zh", "en"), [([], []), ([], EN), (ZH, []), ([""], [""]), (["   "], EN), (ZH[:1], EN[:1])])
def test_empty_and_tiny_documents(aligner, zh, en):
    bitext = aligner.align(zh, en)
    assert [k for link in bitext.links for k in link.source] == list(range(len(zh)))
    assert [k for link in bitext.links for k in link.target] == list(range(len(en)))


def test_blank_lines_keep_their_numbers(aligner):
    bitext = aligner.align([ZH[0], "", *ZH[1:]], [*EN[:2], "", "", *EN[2:]])
    assert [k for link in bitext.links for k in link.source] == list(range(len(ZH) + 1))
    assert [k for link in bitext.links for k in link.target] == list(range(len(EN) + 2))
    assert "[1]:[]" in links(bitext)
    assert "[3]:[4, 5]" in links(bitext)


@pytest.mark.thorough("large hostile input")
def test_odd_text_never_fails(aligner):
    odd = ["\ud800", "\x00\x01", "a" * 100_000, "联" * 20_000, "被占領土", "🙂", "עברית", ""]
    vectors = aligner.encoder.encode(odd)
    assert vectors.shape == (len(odd), vectors.shape[1])
    norms = (vectors**2).sum(1) ** 0.5
    assert all(abs(norm - 1) < 1e-4 or norm == 0 for norm in norms)
    aligner.align(odd, EN)


def test_vectors_do_not_depend_on_the_batch(aligner):
    together = aligner.encoder.encode(ZH + EN)
    alone = [aligner.encoder.encode([text])[0] for text in ZH + EN]
    assert (together == alone).all()


def test_signature_names_model_and_costs(aligner):
    signature = aligner.align(ZH, EN).signature
    assert aligner.encoder.fingerprint in signature
    assert "skip=" in signature
