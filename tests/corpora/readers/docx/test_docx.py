"""Word files: what Word shows is what comes out. Files are written part by part, or by python-docx and LibreOffice."""

import io
import json
from pathlib import Path

import pytest

from corpora.errors import InputError
from corpora.readers.docx.read import extract, extract_head
from corpora.reading import read_document
from corpora.text.list_numbers import format_number
from tests.corpora.readers.build_docx import (
    MAIN,
    STYLES,
    WORDS,
    level,
    note,
    note_reference,
    numbering,
    par,
    rich_docx,
    run,
    table,
    text_box,
    wordfile,
    zipped,
)

HERE = Path(__file__).resolve().parent
CASES = json.loads((HERE / "cases" / "numbering.json").read_text(encoding="utf-8"))
FILE = Path("a.docx")
LIST_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    '<w:basedOn w:val="Heading1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Derived"><w:name w:val="Derived"/><w:basedOn w:val="Heading1"/></w:style>'
    '<w:style w:type="numbering" w:styleId="ListStyle"><w:name w:val="ListStyle"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    "</w:numPr></w:pPr></w:style>"
)
AUTHOR = 'w:id="1" w:author="Editor" w:date="2024-09-01T00:00:00Z"'


def read(body, parts=None, **options):
    return extract(wordfile(body, parts, **options), FILE)


def texts(extracted):
    return [line.text for line in extracted.lines if line.text]


def kinds(extracted):
    return [line.kind for line in extracted.lines if line.text]


def marked(extracted):
    return [(extracted.text[mark.start : mark.end], mark.reason) for mark in extracted.marks]


def one_level(number, given):
    style, text, *more = given
    options = more[0] if more else {}
    inside = f'<w:lvlRestart w:val="{options["restart"]}"/>' if "restart" in options else ""
    inside += f'<w:pStyle w:val="{options["style"]}"/>' if "style" in options else ""
    inside += "<w:isLgl/>" if options.get("legal") else ""
    inside += f'<w:suff w:val="{options["suff"]}"/>' if "suff" in options else ""
    return level(number, style, text, inside, options.get("start", 1))


