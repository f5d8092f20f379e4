"""Signature blocks: titles before the names in Chinese and behind them in English."""

import pytest

HEAD = [("2031年5月4日给秘书长的信", "Letter dated 4 May 2031 addressed to the Secretary-General"), ("谨随函转递联合声明。", "I have the honour to transmit a joint statement.")]  # fmt: skip
REAL = [
    ("巴西常驻联合国代表", "Permanent Representative of Brazil to the United Nations", "玛丽亚·席尔瓦(签名)", "(Signed) Maria Silva"),
    ("挪威常驻联合国代表", "Permanent Representative of Norway to the United Nations", "张伟(签名)", "(Signed) Zhang Wei"),
    ("肯尼亚常驻联合国代表", "Permanent Representative of Kenya to the United Nations", "约翰·史密斯(签名)", "(Signed) John Smith"),
    ("泰国常驻联合国代表", "Permanent Representative of Thailand to the United Nations", "安娜·彼得罗夫(签名)", "(Signed) Anna Petrov"),
]  # fmt: skip
MADE_UP = [(zh.replace(zh[:-7], land), en.replace(en.split()[3], name), a, b) for (zh, en, a, b), (land, name) in zip(REAL, (("佐拉", "Zora"), ("维尔托", "Vilto"), ("科尔尼", "Corni"), ("埃斯", "Ess")), strict=True)]  # fmt: skip


def sides(block, name_first_in_english=True):
    zh, en = [a for a, _ in HEAD], [b for _, b in HEAD]
    for title, english_title, name, english_name in block:
        zh += [title, name]
        en += [english_name, english_title] if name_first_in_english else [english_title, english_name]
    return zh, en


def pairs(aligner, zh, en):
    return {tuple(zip(k.source, k.target, strict=True)) for k in aligner.align(zh, en).links}


@pytest.mark.parametrize("block", [REAL, MADE_UP])
def test_titles_link_and_names_cross(aligner, block):
    zh, en = sides(block)
    wanted = {((0, 0),), ((1, 1),)}
    for k in range(len(block)):
        wanted |= {((2 + 2 * k, 3 + 2 * k),), ((3 + 2 * k, 2 + 2 * k),)}
    assert pairs(aligner, zh, en) == wanted
    links = aligner.align(zh, en).links
    assert [k.source.start for k in links if k.crossing] == [3, 5, 7, 9]


def test_nothing_crosses_where_both_have_the_title_first(aligner):
    zh, en = sides(REAL, name_first_in_english=False)
    assert pairs(aligner, zh, en) == {((k, k),) for k in range(len(zh))}


def test_a_name_that_is_missing_shifts_nobody(aligner):
    zh, en = sides(REAL)
    en.remove("(Signed) Zhang Wei")
    found = {(tuple(k.source), tuple(k.target)) for k in aligner.align(zh, en).links}
    assert ((5,), ()) in found
    assert {((2,), (3,)), ((3,), (2,)), ((4,), (4,)), ((6,), (6,)), ((7,), (5,)), ((9,), (7,))} <= found
