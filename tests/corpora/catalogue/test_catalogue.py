"""Which file is which: names, mastheads, folders, copies, partners, bitexts."""

import json
from pathlib import Path

import pytest

from align.jobs import read_sources
from corpora.catalogue.folder import pair_folder
from corpora.catalogue.table import CATALOGUE_SCHEMA, relation
from corpora.page.lines import split_lines
from corpora.repair.masthead import read_masthead
from corpora.symbol.parse import parse_symbol
from tests.calls import call

ZH = "大会重申其各项决议，并请秘书长就本决议的执行情况提出报告。"
EN = "The General Assembly reaffirms its resolutions and requests the Secretary-General to report on them."


def masthead(language, symbol, job="45-00001", original=None, date=None):
    """The head of an invented document."""
    if language == "zh":
        lines = ["联 合 国", symbol, "大  会", "Distr.: General", date or "2045 年 5 月 3 日"]
        lines += ["Chinese", f"Original: {original or 'English'}", f"{job} (C)", f"*{job.replace('-', '')}*", "", ZH]
    else:
        lines = ["United Nations", symbol, "General Assembly", "Distr.: General", date or "3 May 2045"]
        lines += [f"Original: {original or 'English'}", f"{job} (E)", f"*{job.replace('-', '')}*", "", EN]
    return "\n".join(lines) + "\n"


def folder(tmp_path, files):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("United Nations A/99/1\nDistr.: Limited\n3 May 2043\nOriginal: French\n43-00001 (E)", ("A/99/1", "fr", "43-00001", "en", "2043-05-03")),
        ("联 合 国\nA/99/1\n分发：普遍\n2043 年 5 月 3 日\n中文\n原件：英文\n43-00001 (C) 030543\n*4300001*", ("A/99/1", "en", "43-00001", "zh", "2043-05-03")),
        ("S/2043/5\nDistr.: General\nOriginal: English/Spanish\nGE.43-00001 (E)", ("S/2043/5", "en/es", "GE.43-00001", "en", "")),
        ("Distr.: General\nN4300001 (C)", ("", "", "43-00001", "zh", "")),
        ("The Council, recalling document A/99/1 of 3 May 2043, decides to act.", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_mastheads(lines, expected):
    head = read_masthead(split_lines(lines))
    assert (head.symbol, head.original, head.job, head.language, head.date) == expected


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("A/75/1", ""),
        ("A/75/1/Corr.1", "corrigendum to A/75/1"),
        ("A/75/1/Rev.2", "revision of A/75/1"),
        ("A/75/1/Add.3", "addendum to A/75/1"),
    ],
)
def test_relations(symbol, expected):
    assert relation(parse_symbol(symbol)) == expected


def test_names_and_mastheads_pair(tmp_path):
    files = {
        "A_99_1.zh.txt": masthead("zh", "A/99/1"),
        "A_99_1.en.txt": masthead("en", "A/99/1"),
        "A_99_1_Corr.1.zh.txt": masthead("zh", "A/99/1/Corr.1"),
        "A_99_1_Corr.1.en.txt": masthead("en", "A/99/1/Corr.1"),
        "N4500077.txt": masthead("zh", "S/2045/7", "45-00077"),
        "N4500078.txt": masthead("en", "S/2045/7", "45-00078"),
        "A_99_2-S_2045_2.zh.txt": masthead("zh", "A/99/2–S/2045/2"),
        "S_2045_2.en.txt": masthead("en", "A/99/2–S/2045/2"),
    }
    catalogue = pair_folder(folder(tmp_path, files))
    rows = {row["symbol"]: row for row in catalogue.to_frame().to_dicts()}
    assert not catalogue.problems
    assert list(rows) == ["A/99/1", "A/99/1/Corr.1", "A/99/2–S/2045/2", "S/2045/7"]
    assert {row["status"] for row in rows.values()} == {"paired"}
    assert rows["A/99/1/Corr.1"]["relation"] == "corrigendum to A/99/1"
    assert rows["A/99/1"]["original"] == "en"
    assert rows["A/99/1"]["date"] == "2045-05-03"
    assert (rows["S/2045/7"]["zh_job"], rows["S/2045/7"]["en_job"]) == ("45-00077", "45-00078")
    assert "job number" in rows["S/2045/7"]["note"]


def test_disagreements_are_named(tmp_path):
    files = {
        "A_99_1.zh.txt": masthead("zh", "A/99/9"),
        "A_99_1.en.txt": masthead("en", "A/99/1", original="French"),
    }
    (entry,) = pair_folder(folder(tmp_path, files)).entries
    notes = " | ".join(entry.notes)
    assert "A_99_1.zh.txt is named A/99/1 but its masthead says A/99/9" in notes
    assert "original language: the Chinese version says en, the English fr" in notes


