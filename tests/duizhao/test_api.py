"""``import duizhao``: every function with every form of its input, silent, typed, documented, and light to import."""

import importlib.util
import inspect
import re
from pathlib import Path

import polars as pl
import pytest

import duizhao
from align.encoders import builtin_encoder
from corpora.bitext import Pair
from corpora.exchange import write_pairs
from corpora.versions import VERSION
from duizhao import api
from glossary.concept import Concept, Term
from glossary.concept import Termbase as Concepts
from glossary.finding import FINDINGS_SCHEMA
from glossary.lookup.table import RENDERINGS_SCHEMA
from glossary.quality.checker import WAIVERS
from glossary.rows import Rows
from glossary.store import Store
from tests.calls import call, process, python
from tests.places import DOCS, ROOT, SAMPLES

ZH = ["共有112名平民受伤。", "缓冲区仍然关闭。", "主席感谢各代表团。"]
EN = [
    "A total of 121 civilians were injured.",
    "The buffer zone remains closed.",
    "The President thanked the delegations.",
]
LETTER = SAMPLES / "faulty"
ZH_FILE, EN_FILE = (next(iter(sorted(LETTER.glob(f"*.{language}.txt")))) for language in ("zh", "en"))


@pytest.fixture(scope="module")
def bitext():
    return duizhao.align(ZH, EN)


def forms(bitext, folder):
    path = folder / "memory.tsv"
    write_pairs(bitext.pairs(), path)
    return [
        bitext,
        bitext.pairs(),
        bitext.to_frame(),
        path,
        str(path),
        Rows.of(bitext, builtin_encoder()),
        Rows.of(bitext),
    ]


