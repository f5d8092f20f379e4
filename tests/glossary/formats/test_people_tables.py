"""Tables as people and other tools make them: titles, no header, several sheets, several terms in a cell, a row a term."""

import pytest

from corpora.errors import InputError
from glossary.formats.registry import load
from tests.glossary.formats.foreign import said, table, terms, workbook

TWO = [("港口", "harbour"), ("灯塔", "lighthouse")]


def pairs(loaded):
    return [(concept.preferred("zh"), concept.preferred("en")) for concept in loaded.termbase]


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.tab", "t.txt"])
def test_a_glossary_without_a_header(tmp_path, name):
    mark = "," if name.endswith("csv") else "\t"
    lines = ["ASCII\tASCII", "harbour\t港口\tsee chart 7", "lighthouse\t灯塔"]
    encoding = "utf-16" if name == "t.txt" else "utf-8"
    loaded = load(table(tmp_path, name, "\n".join(["# a comment", *lines]).replace("\t", mark), encoding))
    assert pairs(loaded) == [("ASCII", "ASCII"), *TWO]
    assert [concept.note for concept in loaded.termbase] == ["", "see chart 7", ""]
    assert said(loaded) == ["no header: column 1 taken for English, column 2 taken for Chinese, column 3 for notes"]
    assert loaded.losses[0].kind == "guess"


def test_title_rows_stand_above_the_header(tmp_path):
    rows = [
        ["Harbour terms"],
        ["Updated in May"],
        [],
        ["中文", "English", "Remarks"],
        ["港口", "harbour", "7"],
        ["灯塔", "lighthouse"],
    ]
    loaded = load(workbook(tmp_path, rows))
    assert pairs(loaded) == TWO
    assert next(iter(loaded.termbase)).note == "7"
    assert said(loaded) == ["rows 1 to 3 stand above the header: no data"]


def test_a_row_that_names_languages_below_data_is_no_header(tmp_path):
    loaded = load(table(tmp_path, "t.csv", "港口,harbour\n灯塔,lighthouse\n中文,Chinese\n英文,English\n"))
    assert pairs(loaded) == [*TWO, ("中文", "Chinese"), ("英文", "English")]


def test_two_header_rows(tmp_path):
    rows = [
        ["Chinese", "", "English", ""],
        ["Term", "Abbr.", "Term", "Abbr."],
        ["北海渔业署", "北渔署", "North Sea Fishing Agency", "NSFA"],
    ]
    (concept,) = load(workbook(tmp_path, rows)).termbase
    assert terms(concept) == [
        ("北海渔业署", "", "preferred"),
        ("北渔署", "", "admitted"),
        ("North Sea Fishing Agency", "", "preferred"),
        ("NSFA", "", "admitted"),
    ]
    assert [term.type for term in concept.terms] == ["", "abbreviation", "", "abbreviation"]


def test_a_header_once_more_in_the_other_language(tmp_path):
    loaded = load(table(tmp_path, "t.csv", "zh,en\n中文,英文\n港口,harbour\n灯塔,lighthouse\n"))
    assert pairs(loaded) == TWO
    loaded = load(table(tmp_path, "t.csv", "zh,en\n中文,Chinese\n港口,harbour\n"))
    assert pairs(loaded) == [("中文", "Chinese"), TWO[0]]


def test_all_sheets_with_terms_are_read_and_others_are_named(tmp_path):
    sheets = (
        [["zh", "en"], list(TWO[0])],
        [["English", "Chinese"], list(reversed(TWO[1]))],
        [["about", "us"], ["x", "y"]],
    )
    loaded = load(workbook(tmp_path, *sheets))
    assert pairs(loaded) == TWO
    assert [(loss.part, str(loss)) for loss in loaded.losses] == [
        (True, "sheet 'Sheet3' has no Chinese and English terms: left out")
    ]


def test_several_terms_in_a_cell(tmp_path):
    text = 'zh,en,domain\n港;港口,harbour,sea\n"灯塔、航标",lighthouse / beacon,sea\n节/小时,kn/h,\n码头,quay|wharf,\n"港 (大; 小)",port,\n'
    loaded = load(table(tmp_path, "t.csv", text))
    assert [[term.text for term in concept.terms] for concept in loaded.termbase] == [
        ["港", "港口", "harbour"],
        ["灯塔", "航标", "lighthouse", "beacon"],
        ["节/小时", "kn/h"],
        ["码头", "quay", "wharf"],
        ["港 (大; 小)", "port"],
    ]
    assert [term.status for term in next(iter(loaded.termbase)).terms] == ["preferred", "admitted", "preferred"]
    assert said(loaded) == ["4 cells hold several terms, read as such (row 2: '港;港口')"]


def test_languages_in_cells_and_in_names(tmp_path):
    text = "SourceTerm,TargetTerm,SourceLanguage,TargetLanguage\nharbour,港口,eng,zho-CN\n灯塔,lighthouse,zh-TW,en_GB\n"
    loaded = load(table(tmp_path, "t.csv", text))
    assert [terms(concept) for concept in loaded.termbase] == [
        [("港口", "zh-CN", "preferred"), ("harbour", "", "preferred")],
        [("灯塔", "zh-TW", "preferred"), ("lighthouse", "en-GB", "preferred")],
    ]
    loaded = load(
        table(tmp_path, "t.csv", "英语（美国）,Simplified Chinese,繁體中文,Pinyin\nharbor,港口,港口,gangkou\n")
    )
    assert terms(next(iter(loaded.termbase))) == [
        ("港口", "zh-Hans", "preferred"),
        ("港口", "zh-Hant", "preferred"),
        ("harbor", "en-US", "preferred"),
    ]
    assert said(loaded) == ["1 term: language zh-Latn left out"]