def test_a_name_that_says_less_than_the_masthead(tmp_path):
    files = {"A_99_1.zh.txt": masthead("zh", "A/99/1/Corr.1"), "A_99_1.en.txt": masthead("en", "A/99/1/Corr.1")}
    (entry,) = pair_folder(folder(tmp_path, files)).entries
    assert entry.symbol == "A/99/1/Corr.1"


def test_copies_and_other_formats_are_set_aside(tmp_path):
    page = "<html><body><p>{}</p></body></html>"
    files = {
        "A_99_1.zh.txt": ZH,
        "A_99_1.en.txt": EN,
        "copy/A_99_1.zh.txt": ZH,
        "A_99_1_zh.txt": ZH,
        "A_99_1.zh.html": page.format(ZH),
        "A_99_1.en.html": page.format(EN),
    }
    catalogue = pair_folder(folder(tmp_path, files))
    (entry,) = catalogue.entries
    assert not catalogue.problems
    assert entry.zh_path.suffix == entry.en_path.suffix == ".html"
    assert sorted((p.kind, p.path.name) for p in catalogue.spare) == [
        ("duplicate", "A_99_1_zh.txt"),
        ("other format", "A_99_1.en.txt"),
        ("other format", "A_99_1.zh.txt"),
    ]


def test_folders_of_languages(tmp_path):
    files = {"zh/2014/a/1.txt": ZH, "en/2014/a/1.txt": EN, "zh/2014/a/2.txt": ZH + ZH, "fr/2014/a/1.txt": "Bonjour"}
    catalogue = pair_folder(folder(tmp_path, files))
    assert [e.symbol for e in catalogue.entries] == ["2014/a/1"]
    assert ["no English version of 2014/a/2" in p.message for p in catalogue.problems] == [True]
    deep = {"archive/A_1_2.zh.txt": ZH, "archive/A_1_2.en.txt": EN}
    root = folder(tmp_path / "deep", deep)
    assert not pair_folder(root).entries
    assert len(pair_folder(root, recursive=True).entries) == 1


def test_bitexts_are_documents_in_both_languages(tmp_path):
    files = {
        "a.tsv": f"zh\ten\n{ZH}\t{EN}\n",
        "terms.tsv": "zh\ten\n大会\tGeneral Assembly\n",
        "files.tsv": "symbol\tzh\ten\nA/1\ta.zh.txt\ta.en.txt\n",
        "numbers.csv": "x,y\n1,2\n",
        "broken.tmx": "<tmx><body>",
    }
    catalogue = pair_folder(folder(tmp_path, files))
    assert [(e.symbol, e.is_bitext) for e in catalogue.entries] == [("a", True)]
    assert sorted(p.name for p in catalogue.ignored) == ["files.tsv", "numbers.csv", "terms.tsv"]
    assert [p.path.name for p in catalogue.problems] == ["broken.tmx"]


def test_the_table_is_what_jobs_take(tmp_path):
    files = {"in/A_1_2.zh.txt": ZH, "in/A_1_2.en.txt": EN, "in/A_1_3.zh.txt": ZH + ZH, "in/A_1_2_zh.txt": ZH}
    folder(tmp_path, files)
    table = tmp_path / "lists" / "pairs.tsv"
    done = call("corpora", "pair", tmp_path / "in", "-o", table)
    assert done.code == 2
    assert "no English version of A/1/3" in done.err
    assert table.read_text("utf-8").splitlines()[0].split("\t") == CATALOGUE_SCHEMA.names()
    documents, problems = read_sources(table)
    assert [(d.symbol, Path(d.zh).name) for d in documents] == [("A/1/2", "A_1_2.zh.txt")]
    assert len(problems) == 1
    assert "no English version of A/1/3" in problems[0]
    told = call("corpora", "pair", tmp_path / "in", "--format", "json")
    data = json.loads(told.out)
    assert [d["symbol"] for d in data["documents"]] == ["A/1/2"]
    assert [p["kind"] for p in data["problems"]] == ["no English"]
    assert [p["kind"] for p in data["spare"]] == ["duplicate"]
    missing = call("corpora", "pair", tmp_path / "none")
    assert (missing.code, "no such folder" in missing.err) == (2, True)


FR = "L'Assemblée générale rappelle les résolutions du Conseil et prie le Secrétaire général de lui présenter un rapport sur la question."


def test_other_languages_are_left_aside(tmp_path):
    files = {
        "A_99_1.zh.txt": masthead("zh", "A/99/1"),
        "A_99_1.en.txt": masthead("en", "A/99/1"),
        "A_99_1.fr.txt": FR,
        "A_99_1_F.txt": FR,
        "N4500003.txt": FR,
        "A_99_2.zh.txt": ZH,
        "A_99_2.txt": FR,
        "fr/A_99_1.txt": FR,
        "es/A_99_1.txt": "text",
    }
    catalogue = pair_folder(folder(tmp_path, files))
    assert [e.symbol for e in catalogue.entries] == ["A/99/1"]
    assert [p.kind for p in catalogue.problems] == ["no English"]
    assert {p.kind for p in catalogue.spare} == {"other language"}
    assert len(catalogue.spare) == 6
    assert any("is French" in line for line in catalogue.remarks)


