"""Tags that stand in a text as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.text import find_tags, without_tags
from glossary.rows.view import View

TAGS = {
    "OmegaT": "<a1>term</a1> and <x2/>",
    "Trados": "<1>term</1> and <cf2/>",
    "Phrase": "{1>term<1} and {b>bold<b}{2}",
    "memoQ": "[1}term{1] and {2}",
    "gettext": "%s of %1$s, %(name)s, %.2f",
    "Qt": "copied %1 to %L2, %n",
    "ICU": "{count} of {0:N2} and { $name }",
    "i18next and Vue": "{{name}} ${x} #{y} $(z)",
    "Symfony": "%user_name% of %%",
    "HTML": "<b>a</b> <br/> <a href='x'>b</a> &nbsp; <custom>c</custom>",
    "escaped": "&lt;i&gt;a&lt;/i&gt;",
}
NONE = [
    "a < b and c > d",
    "<http://lake.example/a> and <li@lake.example>",
    "5% of it, 50%d, 20%s",
    "http://a.example/x%20y%E4%BD%A0",
    "R&D; AT&T; Q&As;",
    "<not a tag>",
    "[1] and (2) and {see above the line}",
    "US$5 and $100",
]


@pytest.mark.parametrize("tool", TAGS)
def test_what_tools_write_is_recognised(tool):
    left = without_tags(TAGS[tool])[0]
    assert find_tags(TAGS[tool])
    assert not set("<>{}%$#").intersection(left.replace("%%", "")), left


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_tag_stays(text):
    assert find_tags(text) == []
    assert without_tags(text) == (text, ())


PIECES = st.lists(
    st.sampled_from(
        ["<g1>", "</g1>", "{12}", "%s", "<br/>", " ", "大会", "met", "3", "&nbsp;", "<sup>", "</sup>", "。"]
    ),
    max_size=14,
)


@given(PIECES)
def test_what_is_left_is_the_text_and_each_place_leads_back(pieces):
    text = "".join(pieces)
    view = View.untagged([text])
    left = view.texts[0]
    kept = [at for at, character in enumerate(left) if character not in " ^"]
    for at in kept:
        start, end = view.back(0, at, at + 1)
        assert text[start] == left[at]
        assert end > start
    assert view.back(0, 0, len(left))[1] <= len(text)