def test_import_is_light():
    code = (
        "import sys, duizhao; duizhao.__version__; dir(duizhao); "
        "heavy = {'typer', 'click', 'rich', 'torch', 'polars', 'numpy', 'lxml', 'sentence_transformers'} & set(sys.modules); "
        "assert not heavy, heavy; "
        "import duizhao.api; heavy = {'typer', 'click', 'rich', 'torch', 'sentence_transformers'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    done = python("-c", code)
    assert done == (0, "", ""), done


def test_what_is_public():
    assert set(duizhao.__all__) == {*api.__all__, "__version__"}
    assert duizhao.__version__ == VERSION
    assert callable(duizhao.main)
    assert set(duizhao.__all__) <= set(dir(duizhao))
    assert all(issubclass(getattr(duizhao, name), duizhao.DuizhaoError) for name in duizhao.__all__ if "Error" in name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = duizhao.nothing
    models = [
        function
        for name in duizhao.__all__
        if inspect.isfunction(function := getattr(duizhao, name)) and name != "read"
    ]
    assert len(models) == 5
    assert all(inspect.signature(one).parameters["model"].default == "builtin" for one in models)


def test_the_page_is_current_and_names_everything():
    spec = importlib.util.spec_from_file_location("make_docs", DOCS / "site" / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    page = (DOCS / "api.md").read_text("utf-8")
    assert page == make.api_page(), "docs/api.md: make it anew with 'python docs/site/make.py'"
    headings = set(re.findall(r"^(?:### |\* `)(?:duizhao\.)?(\w+)`?", page, re.M))
    assert set(duizhao.__all__) - {"__version__"} <= headings
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"duizhao.{name}" in readme for name in make.FUNCTIONS)


def test_the_whole_job_is_silent_and_every_result_shows_itself(tmp_path):
    code = f"""
import duizhao
from pathlib import Path
done = duizhao.run({str(LETTER)!r}, {str(tmp_path / "out")!r})
document = duizhao.read({str(ZH_FILE)!r})
bitext = duizhao.align(Path({str(EN_FILE)!r}), Path({str(ZH_FILE)!r}))
found = duizhao.find(bitext, "秘书长")
terms = duizhao.extract(bitext)
checked = duizhao.check(bitext, termbase=terms)
for result in (done, document, bitext, found, terms, checked, done.checked, done.termbase):
    frame = result.to_frame()
    page = result._repr_html_()
    assert frame.height and page.startswith("<p>") and page.count("<tr>") <= 11 and len(page) < 20_000, result
assert bitext.pairs()[0].zh and bitext.source.language == "en"
"""
    done = python("-W", "error", "-c", code, cwd=tmp_path)
    assert done == (0, "", ""), done


def test_run_writes_what_the_command_writes(tmp_path):
    done = duizhao.run(LETTER, tmp_path / "api", ignore=["P"], ui="zh")
    told = process("run", LETTER, "-o", tmp_path / "command", "--ignore", "P", "--ui", "zh", "-q")
    assert told.code == 0
    names = sorted(path.name for path in (tmp_path / "command").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "api").iterdir())
    for name in set(names) - {"run.json"}:  # timings
        assert (tmp_path / "api" / name).read_bytes() == (tmp_path / "command" / name).read_bytes(), name
    frame = done.to_frame()
    assert frame.height == len(done.documents)
    assert set(frame["status"]) == {"done"}
    assert frame.schema["links"] == pl.UInt32
    assert frame.schema["warnings"] == pl.List(pl.String)


def test_check_takes_a_bitext_in_every_form(bitext, tmp_path):
    first, *others = [duizhao.check(one, model=builtin_encoder()) for one in forms(bitext, tmp_path)]
    assert first.to_frame().select("code", "position", "severity").rows() == [("N101", 1, "error")]
    assert first.to_frame().schema == FINDINGS_SCHEMA
    for other in others:
        assert other.to_frame().drop("id", "symbol").equals(first.to_frame().drop("id", "symbol"))
    assert bitext.signature in first.report.signature


def test_the_original_that_is_said_counts(bitext):
    assert {pair.original for pair in duizhao.check(bitext, original="en").pairs} == {"en"}
    assert duizhao.read(ZH_FILE, original="en").original == "en"


def test_check_says_what_the_command_says(bitext, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_pairs(bitext.pairs(), Path("memory.tmx"))
    told = call("check", "memory.tmx", "--format", "json", "--fail-on", "never", "--severity", "N=note")
    done = duizhao.check("memory.tmx", severity={"N": "note"})
    assert f'"signature": "{done.report.signature}"' in told.out
    assert [one.severity for one in done.report.findings] == ["note"]


def test_a_termbase_as_a_file_and_as_it_is_say_the_same(bitext, tmp_path):
    path = tmp_path / "terms.db"
    terms = (Term("缓冲区", "zh", "preferred"), Term("separation strip", "en", "preferred"))
    with Store.open(path, create=True) as store:
        store.save(Concept("c1", terms))
    opened = duizhao.Termbase.open(path)
    assert isinstance(opened, duizhao.Termbase)
    assert opened.to_frame()["zh"].to_list() == ["缓冲区"]
    answers = [
        duizhao.check(bitext, termbase=one, select=["T"])
        for one in (path, str(path), opened, Concepts(opened.concepts))
    ]
    assert [answer.to_frame()["code"].to_list() for answer in answers] == [["T101"]] * 4
    assert len({answer.report.signature for answer in answers[:3]}) == 1  # the last has no signature of its own


def test_earlier_documents_and_waivers(bitext, tmp_path):
    earlier = tmp_path / "earlier.tmx"
    write_pairs([Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(zip(ZH, EN, strict=True), 1)], earlier)
    signatures = {duizhao.check(bitext, against=[one]).report.signature for one in (earlier, str(earlier))}
    assert len(signatures) == 1
    assert "against:" in signatures.pop()
    (finding,) = duizhao.check(bitext).report.findings
    path = tmp_path / WAIVERS
    path.write_text(f"{finding.id}  N101  as it was\n", "utf-8")
    frame = duizhao.check(bitext, waivers=path).to_frame()
    assert frame.select("id", "waived").rows() == [(finding.id, True)]


def test_find_and_extract_take_a_bitext_in_every_form(bitext, tmp_path):
    first, *others = [duizhao.find(one, ["buffer zone", "President"], top=1) for one in forms(bitext, tmp_path)]
    assert first.to_frame().schema == RENDERINGS_SCHEMA
    assert first.to_frame()["rendering"].to_list() == ["缓冲区", "主席"]
    assert all(other.lookups == first.lookups for other in others)
    assert first[0].term == "buffer zone"
    assert [one.term for one in first] == ["buffer zone", "President"]
    assert duizhao.find(bitext, "主席").language == "zh"
    more = (("各代表团发了言。", "Delegations took the floor."), ("代表团同意。", "The delegations agreed."))
    pairs = [Pair("A/1", k, zh, en) for k, (zh, en) in enumerate([*zip(ZH, EN, strict=True), *more], 1)]
    drafts = duizhao.extract(pairs, min_links=2)
    assert isinstance(drafts, duizhao.Termbase)
    assert "代表团" in drafts.to_frame()["zh"].to_list()


def test_align_takes_two_of_a_kind_and_no_bare_string(bitext, aligner):
    documents = duizhao.Document.from_sentences(ZH, "zh"), duizhao.Document.from_sentences(EN, "en")
    assert duizhao.align(*documents).links == bitext.links
    assert duizhao.align(tuple(ZH), EN, model=aligner.encoder).links == bitext.links
    assert duizhao.align(ZH_FILE, EN_FILE).source.language == "zh"
    for wrong in ((["谢谢。"], "Thank you."), ("谢谢。", ["Thank you."]), ("谢谢。", "Thank you.")):
        with pytest.raises(TypeError, match="bare str"):
            duizhao.align(*wrong)
        with pytest.raises(TypeError, match="not one text"):
            aligner.align(*wrong)
    for wrong in ((ZH, EN_FILE), (documents[0], EN), (ZH, 3), (ZH, [1]), ({"a"}, EN)):
        with pytest.raises(TypeError, match="align takes"):
            duizhao.align(*wrong)
    with pytest.raises(duizhao.InputError, match="are both Chinese"):
        duizhao.align(ZH_FILE, ZH_FILE)


def test_mistakes_are_one_line(bitext, tmp_path):
    missing = tmp_path / "nothing.tmx"
    for question, words in (
        (lambda: duizhao.check(missing), "nothing.tmx"),
        (lambda: duizhao.check(bitext, select=["X9"]), "select: no check has the code 'X9'"),
        (lambda: duizhao.check(bitext, extend_select=["X9"]), "extend_select: no check has the code 'X9'"),
        (lambda: duizhao.check(pl.DataFrame({"zh": [1], "en": [2]})), "column zh holds Int64; it should hold text"),
        (lambda: duizhao.extract(bitext, min_probability=3), "min_probability 3 is not known; a number from 0 to 1"),
        (lambda: duizhao.extract(bitext, min_links=-1), "min_links -1 is not known; 0 or more"),
        (lambda: duizhao.find(bitext, "chair", top=0), "top 0 is not known; 1 or more"),
        (lambda: duizhao.check(bitext, severity={"N": "grave"}), "note, warning or error"),
        (lambda: duizhao.check(bitext, waivers=missing), "no such file"),
        (lambda: duizhao.check(bitext, original="fr"), "zh or en"),
        (lambda: duizhao.check(pl.DataFrame({"zh": ["一"]})), "without a column en"),
        (lambda: duizhao.find(bitext, []), "no term is given"),
        (lambda: duizhao.find(bitext, "chair", language="fr"), "zh or en"),
        (lambda: duizhao.read(missing), "nothing.tmx"),
        (lambda: duizhao.run(missing, tmp_path / "out"), "no such folder"),
        (lambda: duizhao.run(LETTER, tmp_path / "out", ui="fr"), "en or zh"),
        (lambda: duizhao.Termbase.open(tmp_path / "no.db"), "no.db"),
    ):
        with pytest.raises(duizhao.DuizhaoError, match=re.escape(words)) as caught:
            question()
        assert "\n" not in str(caught.value)
    for question, words in (
        (lambda: duizhao.check(3), "a bitext is a Bitext, a polars frame, a list of Pair or a path, not an int"),
        (lambda: duizhao.check([Pair("A/1", 1, "一", "one"), "two"]), "a list of Pair or a path, not a str"),
        (lambda: duizhao.align([1], ["two"]), "align takes a list of sentences, each of them a str, not an int"),
        (lambda: duizhao.find(bitext, [1]), "find takes a str or a list of them, not an int"),
        (lambda: duizhao.find(bitext, 1), "find takes a str or a list of them, not an int"),
        (lambda: duizhao.check(bitext, ignore=[1]), "ignore takes a str or a list of them, not an int"),
        (lambda: duizhao.check(bitext, severity={1: "note"}), "severity takes a str or a list of them, not an int"),
        (lambda: duizhao.check(bitext, model=1), "a model is a name, a Path or an Encoder, not an int"),
        (lambda: duizhao.read(1), "a file is named by a str or a Path, not an int"),
    ):
        with pytest.raises(TypeError, match=re.escape(words)):
            question()


def test_no_message_speaks_of_an_option(tmp_path):
    """What the functions say is no use of theirs where it names options of the command line."""
    terms = tmp_path / "terms.tsv"
    terms.write_text("concept_id\tzh\ten\tzh_variants\ten_variants\nc1\t大会\tGeneral Assembly\t\t\n", "utf-8")
    for question in (lambda: duizhao.check(terms), lambda: duizhao.check([], select=["X9"])):
        with pytest.raises(duizhao.InputError) as caught:
            question()
        assert "--" not in str(caught.value)


def test_one_earlier_bitext_needs_no_list(bitext):
    signatures = {duizhao.check(bitext, against=one).report.signature for one in (bitext, [bitext])}
    assert len(signatures) == 1


def test_findings_know_where_they_stand(bitext):
    frame = duizhao.check(bitext).to_frame()
    assert frame.select("position", "paragraph", "page", "segment").rows() == [(1, 1, None, 1)]
    assert duizhao.check(bitext)._repr_html_().startswith("<p>1 finding in 3 links</p>")
    assert bitext._repr_html_().startswith("<p>a bitext: 3 links, 0 with one side only</p>")