def test_a_file_of_lines_and_a_document_pair(tmp_path):
    catalogue = pair_folder(folder(tmp_path, {"A_99_1.zh": ZH, "A_99_1.en.txt": EN, "A_99_2": ZH, "A_99_2.en": EN}))
    assert [e.symbol for e in catalogue.entries] == ["A/99/1", "A/99/2"]
    both = {"A_99_1.zh": ZH, "A_99_1.en": EN, "A_99_1.zh.txt": ZH + ZH, "A_99_1.en.txt": EN + EN}
    assert len(pair_folder(folder(tmp_path / "both", both)).entries) == 2


@pytest.mark.thorough("whole documents")
def test_outputs_of_earlier_runs_are_no_input(tmp_path):
    files = {"A_99_1.zh.txt": ZH, "A_99_1.en.txt": EN}
    folder(tmp_path, files)
    for _ in range(2):
        for job in (
            ["run", tmp_path, "-o", tmp_path, "-q"],
            ["align", "run", tmp_path, "-o", tmp_path / "job", "-q"],
        ):
            done = call(*job)
            assert done.code == 0, done.err
    catalogue = pair_folder(tmp_path, recursive=True)
    assert [e.symbol for e in catalogue.entries] == ["A/99/1"]
    assert not catalogue.problems


def test_what_is_left_aside_is_named(tmp_path):
    files = {
        "A_99_1.zh.txt": ZH,
        "A_99_1.en.txt": EN,
        "photo.png": b"\x89PNG\r\n",
        "notes.md": ZH,
        "deep/A_9.zh.txt": ZH,
    }
    files |= {"Notice.zh.txt": ZH, "Notice.en.txt": EN, "README.md": "Read me"}
    remarks = " | ".join(pair_folder(folder(tmp_path, files)).remarks)
    assert "README.md, notes.md, photo.png" in remarks
    assert "files in subfolders, not looked at: 1;" in remarks
    assert {e.symbol for e in pair_folder(tmp_path).entries} == {"A/99/1", "Notice"}


def test_one_bitext_of_a_document_is_enough(tmp_path):
    row = f"zh\ten\n{ZH}\t{EN}\n"
    files = {"a.tsv": row, "a.csv": row.replace("\t", ","), "A_99_1.tsv": row, "A_99_1.zh.txt": ZH, "A_99_1.en.txt": EN}
    catalogue = pair_folder(folder(tmp_path, files))
    assert [(e.symbol, e.is_bitext) for e in catalogue.entries] == [("A/99/1", False), ("a", True)]
    assert sorted(p.path.name for p in catalogue.spare) == ["A_99_1.tsv", "a.tsv"]


def test_the_partner_of_a_misnamed_file_stays_in_the_table(tmp_path):
    catalogue = pair_folder(folder(tmp_path, {"A_99_1.zh.txt": EN, "A_99_1.en.txt": EN + EN}))
    assert [p.kind for p in catalogue.problems] == ["unusable"]
    assert [row["status"] for row in catalogue.to_frame().to_dicts()] == ["unusable", "no Chinese"]


ODD_NAMES = [
    ("A_99_61 (Sect. 2)", "A_99_61_SECT.2", ""),
    ("A_99_6_SECT.8__CORR.1", "A_99_6_Sect.8_Corr.1", "A/99/6(Sect.8)/Corr.1"),
    ("A_99_17（中文版）", "A_99_17 (English version)", "A/99/17"),
    ("[ZH] A_99_18", "[EN] A_99_18", "A/99/18"),
    ("A_RES_99_61_A-C.zh", "A_RES_99_61_A-C.en", "A/RES/99/61A-C"),
    ("DP_FPA_2043_5 (Part I_Add.2).zh", "DP_FPA_2043_5 (Part I_Add.2).en", "DP/FPA/2043/5(Part I)/Add.2"),
    ("V4312345c", "V4312345e", "V4312345"),
    ("a98r017", "a98r017e", "a98r017"),
]


def test_names_as_people_and_sites_write_them(tmp_path):
    for number, (zh, en, _) in enumerate(ODD_NAMES):
        (tmp_path / f"{zh}.txt").write_text(f"理事会五月在镇上开会，审议了第{number}号文件和桥梁的情况。\n", "utf-8")
        (tmp_path / f"{en}.txt").write_text(
            f"The council met in May and examined document {number} of the bridge.\n", "utf-8"
        )
    found = {entry.zh_path.stem: (entry.en_path.stem, entry.symbol) for entry in pair_folder(tmp_path).entries}
    assert len(found) == len(ODD_NAMES)
    for zh, en, symbol in ODD_NAMES:
        assert found[zh][0] == en
        assert not symbol or found[zh][1] == symbol