def test_rows_of_formulas_without_values_and_line_ends_are_named(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "t.xlsx")
    sheet = book.add_worksheet()
    for row, cells in enumerate([("zh", "en"), TWO[0], (), ("湖\n泊", "lake")]):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.write_formula(2, 0, "=A1", None, "")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    book.close()
    loaded = load(tmp_path / "t.xlsx")
    assert pairs(loaded) == [TWO[0], ("湖\n泊", "lake")]
    assert said(loaded) == ["a term has a line end in it, kept ('湖 泊')", "row 3: a formula without a value: left out"]


def test_ids_and_parts_of_speech_as_people_write_them(tmp_path):
    loaded = load(table(tmp_path, "t.csv", "UNTERM ID,EN,ZH,词性\n7,harbour,港口,n.\n8,to moor,停泊,Verb phrase\n"))
    assert [(concept.id, {term.pos for term in concept.terms}) for concept in loaded.termbase] == [
        ("7", {"noun"}),
        ("8", {"verb"}),
    ]
    assert said(loaded) == []


def test_a_row_a_term(tmp_path):
    text = 'E_ID|E_DOMAINS|L_CODE|L_DEFINITION|T_TERM|T_EVALUATION|T_RELIABILITY\n7|sea|en|"a safe place"|harbour|preferred|3\n7|sea|zh||港口||4\n7|sea|fr||port||4\n'
    loaded = load(table(tmp_path, "t.csv", text))
    (concept,) = loaded.termbase
    assert (concept.id, concept.subject, concept.definition, concept.definition_language) == (
        "7",
        "sea",
        "a safe place",
        "en",
    )
    assert terms(concept) == [("港口", "", "admitted"), ("harbour", "", "preferred")]
    assert [term.reliability for term in concept.terms] == [4, 3]
    assert said(loaded) == ["1 term: language fr left out"]
    text = "concept,language,term\n1,zh,港口\n1,en,harbour\n2,en,lighthouse\n2,zh-TW,燈塔\n"
    assert pairs(load(table(tmp_path, "t.csv", text))) == [TWO[0], ("燈塔", "lighthouse")]


def test_forms_of_terms_by_the_names_of_columns(tmp_path):
    text = "Record ID,Subjects,English - Full term,English - Acronym,Chinese - Short term,Chinese - Full term\n1,SEA,North Sea Agency,NSA,北海署,北海管理署\n"
    (concept,) = load(table(tmp_path, "t.csv", text)).termbase
    assert [(term.text, term.type, term.status) for term in concept.terms] == [
        ("北海管理署", "fullForm", "preferred"),
        ("北海署", "shortForm", "admitted"),
        ("North Sea Agency", "fullForm", "preferred"),
        ("NSA", "acronym", "admitted"),
    ]
    text = "No.,Chinese,English,Abbreviation\n1,北海管理署,North Sea Agency,NSA\n"
    loaded = load(table(tmp_path, "t.csv", text))
    assert [(term.text, term.type) for term in next(iter(loaded.termbase)).of("en")][1:] == [("NSA", "abbreviation")]
    assert loaded.losses == ()


def test_memoq_columns_named_by_language(tmp_path):
    text = "Entry_ID;Entry_Note;Chinese_PRC;Chinese_PRC_Term_Info;Chinese_PRC;Chinese_PRC_Term_Info;English;English_Def;English_Term_Info\n1;n;港口;CaseSense;海港;Forbidden;harbour;a place;\n"
    loaded = load(table(tmp_path, "t.csv", text))
    (concept,) = loaded.termbase
    assert terms(concept) == [
        ("港口", "zh-CN", "preferred"),
        ("海港", "zh-CN", "deprecated"),
        ("harbour", "", "preferred"),
    ]
    assert (concept.note, concept.definition, concept.definition_language) == ("n", "a place", "en")
    assert said(loaded) == ["1: letter case setting 'CaseSense' left out"]


def test_encodings_that_were_guessed_are_said(tmp_path):
    loaded = load(table(tmp_path, "t.txt", "meeting\t會議\nagenda item\t議程項目\nall members\t全體委員\n", "big5"))
    assert said(loaded) == ["read as Big5"]
    assert {term.tag for concept in loaded.termbase for term in concept.of("zh")} == {"zh-Hant"}
    loaded = load(table(tmp_path, "t.txt", "harbour\t港湾设施\nlighthouse\t灯塔与航标\nquay\t码头\n", "gbk"))
    assert said(loaded) == ["read as GBK (GB 18030)"]


def test_a_memory_of_wordfast_is_no_glossary(tmp_path):
    with pytest.raises(InputError, match="a translation memory of Wordfast"):
        load(table(tmp_path, "t.txt", "%20240101~000000\t%User\t%TU=1\t%EN-US\t%Wordfast TM v.5\t%ZH-CN\n", "utf-16"))


def test_tabs_with_quoted_cells(tmp_path):
    loaded = load(table(tmp_path, "t.tsv", 'zh\ten\r\n"大""港"""\t"say ""harbour"""\r\n灯塔\t"draft"\r\n'))
    assert pairs(loaded) == [('大"港"', 'say "harbour"'), ("灯塔", "draft")]
    loaded = load(table(tmp_path, "t.tsv", 'zh\ten\n灯塔\t"draft"\n'))
    assert pairs(loaded) == [("灯塔", '"draft"')]
