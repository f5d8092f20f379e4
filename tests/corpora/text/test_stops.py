"""How far the sentence rules look: longer asides and quotations than a reader could hold together change nothing."""

import pytest

from corpora.text.sentences import split_sentences


def split(text, language):
    return [text[start:end] for start, end in split_sentences(text, language)]


def aside(between, language):
    """One sentence with a bracket of so many characters between its marks, and a stop within."""
    if language == "zh":
        return f"报告({'甲' * (between - 2)}。乙)已经分发。"
    return f"The report (see {'a' * (between - 11)}. It is) was sent."


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_aside_stays_in_its_sentence_and_a_longer_one_is_no_aside(language):
    # a bracket whose end is lost would else swallow the sentences up to the next one that closes
    assert len(split(aside(299, language), language)) == 1
    assert len(split(aside(300, language), language)) == 2


@pytest.mark.parametrize(("far", "whole"), [(400, True), (499, True), (520, False)])
def test_an_ellipsis_is_a_pause_in_speech_that_opened_not_too_far_before(far, whole):
    text = f"他说：“{'好' * far}……我们继续。"
    assert (len(split(text, "zh")) == 1) == whole


@pytest.mark.parametrize(("far", "whole"), [(400, True), (520, False)])
def test_an_ellipsis_is_a_pause_in_speech_that_closes_not_too_far_after(far, whole):
    text = f"等等……{'好' * far}”，他说"
    assert (len(split(text, "zh")) == 1) == whole


@pytest.mark.parametrize(("far", "whole"), [(400, True), (520, False)])
def test_a_quoted_question_is_embedded_where_its_quotation_opened_not_too_far_before(far, whole):
    text = f"会议以“{'谁' * far}？”为主题"
    assert (len(split(text, "zh")) == 1) == whole


def test_offsets_of_a_later_line_are_those_of_the_whole_text():
    text = "附件\n  ……\n 一。…… 二。\n* *"
    assert split_sentences(text, "zh") == [(0, 2), (5, 7), (9, 13), (14, 16), (17, 20)]
    assert split(text, "zh") == ["附件", "……", "一。……", "二。", "* *"]


def test_marks_before_the_first_letter_belong_to_the_sentence():
    text = "\n * … 一。二。"
    assert split(text, "zh") == ["* … 一。", "二。"]
