"""Language tags: codes of tools, names of columns, which Chinese."""

import pytest

from corpora.text import heading_of, language_of_tag, language_tag, more_than_language, variety_of


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("zh", "zh"),
        ("ZH_cn", "zh-CN"),
        ("zh_Hans", "zh-Hans"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("zh-TW-Hant", "zh-Hant-TW"),
        ("zho-CN", "zh-CN"),
        ("CHS", "zh-Hans"),
        ("cht", "zh-Hant"),
        ("enu", "en-US"),
        ("eng", "en"),
        ("EN_gb", "en-GB"),
        ("English (United States)", "en-US"),
        ("Chinese_Hong_Kong_SAR", "zh-HK"),
        ("zh-Latn-pinyin", "zh-Latn"),
        ("zh-CN-Latn", "zh-Latn"),
        ("fra", "fr"),
        ("", ""),
        ("x" * 500, "x" * 80),
    ],
)
def test_codes(code, tag):
    assert language_tag(code) == tag


@pytest.mark.parametrize(
    ("name", "tag", "form"),
    [
        ("zh", "zh", ""),
        ("CH", "zh", ""),
        ("Simplified Chinese", "zh-Hans", ""),
        ("Chinese (Traditional, Taiwan)", "zh-Hant-TW", ""),
        ("简体中文", "zh-Hans", ""),
        ("中文（香港）", "zh-HK", ""),
        ("英语（英国）", "en-GB", ""),
        ("英文名称", "en", ""),
        ("中文简称", "zh", "shortForm"),
        ("Chinese - Full term", "zh", "fullForm"),
        ("EN abbr.", "en", "abbreviation"),
        ("English text 2", "en", ""),
        ("Français", "fr", ""),
        ("Pinyin", "zh-Latn", ""),
        ("Chinese (Pinyin)", "zh-Latn", ""),
        ("汉语拼音", "zh-Latn", ""),
        ("entry", "", ""),
        ("en_ids", "", ""),
        ("zh_score", "", ""),
        ("China", "", ""),
        ("原文", "", ""),
        ("English and Chinese", "", ""),
        ("zh-" + "hans" * 60 + "1", "", ""),
    ],
)
def test_names_of_columns(name, tag, form):
    assert heading_of(name) == (tag, form)


def test_which_chinese():
    tags = ["zh-Hans", "zh-CN", "zh-SG", "zh-Hant", "zh-TW", "zh-HK", "zh-MO", "zh-Hans-HK", "zh", "en-GB"]
    found = [variety_of(tag) for tag in tags]
    assert found == ["simplified"] * 3 + ["traditional"] * 4 + ["simplified", None, None]


def test_pinyin_is_a_language_of_its_own():
    assert language_of_tag("zh-Latn") == "zh-Latn"
    assert more_than_language("zh") == ""
    assert more_than_language("zh-Hant") == "zh-Hant"
