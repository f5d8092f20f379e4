"""Tables: our own columns, and what people, Excel, memoQ, Phrase and OmegaT write."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.errors import InputError
from glossary.concept import Concept, Context, Reference, Term, Termbase
from glossary.extraction.table import write_extract
from glossary.formats.registry import load, save
from glossary.formats.types import ExportOptions
from glossary.termbases import read_termbase, write_terms
from tests.concepts import concept

TERMBASE = Termbase.of(
    [
        Concept(
            "c1",
            (
                Term("缓冲区", "zh", "preferred", 5, (Context("武装团体进入缓冲区。", "A/1/2"),)),
                Term("buffer zone", "en", "preferred", 5),
                Term("separation area", "en", "deprecated", 2),
            ),
            7,
            ("A/1/2",),
            0.9,
        ),
        concept("c2", "会员国", "Member States"),
    ]
)


def terms(path: Path) -> list[list[tuple[str, str, str]]]:
    return [[(t.language, t.text, t.status) for t in concept.terms] for concept in load(path).termbase]


PAIR = [("zh", "会员国", "preferred"), ("en", "Member States", "preferred")]


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".parquet", ".jsonl"])
def test_drafts_are_read_again(tmp_path, suffix):
    path = tmp_path / f"t{suffix}"
    write_terms(TERMBASE, path)
    one, two = read_termbase(path)
    assert (one.id, one.frequency, round(one.score, 3)) == ("c1", 7, 0.9)
    assert [(t.text, t.frequency) for t in one.of("en")] == [("buffer zone", 0), ("separation area", 2)]
    assert one.of("zh")[0].contexts == (Context("武装团体进入缓冲区。", "A/1/2"),)
    assert two.preferred("en") == "Member States"


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".parquet", ".jsonl", ".xlsx"])
@pytest.mark.parametrize("known", [None, TERMBASE])
def test_the_tables_of_an_extraction_are_read_without_complaint(tmp_path, suffix, known):
    write_extract(TERMBASE, tmp_path / f"t{suffix}", known)
    loaded = load(tmp_path / f"t{suffix}")
    assert ([c.id for c in loaded.termbase], loaded.losses) == (["c1", "c2"], ())


@pytest.mark.parametrize(
    "content",
    [
        "zh,en\n会员国,Member States\n",
        "en-US;zh-CN\nMember States;会员国\n",
        'English (US)\tChinese (Simplified)\n"Member States"\t会员国\n'.replace("\t", ","),
        "sep=;\n中文;英文\n会员国;Member States\n",
        "source,target\nMember States,会员国\n",
        "\ufeffTerm (en),Term (zh)\r\nMember States,会员国\r\n",
        "会员国,Member States\n",
        "zh_Hans|en\n会员国|Member States\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_other_peoples_tables(tmp_path, content, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode(encoding))
    assert sorted(terms(path)[0]) == sorted(PAIR)


def test_headers_twice_rows_ragged_languages_and_columns_that_nobody_knows(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "ID,zh,en,en,fr,Domain,Status,Colour\n1,会员国,Member States,MS,États,law,preferred,red\n2,水\n,,,,,x,\n3,火,fire,,,,sehr gut\n",
        "utf-8",
    )
    loaded = load(path)
    assert [c.id for c in loaded.termbase] == ["1", "2"]
    assert [t.text for t in loaded.termbase.concepts["1"].of("en")] == ["Member States", "MS"]
    assert loaded.termbase.concepts["1"].subject == "law"
    assert [str(loss) for loss in loaded.losses] == [
        "1 term: language fr left out",
        "column 'Colour' left out",
        "3: status 'sehr gut' is not known: the term is left out",
        "no Chinese or English term: left out",
    ]
    assert [loss.part for loss in loaded.losses] == [False, False, True, True]


def test_formulas_are_written_safe_and_read_as_they_were(tmp_path):
    names = ["=1+1", "-ism", "@home", "'=x", "''", "+86", "＝宽", "'tis", "plain"]
    termbase = Termbase.of([concept(f"c{n}", "词", name, status="admitted") for n, name in enumerate(names)])
    for suffix in (".csv", ".tsv"):
        path = tmp_path / f"t{suffix}"
        assert save(termbase, path).losses == ()
        cells = [
            cell for line in path.read_text("utf-8-sig").splitlines() for cell in line.replace("\t", ",").split(",")
        ]
        assert not any(cell.startswith(("=", "-", "@", "+", "＝")) for cell in cells)
        assert [c.preferred("en") for c in load(path).termbase] == names
    path = tmp_path / "t.xlsx"
    save(termbase, path)
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert [c.preferred("en") for c in load(path).termbase] == names
    path = tmp_path / "other.csv"
    path.write_text("zh,en\n词,-ism\n词,=x\n", "utf-8")
    assert [c.preferred("en") for c in load(path).termbase] == ["-ism", "=x"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"a,b\n1,2\n", "no column zh and en"),
        ("t.csv", b"", "file is empty"),
        ("t.csv", b"zh,en\n,\n", "no concept in it|no zh or en"),
        ("t.csv", 'zh,en\n"甲,alpha\n乙,beta\n'.encode(), "t.csv:2: a quotation mark is never closed"),
        ("t.csv", 'sep=;\nzh;en\n丙;gamma\n甲;"alpha'.encode(), "t.csv:4: a quotation mark is never closed"),
        ("t.csv", 'zh,en\n词,"'.encode() + b"x" * 1_100_000, "is a quotation mark never closed"),
        ("t.csv", ("x," * 1500 + "\n").encode(), "more than 1,000 columns"),
        ("t.xlsx", b"PK\x03\x04 no", "is damaged \\(no zip directory"),
        ("t.xlsx", b"zh,en\n", "is damaged \\(no zip directory"),
        ("t.json", b"[" * 100_000, "nested too deep|not JSON"),
        ("t.json", b'{"format": "duizhao-termbase", "version": 99, "concepts": []}', "version 99 is not known"),
        ("t.json", b'{"a": 1}', "holds no list of concepts"),
        ("t.jsonl", b'{"id": "c1"\n', "t.jsonl:1: not JSON"),
        ("t.ttl", b"<a> <b> c .", "cannot be read as RDF"),
        ("t.jsonld", b'{"@context": "http://127.0.0.1:1/x"}', "its context http://127.0.0.1:1/x is on the network"),
        ("t.txt", b"# nothing\n", "no line with a term"),
        ("t.txt", b"one\ttwo\n", "cannot tell Chinese from English"),
        ("t.utx", b"src\ttgt\n", "not that of UTX"),
        ("t.utx", b"#UTX 1.11; en/ja; 2020\n#src\ttgt\n", "no Chinese and English terms"),
        ("t.tmx", b"<tbx/>", "not TMX|no concept"),
        ("t.parquet", b"PAR1 no", "cannot be read as PARQUET"),
    ],
)
def test_refused_in_one_line(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        load(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "wrong", ['"terms": "x"', '"terms": ["x"]', '"terms": {"text": "x"}', '"terms": [{"word": 1}]', '"a": 1']
)
def test_a_record_without_a_list_of_terms_is_no_concept(tmp_path, wrong):
    path = tmp_path / "t.json"
    right = '{"id": "c1", "terms": [{"text": "水", "language": "zh"}]}'
    path.write_text(f'{{"concepts": [{right}, {{"id": "c2", {wrong}}}, {{"id": "c3", "terms": []}}]}}', "utf-8")
    loaded = load(path)
    assert [concept.id for concept in loaded.termbase] == ["c1", "c3"]
    assert [str(loss) for loss in loaded.losses] == ["c2: its terms are not a list of terms: left out"]


def test_sentences_as_terms_are_named(tmp_path):
    path = tmp_path / "t.csv"
    pairs = [
        (f"第{k}项决议草案获得通过。", f"Draft resolution {k} was adopted{' without a vote' * 8}.") for k in range(20)
    ]
    path.write_text("zh,en\n" + "".join(f"{zh},{en}\n" for zh, en in pairs), "utf-8")
    said = "40 of 40 terms are longer than 100 characters or end as sentences do: is this a bitext?"
    assert [str(loss) for loss in load(path).losses] == [said]
    terms = "".join(f"词{k},term {k}\n" for k in range(20))
    path.write_text(f"zh,en\n{terms}公约,{'Convention on the Rights ' * 5}\n", "utf-8")
    assert load(path).losses == ()


def test_a_sheet_with_a_cell_far_out_and_a_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr("corpora.sheets.workbook_read.MAX_UNPACKED", 1_000_000)
    path = tmp_path / "t.xlsx"
    save(TERMBASE, path)
    for change, message in (
        (lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"'), "a sheet of"),
        (lambda xml: xml + b" " * 1_000_000, "unpacks to more than"),
    ):
        with (
            zipfile.ZipFile(path) as old,
            zipfile.ZipFile(tmp_path / "bad.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
        ):
            for entry in old.infolist():
                data = old.read(entry)
                new.writestr(entry.filename, change(data) if entry.filename.endswith("sheet1.xml") else data)
        with pytest.raises(InputError, match=message):
            load(tmp_path / "bad.xlsx")


def test_json_of_the_wrong_kinds_is_named(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(
        '{"concepts": [{"id": "c1", "terms": [{"text": "国", "language": "zh", "status": "great", "frequency": -1}, 7],'
        ' "score": "high", "symbols": [1], "shape": 1}, "x"]}',
        "utf-8",
    )
    loaded = load(path)
    assert list(loaded.termbase) == [Concept("c1", (Term("国", "zh"),))]
    assert len(loaded.losses) == 7


def test_memoq_and_phrase_layouts(tmp_path):
    termbase = Termbase.of(
        [
            Concept(
                "7",
                (
                    Term("会员国", "zh", "preferred"),
                    Term("Member States", "en", "preferred", contexts=(Context("The Member States met."),)),
                    Term("States Members", "en", "deprecated"),
                ),
                subject="law",
                definition="States that are members.",
                note="n",
                created="2026-11-25T14:05:00Z",
                created_by="li",
            )
        ]
    )
    options = ExportOptions("zh-CN", "en-GB")
    assert save(termbase, tmp_path / "t.csv", "memoq", options).losses == ()
    header, row = (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()
    assert header.startswith(
        "Entry_ID,Entry_Subject,Entry_Domain,Entry_ClientID,Entry_ProjectID,Entry_Created,Entry_Creator,"
    )
    assert header.endswith(
        "Chinese_PRC_Def,Chinese_PRC,Term_Info,Term_Example,English_United_Kingdom_Def,"
        + ",".join(["English_United_Kingdom,Term_Info,Term_Example"] * 2)
    )
    assert "11/25/2026 2:05:00 PM" in row
    (read,) = load(tmp_path / "t.csv").termbase
    assert [(t.text, t.tag) for t in read.terms] == [
        ("会员国", "zh-CN"),
        ("Member States", "en-GB"),
        ("States Members", "en-GB"),
    ]
    plain = replace(read, terms=tuple(replace(term, tag="") for term in read.terms), definition_language="")
    assert [plain] == list(termbase)
    losses = save(termbase, tmp_path / "t.xlsx", "phrase", options).losses
    assert sorted(map(str, losses)) == ["7: creator left out", "7: date of creation left out"]
    (concept,) = load(tmp_path / "t.xlsx").termbase
    assert concept.terms == read.terms


def test_glossaries_of_omegat(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text("# c\nMember States\t会员国\tUN\tmore\nMember States\t成员国\nNATO\n\nWHO\t世卫组织\n", "utf-8")
    loaded = load(path)
    assert [[t.text for t in c.terms] for c in loaded.termbase] == [
        ["会员国", "成员国", "Member States"],
        ["世卫组织", "WHO"],
    ]
    assert next(iter(loaded.termbase)).note == "UN"
    assert [str(loss) for loss in loaded.losses] == [
        "line 2: 'more' behind the comment left out",
        "line 4 without a term on both sides left out",
    ]
    path.write_text("zh\ten\n会员国\tMember States\n", "utf-8")
    assert terms(path) == [PAIR]


@pytest.mark.parametrize(("name", "suffix"), [("utx", ".utx"), ("omegat", ".txt")])
def test_no_cell_of_a_plain_glossary_is_a_formula(tmp_path, name, suffix):
    path = tmp_path / f"t{suffix}"
    one = Concept(
        "=c1", (Term("＝1+1", "zh", "preferred"), Term("@SUM(A1)", "en", "preferred")), note="-1", subject="'+x"
    )
    save(Termbase.of([one, concept("c2", "后缀", "-ism")]), path, name)
    cells = [cell for line in path.read_text("utf-8").splitlines() if line[0] != "#" for cell in line.split("\t")]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠")]
    back = {c.id: c for c in load(path, name).termbase}
    assert [t.text for t in back["=c1"].terms] == ["＝1+1", "@SUM(A1)"]
    assert (back["=c1"].note, back["=c1"].subject) == ("-1", "'+x")
    assert [t.text for t in back["c2"].terms] == ["后缀", "-ism"]


def test_utx_of_others(tmp_path):
    path = tmp_path / "t.utx"
    path.write_bytes(
        "#UTX 1.20; en-US/zh-CN; 2020-01-01\r\n#description: x\r\n#term:en-US\tterm:zh-CN\tpos:en-US\tterm status:zh-CN\r\n"
        "Member States\t会员国\tnoun\tapproved\r\nMember States\t成员国\tnoun\tforbidden\r\n".encode()
    )
    loaded = load(path)
    assert loaded.losses == ()
    assert terms(path) == [
        [("zh", "会员国", "preferred"), ("zh", "成员国", "deprecated"), ("en", "Member States", "preferred")]
    ]


def test_memories_of_others(tmp_path):
    path = tmp_path / "t.tmx"
    path.write_text(
        '<tmx version="1.4"><header/><body><tu><tuv xml:lang="zh-CN"><seg>会员<hi>国</hi></seg></tuv><tuv xml:lang="EN"><seg>Member'
        ' States<bpt i="1">x</bpt></seg></tuv><tuv xml:lang="fr"><seg>États</seg></tuv></tu><tu><tuv xml:lang="en"><seg>x</seg></tuv>'
        "</tu></body></tmx>",
        "utf-8",
    )
    assert terms(path) == [PAIR]
    assert [str(loss) for loss in load(path).losses] == [
        "1 term: language fr left out",
        "a unit without both languages left out",
    ]


def test_dangling_references_survive_where_a_table_is_only_a_part(tmp_path):
    termbase = Termbase.of([concept("c1", "国", "state", status="admitted", references=(Reference("c9", "broader"),))])
    save(termbase, tmp_path / "t.csv")
    assert list(load(tmp_path / "t.csv").termbase) == list(termbase)
