"""Web pages: blocks, lists, footnotes, encodings, what is left out, and what is hostile."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from corpora.errors import InputError
from corpora.readers.html.read import extract
from corpora.reading import read_document
from corpora.repair.document import repair

PATH = Path("page.html")


def texts(page, **kind):
    """Paragraphs as repair leaves them, footnotes last."""
    found = extract(page if isinstance(page, bytes) else page.encode(), PATH)
    paragraphs = repair(found.text, found.lines, found.marks, paged=False).paragraphs
    return [(p.kind, p.text) for p in paragraphs] if kind else [p.text for p in paragraphs]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>One.</p><p>Two.", ["One.", "Two."]),
        ("<div>One.<div>Two.</div>Three.</div>", ["One.", "Two.", "Three."]),
        ("<p>a  b\n c&nbsp;d</p>", ["a b c d"]),
        ("<p>大会\n    重申 <b>其</b>\n<i>决议</i>。</p>", ["大会重申其决议。"]),
        ("<p>re&shy;solution <wbr>text</p>", ["resolution text"]),
        ("<p>First line<br>second line</p>", ["First line second line"]),
        ("<pre>First line\nsecond line</pre>", ["First line second line"]),
        ("<h2>I. Peace</h2><p>Text.", ["I. Peace", "Text."]),
        ("<ul><li>One<li>Two<ol><li>Deep</ol></ul>", ["• One", "• Two", "1. Deep"]),
        ("<ol type=a><li><p>One</p><p>More</p></li><li value=5>Two</ol>", ["a. One", "More", "e. Two"]),
        ("<ol reversed><li>x<li>y</ol>", ["2. x", "1. y"]),
        ("<ol style='list-style: none'><li>(a) x</ol>", ["(a) x"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>和平</ol>", ["一、和平"]),
        ("<p><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>The Council", ["1. The Council"]),
        ("<dl><dt>Term<dd>Meaning</dl>", ["Term", "Meaning"]),
        ("<p>Kept <del>gone</del><s>gone</s> <ins>new</ins></p>", ["Kept new"]),
        ("<p>汉<ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby></p>", ["汉字"]),
        ("<nav>Home</nav><header>Site</header><main><header>Title</header><p>Text.</main><footer>©", ["Title", "Text."]),
        ("<div role=navigation>Home</div><p>Text.", ["Text."]),
        ("<p>Text.<span style='display:none'>x</span><span hidden>y</span></p><p style='mso-hide:all'>z", ["Text."]),
        ("<script>1<2</script><style>p{}</style><template><p>x</template><p>Text.", ["Text."]),
        ("<p>Text.<input value=x><select><option>y</select><textarea>z</textarea>", ["Text."]),
        ("<div title=header><p>Running head</p></div><p>Text.", ["Text."]),
        ("<p>Water is H<sub>2</sub>O on 10 km<sup>2</sup> and 10<sup>6</sup>.", ["Water is H2O on 10 km2 and 106."]),
        ("<p>resolution.<sup>3</sup> It decided", ["resolution. It decided"]),
        ("<p>决议<sup>3</sup>。", ["决议。"]),
        ("<p>the 3<sup>rd</sup> session", ["the 3rd session"]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["a", "b", "c", "d"]),
        ("<p>x &lt;b&gt; &amp; y</p>", ["x <b> & y"]),
        ("<p>1 < 2 and 3 > 2</p>", ["1 < 2 and 3 > 2"]),
    ],
)  # fmt: skip
def test_blocks(page, expected):
    assert texts(page) == expected


def test_kinds():
    page = "<h1>Peace</h1><p>The Council met.</p><ul><li>One</ul><blockquote><p>Quoted.</blockquote><table><tr><td>1<td><p>2</p></table>"
    page += "<table><tr><td><p>Layout one.</p><p>Layout two.</p></td></tr></table><h2>Annex</h2>"
    kinds = ["heading", "body", "list", "quote", "cell", "cell", "body", "body", "annex"]
    assert [kind for kind, _ in texts(page, kind=True)] == kinds


WORD = """<p>The Council met.<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> It decided.</p>
<div><hr><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> See A/99/1.</p><p>More of it.</p></div></div>"""
OFFICE = """<p>The Council met.<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></sup> It decided.</p>
<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>
See A/99/1.</p></div>"""
ARIA = """<p>The Council met.<sup><a href="#n" role="doc-noteref">1</a></sup> It decided.</p>
<aside id="n" role="doc-footnote"><sup>1</sup> See A/99/1.</aside>"""
MARKDOWN = """<p>The Council met.<sup id="fnref:1"><a href="#fn:1">1</a></sup> It decided.</p>
<section class="footnotes"><ol><li id="fn:1"><p>See A/99/1. <a href="#fnref:1">↩︎</a></p></li></ol></section>"""


@pytest.mark.parametrize("page", [WORD, OFFICE, ARIA, MARKDOWN], ids=["word", "office", "aria", "markdown"])
def test_footnotes(page):
    found = texts(page, kind=True)
    assert found[0] == ("body", "The Council met. It decided.")
    assert found[1] == ("footnote", "See A/99/1.")
    assert [f for f in found[2:] if f[0] != "footnote"] == []
    result = extract(page.encode(), PATH)
    assert [m.reason for m in result.marks if m.reason != "link back"] == ["footnote mark", "footnote number"]


def test_links_that_call_no_note_are_text():
    page = '<p>See section <a href="#s2">2</a> and <a href="https://undocs.org/A/99/1">A/99/1</a>.</p><h2 id="s2">2. More</h2>'
    assert texts(page) == ["See section 2 and A/99/1.", "2. More"]


def test_pages():
    page = "<p>One.</p><p style='page-break-before:always'>Two.</p><br style='page-break-before:always'><p>Three."
    lines = extract(page.encode(), PATH).lines
    assert [line.page_break for line in lines] == [False, True, True]


@pytest.mark.parametrize(
    ("encoding", "declared", "named"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb2312", "utf-8"),
        ("gb18030", "gb2312", "gb18030"),
        ("big5", "big5", "big5"),
        ("gb18030", "utf-8", "gb18030"),
        ("utf-16", "utf-8", "utf-16"),
        ("utf-8-sig", "big5", "utf-8"),
        ("gb18030", "nonsense", "gb18030"),
    ],
)
def test_encodings(encoding, declared, named):
    text = (
        "大會重申其決議，並請秘書長就本決議的執行情況提出報告。"
        if encoding == "big5"
        else "大会重申其决议，并请秘书长就本决议的执行情况提出报告。"
    )
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'.encode(encoding)
    result = extract(page, PATH)
    assert result.text == text + "\n"
    assert result.encoding == f"html, {named}"


def test_language_and_symbol():
    page = '<html lang="zh-Hans"><head><meta name="DC.Identifier" content="A/99/1"></head><body>大会</body></html>'
    result = extract(page.encode(), PATH)
    assert (result.language, result.symbol) == ("zh", "A/99/1")


def test_a_saved_page():
    page = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E5=A4=A7=E4=BC=9A</p>\n--x--\n'
    assert texts(page) == ["大会"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (b"<html><body><script>load()</script></body></html>", "no text"),
        (b"<html></html>", "no text"),
    ],
)
def test_what_cannot_be_used(page, message):
    with pytest.raises(InputError, match=message):
        extract(page, PATH)


def test_deep_but_harmless():
    assert texts("<b>" * 600 + "text" + "</b>" * 600) == ["text"]


@pytest.mark.thorough("large hostile input")
@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 100_000 + b"x",
        b"<ol>" + b"<li>x" * 60_000 + b"</ol>",
        b"<p>" + b"<b>" * 50_000,
        b'<a href="#x">1</a>' * 20_000 + b"<p id=x>y",
        b"<p " + b"a=b " * 100_000 + b">text",
        b"<p>" + b"&nbsp;" * 500_000 + b"x",
        b"<table>" * 5000 + b"x",
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;</p>",
    ],
)
def test_hostile_pages_end_soon(page):
    with suppress(InputError):
        assert extract(page, PATH).text


@pytest.mark.thorough("large hostile input")
def test_mutations():
    rng = random.Random(7)
    seeds = [page.encode() for page in (WORD, OFFICE, ARIA, MARKDOWN)]
    for _ in range(400):
        page = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(page))
            size = rng.randint(0, 20)
            page[at : at + size] = rng.choice((b"", b"<", b">", b"</div>", b'"', bytes([rng.randrange(256)])))
        try:
            found = extract(bytes(page), PATH)
        except InputError:
            continue
        repair(found.text, found.lines, found.marks, paged=False)


def test_the_number_of_an_article_keeps_its_space(tmp_path):
    path = tmp_path / "t.zh.html"
    body = "<h2>第三条　桥梁</h2><p>第四条 各村应当修桥。</p><p>　　村民　大会决定修桥。</p>"
    path.write_text(f'<html lang="zh"><body>{body}</body></html>', "utf-8")
    assert read_document(path).document.texts == ["第三条　桥梁", "第四条 各村应当修桥。", "村民大会决定修桥。"]


def test_side_bars_of_old_pages_go_and_what_stands_outside_the_main_part_is_named(tmp_path):
    path = tmp_path / "t.en.html"
    text = "The bridge is open from spring to autumn, and the ferry goes twice a day in the winter months of the year."
    path.write_text(
        f'<html lang="en"><body><main><p>{text}</p><table><tr><td class="sidebar"><a href="/">Ferries</a></td>'
        '<td>The toll is paid at the gate.</td></tr></table><div id="breadcrumbs">Home</div></main>'
        "<section><footer><p>The harbour office answers letters about the toll.</p></footer></section></body></html>",
        "utf-8",
    )
    found = read_document(path)
    assert found.document.texts == [text, "The toll is paid at the gate."]
    assert any("The harbour office answers letters about the toll." in warning for warning in found.warnings)