def numbered_file(case):
    definitions = {}
    for key, levels in case["definitions"].items():
        link = case.get("link", {}).get(key, "")
        name = "styleLink" if link.startswith("=") else "numStyleLink"
        front = f'<w:{name} w:val="{link.lstrip("=")}"/>' if link else ""
        definitions[int(key)] = front + "".join(one_level(number, given) for number, given in enumerate(levels))
    lists = {}
    for key, given in case["lists"].items():
        definition, starts, levels = (given, {}, {}) if isinstance(given, str) else (*given, {}, {})[:3]
        more = ""
        for place, start in starts.items():
            more += f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for place, one in levels.items():
            more += f'<w:lvlOverride w:ilvl="{place}">{one_level(int(place), one)}</w:lvlOverride>'
        lists[int(key)] = (int(definition), more)
    body = ""
    for one in case["paragraphs"]:
        style, *listed = (one,) if isinstance(one, str) else one if isinstance(one[0], str) else ("", *one)
        body += par("x", style, tuple(listed) if listed else None)
    return wordfile(body, {"styles": LIST_STYLES, "numbering": numbering(definitions, lists)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_numbers_come_back_as_text(case):
    glued = case.get("no_space", [])
    expected = [f"{label}{'' if number in glued or not label else ' '}x" for number, label in enumerate(case["labels"])]
    assert texts(extract(numbered_file(case), FILE)) == expected


@pytest.mark.parametrize(
    ("style", "pairs"),
    [
        ("upperRoman", {4: "IV", 49: "XLIX", 1999: "MCMXCIX"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th", 121: "121st"}),
        ("ordinalText", {1: "First", 12: "Twelfth", 20: "Twentieth", 32: "Thirty-second", 101: "One hundred first"}),
        ("cardinalText", {7: "Seven", 45: "Forty-five", 110: "One hundred ten", 2000: "Two thousand"}),
        ("chineseCounting", {10: "十", 15: "十五", 20: "二十", 100: "一〇〇"}),
        (
            "chineseCountingThousand",
            {10: "十", 110: "一百一十", 1001: "一千零一", 10010: "一万零一十", 20500: "二万零五百"},
        ),
        ("japaneseCounting", {1: "一", 111: "百十一", 1100: "千百"}),
        ("chineseLegalSimplified", {10: "壹拾", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {6: "陸", 2000: "貳仟"}),
        ("ideographZodiacTraditional", {1: "甲子", 13: "丙子", 60: "癸亥", 61: "61"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalZero", {9: "09", 10: "10"}),
        ("upperRoman", {0: "0", -3: "-3", 40000: "40000"}),
        ("arabicAbjad", {3: "3"}),
    ],
)
def test_number_formats(style, pairs):
    assert {value: format_number(value, style) for value in pairs} == pairs


def test_the_rich_document_is_read_in_order_in_both_languages():
    for language in ("en", "zh"):
        words = WORDS[language]
        found = extract(rich_docx(language), FILE)
        lines = texts(found)
        assert words["head"] == lines[1]
        assert lines.count(words["head"]) == 1  # the running head is left out
        first = lines.index(words["title"] + "*")
        assert kinds(found)[first : first + 3] == ["title", "heading", "heading"]
        head = "I. " if language == "en" else "一、"
        assert head + words["headings"][0] in lines
        items = [f"({letter}) {text}" for letter, text in zip("abc", words["items"], strict=True)]
        assert lines[lines.index(items[0]) : lines.index(items[0]) + 3] == items
        before, old, new, after = words["changed"]
        assert f"3. {before}{new}{after}" in lines
        assert old not in found.text
        assert "SECRET" not in found.text
        cells = [text for row in words["table"] for text in row if text]
        assert [line.text for line in found.lines if line.kind == "cell"][6:] == cells
        assert found.text.count(words["box"][1]) == 1
        assert lines[-3:] == [f"* {words['own_note']}", f"1 {words['first_note']}", f"2 {words['third_note']}"]
        assert kinds(found)[-3:] == ["footnote"] * 3
        assert f"1. {words['annex_text']}" in lines
        assert [line.text for line in found.lines if line.page_break] == [words["annex"]]
        assert found.warnings == ("tracked changes taken as accepted (2)", "hidden text left out (6 characters)")


def test_both_languages_of_the_rich_document_have_the_same_form():
    english, chinese = (extract(rich_docx(language), FILE) for language in ("en", "zh"))
    assert kinds(english) == kinds(chinese)
    assert [mark.reason for mark in english.marks] == [mark.reason for mark in chinese.marks]


def test_sentences_of_a_file_on_disk(tmp_path):
    for language in ("en", "zh"):
        path = tmp_path / f"A_99_12.{language}.docx"
        path.write_bytes(rich_docx(language))
        document = read_document(path).document
        words = WORDS[language]
        assert (document.language, document.symbol) == (language, "A/99/12")
        assert document.texts[0] == words["title"]
        assert document.texts[-1] == words["third_note"]
        assert words["first"] + words["first_end"] in {text.removeprefix("1. ") for text in document.texts}


def test_one_file_gives_the_same_text_in_the_strict_form():
    body = par(run("A") + note_reference(2)) + par("B", num=(1, 0))
    parts = {
        "numbering": numbering({0: level(0, "decimal", "%1.")}, {1: 0}),
        "footnotes": note(2, "N"),
    }
    assert texts(read(body, parts)) == texts(read(body, parts, strict=True)) == ["A1", "1. B", "1 N"]


def test_tables_are_read_row_by_row_and_merged_cells_once():
    rows = [
        ['<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + par("head")],
        ['<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + par("tall"), par("b") + par("c")],
        ["<w:tcPr><w:vMerge/></w:tcPr>" + par("hidden below"), par("d")],
        ['<w:tcPr><w:vMerge w:val="continue"/></w:tcPr>' + par("hidden below"), par("")],
    ]
    found = read(par("before") + table(rows) + par("after"))
    assert texts(found) == ["before", "head", "tall", "b", "c", "d", "after"]
    assert kinds(found) == [None, *["cell"] * 5, None]


def test_tables_inside_cells_keep_their_order():
    inner = table([[par("1"), par("2")], [par("3"), par("4")]])
    found = read(table([[par("a") + inner + par("b"), par("c")]]))
    assert texts(found) == ["a", "1", "2", "3", "4", "b", "c"]
    assert set(kinds(found)) == {"cell"}


def test_forty_tables_inside_each_other():
    nested = par("deep")
    for _ in range(40):
        nested = table([[nested + par()]])
    assert texts(read(nested)) == ["deep"]


def test_changes_are_accepted():
    kept = f"<w:ins {AUTHOR}>{run('new')}</w:ins>"
    gone = f"<w:del {AUTHOR}><w:r><w:delText>old</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom {AUTHOR}>{run('there')}</w:moveFrom><w:moveTo {AUTHOR}>{run('here')}</w:moveTo>"
    formatted = f"<w:pPr><w:pPrChange {AUTHOR}><w:pPr><w:pStyle w:val='Title'/></w:pPr></w:pPrChange></w:pPr>"
    rows = [[par("stays")], [par("goes")]]
    deleted_row = table(rows).replace(
        '<w:tr><w:tc><w:p><w:r><w:t xml:space="preserve">goes',
        f'<w:tr><w:trPr><w:del {AUTHOR}/></w:trPr><w:tc><w:p><w:r><w:t xml:space="preserve">goes',
    )
    body = par(run("a ") + kept + gone + moved) + f"<w:p>{formatted}{run('plain')}</w:p>" + deleted_row
    both = f"<w:ins {AUTHOR}><w:del {AUTHOR}><w:r><w:delText>never</w:delText></w:r></w:del></w:ins>"
    found = read(body + par(run("end") + both), {"styles": STYLES})
    assert texts(found) == ["a newhere", "plain", "stays", "end"]
    assert kinds(found)[1] is None
    assert found.warnings[0].startswith("tracked changes taken as accepted")


def test_a_paragraph_whose_end_is_deleted_runs_on_under_the_number_of_the_next():
    joined = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    gone = f"<w:del {AUTHOR}><w:r><w:delText>gone</w:delText></w:r></w:del>"
    parts = {"numbering": numbering({0: level(0, "decimal", "%1.")}, {1: 0})}
    body = (
        par("one", num=(1, 0))
        + par("two ", num=(1, 0), properties=joined)
        + par("and more", num=(1, 0))
        + par(gone, num=(1, 0), properties=joined)
        + par("three", num=(1, 0))
    )
    assert texts(read(body, parts)) == ["1. one", "2. two and more", "3. three"]
    assert texts(read(par("last", properties=joined))) == ["last"]
    assert texts(read(table([[par("in", properties=joined)]]) + par("out"))) == ["in", "out"]


@pytest.mark.thorough("large hostile input")
def test_many_deleted_ends_in_a_row_take_linear_time():
    joined = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    assert len(texts(read(par("x", properties=joined) * 20_000 + par("y")))[0]) == 20_001


def test_a_heading_that_runs_into_its_text_keeps_its_number():
    parts = {"numbering": numbering({0: level(0, "decimal", "%1.")}, {1: 0})}
    hidden = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    body = par("Scope. ", num=(1, 0), properties=hidden) + par("This applies.") + par("Next", num=(1, 0))
    assert texts(read(body, parts)) == ["1. Scope. This applies.", "2. Next"]


def test_a_large_first_letter_belongs_to_its_word():
    body = par("T", properties='<w:framePr w:dropCap="drop" w:lines="3"/>') + par("he Council met.")
    assert texts(read(body + par("In a frame", properties='<w:framePr w:w="100"/>') + par("x"))) == [
        *("The Council met.", "In a frame", "x")
    ]


def test_hidden_text_is_left_out_and_counted():
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Notes"><w:name w:val="Notes"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        par(run("a") + run("b", "<w:vanish/>") + run("c", '<w:rStyle w:val="Secret"/>') + run("d"))
        + par("efg", "Notes")
        + par(run("h", '<w:vanish w:val="0"/>'), "Notes")
    )
    found = read(body, {"styles": styles})
    assert texts(found) == ["ad", "h"]
    assert found.warnings == ("hidden text left out (5 characters)",)


def char(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text):
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def test_fields_give_their_results():
    complex_field = char("begin") + instruction(" REF x ") + char("separate") + run("annex I") + char("end")
    inner = char("begin") + instruction(" PAGE ") + char("separate") + run("7") + char("end")
    nested = (
        char("begin") + instruction(" IF ") + inner + instruction(" = 7 ") + char("separate") + run("yes") + char("end")
    )
    simple = f'<w:fldSimple w:instr=" DATE ">{run("1 May")}</w:fldSimple>'
    link = f'<w:hyperlink r:id="rId9">{run("undocs.org")}</w:hyperlink>'
    assert texts(read(par(run("see ") + complex_field) + par(nested) + par(simple) + par(link))) == [
        "see annex I",
        "yes",
        "1 May",
        "undocs.org",
    ]


def test_a_broken_field_hides_one_paragraph_at_most():
    body = par(char("begin") + instruction(" REF ") + run("lost")) + par("kept") + par(char("end") + run("and kept"))
    assert texts(read(body)) == ["kept", "and kept"]
    assert texts(read(par(char("end") + char("separate") + run("x")))) == ["x"]


def test_numbers_that_only_fields_make_are_missed_with_a_warning():
    body = par(char("begin") + instruction(" AUTONUM ") + char("end") + run("The Council"))
    found = read(body)
    assert texts(found) == ["The Council"]
    assert found.warnings == ("paragraph numbers made by fields are not in the file (1)",)


def test_a_table_of_contents_loses_its_page_numbers():
    start = char("begin") + instruction(' TOC \\o "1-3" ') + char("separate")
    body = (
        par(start + run("Introduction\t1"), "TOC1")
        + par("Background . . . . . 12", "TOC1")
        + par(run("Annex\tiv") + char("end"))
        + par("Table 3\t15")
    )
    found = read(body, {"styles": STYLES})
    assert [text for text, _ in marked(found)] == ["\t1", " . . . . . 12", "\tiv"]
    assert kinds(found) == ["heading", "heading", "heading", None]


def test_characters_of_their_own():
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    wing = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F028"/></w:r>'
    parts = (
        run("A/C.")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + run("2")
        + "<w:r><w:tab/></w:r>"
        + run("b")
        + "<w:r><w:softHyphen/></w:r>"
        + symbol
        + wing
        + run("\uf061", '<w:rFonts w:ascii="Symbol"/>')
    )
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r>"
    )
    math = "<m:oMath><m:r><m:t>x = 3</m:t></m:r></m:oMath>"
    body = par(parts) + par(ruby) + par(run("if ") + math) + par("one\ntwo")
    found = read(body)
    assert texts(found) == ["A/C.-2\tb≥✓α", "汉", "if x = 3", "one", "two"]
    blocks = [line.block for line in found.lines if line.text]
    assert blocks == [0, 1, 2, 3, 3]


def test_text_boxes_follow_their_paragraph_and_come_once():
    box = text_box(par("in the box") + table([[par("cell in the box")]]))
    body = par(run("anchor ") + box + run("goes on")) + par("next")
    found = read(body)
    assert texts(found) == ["anchor goes on", "in the box", "cell in the box", "next"]
    assert kinds(found) == [None, None, "cell", None]
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{par('old box')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert texts(read(par(run("a") + old))) == ["a", "old box"]


def test_the_first_alternative_with_text_is_read():
    empty = "<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    twice = "<mc:AlternateContent><mc:Choice Requires='x'>{}</mc:Choice><mc:Choice Requires='y'>{}</mc:Choice></mc:AlternateContent>"
    assert texts(read(par(empty.format(run("fallback"))))) == ["fallback"]
    assert texts(read(par(twice.format(run("one"), run("two"))))) == ["one"]


def test_controls_and_wrappers_are_seen_through():
    control = "<w:sdt><w:sdtPr><w:alias w:val='x'/><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format(par(control.format(run("inline")) + f"<w:smartTag>{run(' tag')}</w:smartTag>"))
        + empty.format(par("Click here to enter text."))
        + f"<w:customXml>{par('custom')}</w:customXml>"
    )
    assert texts(read(body)) == ["inline tag", "custom"]


def test_footnotes_come_last_in_order_of_reference_and_endnotes_after_them():
    body = (
        par(run("first") + note_reference(5) + run(", second") + note_reference(3))
        + par(run("third") + note_reference(4, own="*") + run(" and end") + note_reference(2, "endnote"))
        + par(run("again") + note_reference(5) + run(" fourth") + note_reference(6))
    )
    footnotes = (
        note(3, "note three") + note(4, "own", own="*") + note(5, "note five") + note(6, "six") + note(7, "never")
    )
    footnotes += '<w:footnote w:id="0" w:type="separator">' + par("------") + "</w:footnote>"
    found = read(body, {"footnotes": footnotes, "endnotes": note(2, "end", "endnote")})
    assert texts(found) == [
        *("first1, second2", "third* and endi", "again1 fourth3"),
        *("1 note five", "2 note three", "* own", "3 six", "i end"),
    ]
    assert kinds(found)[3:] == ["footnote"] * 5
    marks = [text for text, why in marked(found) if why == "footnote mark"]
    assert marks == ["1", "2", "*", "i", "1", "3"]
    numbers = [text for text, why in marked(found) if why == "footnote number"]
    assert numbers == ["1 ", "2 ", "* ", "3 ", "i "]


def test_notes_of_several_paragraphs_and_a_first_number():
    inside = par("<w:r><w:footnoteRef/></w:r>" + run(" one")) + par("two")
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    parts = {"footnotes": f'<w:footnote w:id="2">{inside}</w:footnote>', "settings": settings}
    assert texts(read(par(run("x") + note_reference(2)), parts)) == ["xc", "c one", "two"]


def test_a_reference_that_is_deleted_takes_its_note_with_it():
    gone = f"<w:del {AUTHOR}>{note_reference(2)}</w:del>"
    parts = {"footnotes": note(2, "two") + note(3, "three")}
    assert texts(read(par(run("x") + gone + note_reference(3)), parts)) == ["x1", "1 three"]


def test_kinds_by_style_and_outline():
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a0"><w:name w:val="标题 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="HChG"><w:name w:val="_ H _Ch_G"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    body = "".join(par("x", style) for style in ("1", "a0", "HChG", "Own", "Body", "Title", "Quote", "Unknown"))
    body += par("x", properties='<w:outlineLvl w:val="2"/>')
    expected = ["heading", "heading", "heading", "heading", None, "title", "quote", None, "heading"]
    assert kinds(read(body, {"styles": styles})) == expected


@pytest.mark.thorough("large hostile input")
def test_styles_in_a_circle_and_a_long_chain():
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("a", "b"), ("b", "a"), ("self", "self"))
    )
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{k}"><w:name w:val="s{k}"/><w:basedOn w:val="s{k + 1}"/></w:style>'
        for k in range(5000)
    )
    chain += '<w:style w:type="paragraph" w:styleId="s5000"><w:name w:val="heading 1"/></w:style>'
    found = read(par("x", "a") + par("x", "self") + par("x", "s0"), {"styles": circle + chain})
    assert kinds(found) == [None, None, "heading"]


def test_pages():
    page = '<w:r><w:br w:type="page"/></w:r>'
    rendered = "<w:r><w:lastRenderedPageBreak/></w:r>"
    continuous = '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    body = (
        par("one")
        + par(run("two") + page)
        + par(rendered + run("three"))
        + par(run("four, cut ") + rendered + run("by a page"))
        + par("five", properties="<w:pageBreakBefore/>")
        + par("six", properties="<w:sectPr/>")
        + par("seven", properties=continuous)
        + par("eight")
    )
    found = read(body)
    # five begins a page, as the page that cut four shows behind it; seven goes on after six, eight begins a section
    assert [line.text for line in found.lines if line.page_break] == ["three", "five", "eight"]


def test_what_is_not_read_is_named():
    body = (
        par('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
        + par(
            '<w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="x"/></w:drawing></w:r>'
        )
        * 2
        + '<w:altChunk r:id="rId7"/>'
        + par("text")
    )
    assert read(body).warnings == (
        "holds an embedded object: its text is not read",
        "holds 2 charts: their text is not read",
        "holds a file that Word has yet to insert: its text is not read",
    )


def test_metadata_names_symbol_and_language():
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>zh-CN</dc:language></cp:coreProperties>'
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="sym1">'
        '<vt:lpwstr>A/99/412</vt:lpwstr></property><property name="sym2"><vt:lpwstr>S/2044/918</vt:lpwstr></property>'
        '<property name="Pages"><vt:i4>3</vt:i4></property></Properties>'
    )
    found = read(par("正文"), {"docProps/core.xml": core, "docProps/custom.xml": custom})
    assert (found.language, found.symbol, found.claimed) == ("zh", None, "A/99/412–S/2044/918")
    variable = '<w:docVars><w:docVar w:name="sym1" w:val="E/2024/7"/><w:docVar w:name="sym2" w:val="none"/></w:docVars>'
    assert read(par("x"), {"settings": variable}).claimed == "E/2024/7"
    assert read(par("x")).claimed is None


def test_page_heads_and_names_outvote_the_properties(tmp_path):
    variable = '<w:docVars><w:docVar w:name="sym1" w:val="A/97/6"/></w:docVars>'
    head = par(run("United Nations")) + par(run("A") + run("/99/6 (Sect. 3)"))
    data = wordfile(par("The bridge is open."), {"settings": variable, "header": head})
    for name, symbol in (
        ("letter.docx", "A/99/6(Sect.3)"),
        ("A_99_6 (Sect. 4)_Add.2_Bridges Advance copy.docx", "A/99/6(Sect.4)/Add.2"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert read_document(path).document.symbol == symbol
    path = tmp_path / "other.docx"
    path.write_bytes(wordfile(par("The bridge is open."), {"settings": variable}))
    assert read_document(path).document.symbol == "A/97/6"


def test_macro_files_and_templates_are_read_by_their_content_type():
    for form in ("document.macroEnabled", "template", "template.macroEnabledTemplate"):
        assert texts(read(par("x"), main=MAIN.replace("document.main", f"{form}.main"))) == ["x"]


def test_the_main_part_is_found_by_its_relation():
    import zipfile

    files = {}
    with zipfile.ZipFile(io.BytesIO(wordfile(par("moved")))) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode().replace("word/document.xml", "content/text.xml")
            files[name.replace("word/document.xml", "content/text.xml")] = content
    assert texts(extract(zipped(files), FILE)) == ["moved"]


def test_the_head_of_a_document():
    found = extract_head(wordfile(par("x") * 5000), FILE)
    assert 400 <= len(texts(found)) < 5000
    assert texts(extract_head(rich_docx("en"), FILE))[1] == "A/99/12"


def test_python_docx_writes_what_is_read():
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    document = docx.Document()
    document.add_heading("Progress report", 0)
    document.add_heading("Introduction", 1)
    document.add_paragraph("The Commission met. It decided to meet again.")
    document.add_paragraph("First item", "List Number")
    document.add_paragraph("Second item", "List Number")
    document.add_paragraph("A bullet", "List Bullet")
    document.add_paragraph("委员会举行了会议。", "Intense Quote")
    grid = document.add_table(2, 3)
    for number, cell in enumerate(grid._cells):
        cell.text = f"cell {number}"
    grid.cell(0, 0).merge(grid.cell(0, 1))
    document.add_page_break()
    document.add_paragraph("After the break")
    document.sections[0].header.paragraphs[0].text = "RUNNING HEAD"
    document.core_properties.language = "en-GB"
    buffer = io.BytesIO()
    document.save(buffer)
    found = extract(buffer.getvalue(), FILE)
    assert texts(found) == [
        *("Progress report", "Introduction", "The Commission met. It decided to meet again."),
        *("1. First item", "2. Second item", "• A bullet", "委员会举行了会议。"),
        *("cell 0", "cell 1", "cell 2", "cell 3", "cell 4", "cell 5", "After the break"),
    ]
    assert kinds(found)[:7] == ["title", "heading", None, None, None, "list", "quote"]
    assert found.language == "en"
    assert found.lines[-1].page_break


def test_a_document_without_text_says_so():
    with pytest.raises(InputError, match="no text in it"):
        read(par())
