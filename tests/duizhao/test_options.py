"""Options are the same in all commands, their values are checked and completed, and old names go on working unseen."""

import json
import re
import subprocess
import sys

import pytest
import typer.main
from typer.testing import CliRunner

from duizhao.door import app
from tests.calls import call, environment, process, python
from tests.places import ROOT

ROOT_COMMAND = typer.main.get_command(app)
README = (ROOT / "README.md").read_text("utf-8")
DOCS = (ROOT / "docs" / "commands.md").read_text("utf-8")


def walk(group=ROOT_COMMAND, words=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from walk(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


COMMANDS = dict(walk())
MEANINGS = {  # options of one name whose help differs, and why
    "--output": "a folder, a file, standard output, several files, or the file of waivers",
    "--language": "a document that is fetched has more than one",
}


def options():
    """Every option by its long name: the command, the option."""
    found = {}
    for name, command in COMMANDS.items():
        for param in command.params:
            if param.param_type_name == "option":
                found.setdefault(max(param.opts, key=len), []).append((name, param))
    return found


def named_in_readme(command):
    """Whether a line of the README begins with the command, or with alternatives (``a|b|c``) of which it is one."""
    *group, last = command.split()
    start = " ".join(["duizhao", *group])
    return any(last in line.removeprefix(start).split()[0].split("|") for line in README.splitlines()
               if line.startswith(f"{start} ") and line != start)  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name):
    done = call(*name.split(), "--help")
    assert done.code == 0
    assert done.out.startswith("Usage: ")
    assert f"Example: duizhao {name} " in " ".join([*done.out.split(), ""])
    assert named_in_readme(name)
    for param in COMMANDS[name].params:
        assert param.help, (name, param.name)
        assert all(old not in done.out.split() for old in COMMANDS[name].old_names if old not in ("-t", "-s", "-r"))


@pytest.mark.parametrize("name", sorted(options()))
def test_an_option_is_the_same_in_all_commands(name):
    uses = options()[name]
    if name not in MEANINGS:
        assert len({param.help for _, param in uses}) == 1, [command for command, _ in uses]
    assert len({tuple(param.opts) for _, param in uses}) == 1, "one name and one letter"
    if len(uses) > 1:
        assert f"`{name}`" in DOCS or f"`--no-{name[2:]}`" in DOCS


def test_a_letter_means_one_option():
    letters = {}
    for name, uses in options().items():
        for _, param in uses:
            for opt in param.opts:
                if not opt.startswith("--"):
                    letters.setdefault(opt, set()).add(name)
    assert not {letter: names for letter, names in letters.items() if len(names) > 1}
    assert {"-o", "-f", "-t", "-m", "-q", "-v"} <= set(letters)


def test_every_command_can_be_quiet_and_verbose():
    for name, command in COMMANDS.items():
        assert {"quiet", "verbose"} <= {param.name for param in command.params}, name


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("check x.tmx --format nope", "--format nope: no such format; there are text, json, jsonl, html, xlsx, docx, tsv, sarif, junit"),
        ("align file a b --format nope", "--format nope: no such format; there are links, tsv, tmx, json"),
        ("glossary convert a -o b --format x", "--format x: no such format; there are tbx, tbx3,"),
        ("glossary convert a -o b --dialect v9", "--dialect v9: no such dialect; there are v2, v3"),
        ("check x.tmx --select X9", "--select: no check has the code 'X9'; 'duizhao explain' lists all codes"),
        ("check x.tmx --extend-select X9", "--extend-select: no check has the code 'X9'; 'duizhao explain' lists all codes"),
        ("check x.tmx --ui fr", "--ui fr: no such language; there are zh, en"),
        ("run x -o y --fail-on all", "--fail-on all: no such severity; there are never, note, warning, error"),
        ("check x.tmx --formt json", "--formt: no such option; did you mean --format?"),
        ("check x.tmx -X", "-X: no such option; duizhao check --help says more"),
        ("check x.tmx -o", "-o needs a value; duizhao check --help says more"),
        ("check --compare a", "--compare needs 2 values; duizhao check --help says more"),
        ("check x.tmx --quiet=yes", "--quiet takes no value; duizhao check --help says more"),
        ("align run a -o b --jobs x", "--jobs x: is not a whole number; duizhao align run --help says more"),
        ("align run a -o b --jobs 0", "--jobs 0: must be 1 or more; duizhao align run --help says more"),
        ("align file a b --min-confidence 7", "--min-confidence 7: must be 1 or less; duizhao align file --help says more"),
        ("explain A B", "B: more than is expected here; put a name that has spaces between quotation marks"),
        ("glossary search", "STORE is missing (The termbase: a .db file); duizhao glossary search --help says more"),
        ("run x", "--output is missing (The folder to write to); duizhao run --help says more"),
        ("chek x", "chek: no such command; did you mean check?"),
        ("find x", "find: no such command; did you mean glossary find?"),
        ("glossary xyzzy", "xyzzy: no such command; duizhao glossary --help says more"),
        ("--nope", "--nope: no such option; duizhao --help says more"),
        ("check x.tmx -o .", "--output .: is a folder; name a file"),
        ("run x -o README.md", "--output README.md: exists and is not a folder; name a folder"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_that_says_what_there_is(line, said, monkeypatch):
    monkeypatch.chdir(ROOT)
    done = call(*line.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"duizhao: {said}")
    assert len(done.err.splitlines()) == 1


def test_a_group_without_a_command_shows_its_help():
    for words in ((), ("glossary",), ("glossary", "review")):
        done = call(*words)
        assert done.code == 2
        assert done.err.startswith("Usage: ")


OLD = [(name, old, new) for name, command in COMMANDS.items() for old, new in command.old_names.items()]


@pytest.mark.parametrize(("name", "old", "new"), OLD)
def test_an_old_name_goes_on_working_unseen(name, old, new):
    command = COMMANDS[name]
    value = {"--language": "en", "--from": "en", "--engine": "ray", "--input-format": "csv", "--limit": "7"}.get(
        new, "x"
    )

    def given(option):
        context = command.make_context(name, [option, value], resilient_parsing=True)
        return context.params

    assert given(old) == given(new)
    assert old not in {opt for param in command.params for opt in param.opts}


def test_old_names_are_those_that_the_docs_tell():
    told = DOCS[DOCS.index("Names of version 0.1") :]
    assert len(OLD) >= 10
    assert all(f"`{old}`" in told for _, old, _ in OLD if old not in ("-f", "--executor"))


def test_old_values_and_capitals_are_understood(tmp_path):
    (tmp_path / "A_1.zh.txt").write_text("大会第七十五届会议", "utf-8")
    by_old = call("corpora", "pair", tmp_path, "--format", "table")
    assert by_old.out.startswith("symbol\t")
    assert by_old.out == call("corpora", "pair", tmp_path, "-f", "TSV").out == call("corpora", "pair", tmp_path).out


def completed(*words):
    """What the shell is offered behind words, the last of which is begun."""
    line = " ".join(["duizhao", *words])
    environment = {"_DUIZHAO_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line}
    done = CliRunner().invoke(app, [], prog_name="duizhao", env=environment)
    return done.output


def test_values_are_completed():
    assert all(kind in completed("check", "x", "--format", "") for kind in ("text", "sarif", "junit"))
    assert "skos-turtle" in completed("glossary", "convert", "a", "-o", "b", "--format", "sk")
    assert "memoq" not in completed("glossary", "convert", "a", "-o", "b", "--format", "sk")
    assert "N101" in completed("check", "x", "--select", "N1")
    assert "T103" in completed("explain", "T10")
    assert "builtin" in completed("run", "x", "--model", "b")
    assert "--language" in completed("corpora", "fetch", "--la")
    assert "--lang:" not in completed("corpora", "fetch", "--la")  # old names are not offered


def test_the_project_file_knows_old_names_and_says_where_it_is_wrong(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "duizhao.toml"
    settings.write_text('[glossary.find]\nfrom = "zh"\n', "utf-8")
    (tmp_path / "a.tsv").write_text("zh\ten\n会员国\tMember States\n会员国\tMember States\n", "utf-8")
    done = call("glossary", "find", "Member States", "-b", "a.tsv", "-f", "json")
    assert json.loads(done.out)[0]["occurrences"] == 0  # an English term among the Chinese texts
    settings.write_text('[check]\nformat = "nope"\n[align.run]\njobs = 0\n', "utf-8")
    done = call("check", "a.tsv")
    assert done.code == 2
    assert done.err.startswith(f"duizhao: {settings}: [check] format nope: no such format; there are ")
    done = call("align", "run", ".", "-o", "out")
    assert done.err.startswith(f"duizhao: {settings}: [align.run] jobs 0: must be 1 or more; ")
    for line, said in (
        ('select = ["X999"]', "select: no check has"),
        ('termbase = "no.db"', f"termbase: {tmp_path / 'no.db'}: "),
    ):
        settings.write_text(f"[check]\n{line}\n", "utf-8")
        assert f"duizhao: {settings}: [check] {said}" in call("check", "a.tsv").err


def test_quiet_leaves_data_and_verbose_tells_the_time(tmp_path):
    (tmp_path / "a.tsv").write_text("zh\ten\n会员国\tMember States\n", "utf-8")
    loud = call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / "b.tmx")
    assert "1 row, 0 left out" in loud.err
    assert call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / "c.tmx", "-q").err == ""
    assert (tmp_path / "b.tmx").read_bytes() == (tmp_path / "c.tmx").read_bytes()
    told = call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / "d.tmx", "-v").err
    assert re.search(r"^duizhao: \d+\.\d seconds$", told, re.M)


def test_a_dash_is_standard_output(tmp_path):
    (tmp_path / "a").write_text("大会\n谢谢\n", "utf-8")
    (tmp_path / "b").write_text("General Assembly\nThank you\n", "utf-8")
    bare = ("align", "file", tmp_path / "a", tmp_path / "b", "--sentences", "-f", "links")
    assert call(*bare, "-o", "-").out == call(*bare).out == "[0]:[0]\n[1]:[1]\n"


def test_the_form_may_be_another_than_the_suffix_says(tmp_path):
    verbs = (
        ("批准公约", "ratify the Convention"),
        ("通过决议", "adopt the resolution"),
        ("审议报告", "consider the report"),
    )
    rows = "zh\ten\n" + "".join(f"会员国{zh}\tMember States {en}\n" for zh, en in verbs)
    (tmp_path / "a.tsv").write_text(rows, "utf-8")
    out = tmp_path / "out.any"
    for form, start in (
        ("tmx", b"<?xml"),
        ("xliff", b"<?xml"),
        ("jsonl", b'{"symbol"'),
        ("csv", b"\xef\xbb\xbfsymbol"),
    ):
        assert call("corpora", "convert", tmp_path / "a.tsv", "-o", out, "--format", form).code == 0
        assert out.read_bytes().startswith(start), form
    done = call("corpora", "convert", tmp_path / "a.tsv", "-o", out)
    assert (done.code, done.err) == (
        2,
        f"duizhao: {out}: .any is not a bitext format; use .tmx .xlf .xliff .parquet .tsv .csv .jsonl .xlsx .docx .po, or give --format\n",
    )
    extract = ("glossary", "extract", tmp_path / "a.tsv", "-o", out, "--min-probability", "0")
    for form, start in (("tsv", b"concept_id\tzh"), ("xlsx", b"PK"), ("tbx3", b"<?xml"), ("skos-turtle", b"@prefix")):
        assert call(*extract, "--format", form, "--zh-code", "zh-Hans").code == 0
        assert out.read_bytes().startswith(start), form
        assert (b"zh-Hans" in out.read_bytes()) == (form in ("tbx3", "skos-turtle"))
    done = call("glossary", "extract", tmp_path / "a.tsv", "-o", tmp_path / "a.db", "--format", "tsv")
    assert (done.code, (tmp_path / "a.db").exists()) == (2, False)
    assert "a termbase of duizhao has no other form; leave out --format" in done.err


def test_codes_of_languages_are_written_and_checked_by_name(tmp_path):
    (tmp_path / "a").write_text("大会\n谢谢\n", "utf-8")
    (tmp_path / "b").write_text("General Assembly\nThank you\n", "utf-8")
    align = ("align", "file", tmp_path / "a", tmp_path / "b", "--sentences", "-f", "tmx")
    assert set(re.findall('xml:lang="(.*?)"', call(*align).out)) == {"zh-CN", "en"}
    told = call(*align, "--zh-code", "zh-Hans", "--en-code", "en-GB").out
    assert set(re.findall('xml:lang="(.*?)"', told)) == {"zh-Hans", "en-GB"}
    for option in ("--zh-code", "--en-code"):
        done = call(*align, option, "zh CN")
        assert (done.code, done.err) == (2, f"duizhao: {option} zh CN: not a language code; for example zh-CN or en\n")


def test_a_pairing_is_shown_to_people(tmp_path):
    (tmp_path / "A_1_1.zh.txt").write_text("主席感谢秘书长的报告。\n", "utf-8")
    (tmp_path / "A_1_1.en.txt").write_text("The President thanked the Secretary-General.\n", "utf-8")
    done = call("corpora", "pair", tmp_path, "--format", "text")
    assert done.out == f"A/1/1: paired\n    zh  {tmp_path / 'A_1_1.zh.txt'}\n    en  {tmp_path / 'A_1_1.en.txt'}\n"
    assert call("corpora", "pair", tmp_path, "--format", "table").out == call("corpora", "pair", tmp_path).out


def test_tables_of_our_own_are_no_bitexts(tmp_path):
    row = {"id": "0123456789ab", "severity": "error", "code": "N101", "message": "x", "zh": "一", "en": "one"}
    report = tmp_path / "report.tsv"
    report.write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n", "utf-8")
    done = call("check", report)
    assert (done.code, done.out) == (2, "")
    assert "is a report of duizhao, not a bitext; give the bitext that was checked" in done.err
    done = call("waive", report, "-o", tmp_path / "new.txt")
    assert done.code == 2
    assert "is a report without decisions" in done.err
    assert not (tmp_path / "new.txt").exists()
    done = call("check", report, "--waivers", report)
    assert done.code == 2
    terms = tmp_path / "terms.tsv"
    terms.write_text("concept_id\tzh\ten\tzh_variants\ten_variants\nc1\t大会\tGeneral Assembly\t\t\n", "utf-8")
    assert "is a table of terms, not a bitext; give it as the termbase" in call("check", terms).err
    mine = tmp_path / "mine.tsv"  # other people's tables may have an id or a code
    mine.write_text("id\tcode\tmessage\tzh\ten\n1\tx\ty\t会员国\tMember States\n", "utf-8")
    assert call("check", mine).code == 0


HEAVY = "typer rich polars numpy torch sentence_transformers lxml tokenizers scipy opencc jinja2 httpx"


def test_importing_loads_nothing_that_help_does_not_need():
    loaded = "print(*[name for name in {!r}.split() if name in sys.modules])"
    assert python("-c", f"import sys, duizhao; {loaded.format(HEAVY)}").out.strip() == ""
    assert python("-c", f"import sys, duizhao.door; {loaded.format(HEAVY)}").out.strip() == "typer"
    ours = "print(*sorted(n for n in sys.modules if n.split('.')[0] in ('glossary', 'align', 'corpora')))"
    assert python("-c", f"import sys, duizhao.door; {ours}").out.split() == [
        "corpora",
        "corpora.changes",
        "corpora.errors",
        "corpora.here",
        "corpora.threads",
    ]


def test_the_three_ways_in():
    version = process("--version").out
    assert re.fullmatch(r"duizhao \d\S+\n", version)
    assert python("-c", "import sys, duizhao; sys.argv = ['duizhao', '--version']; duizhao.main()").out == version
    assert python("-m", "duizhao.door", "--version").out == version


@pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of Windows are others")
def test_a_reader_that_goes_away_and_an_interruption_end_without_noise(tmp_path):
    (tmp_path / "long.txt").write_text("The Assembly met. It rose.\n" * 60_000, "utf-8")
    line = f"{sys.executable} -m duizhao corpora split {tmp_path / 'long.txt'} --language en | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], env=environment(), cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("The Assembly met.\n0\n", "")
    code = (
        "import sys, duizhao.door as door, duizhao.commands.corpora as corpora, corpora.files as files\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "files.read_bytes = stop\n"
        f"sys.argv = ['duizhao', 'corpora', 'split', {str(tmp_path / 'long.txt')!r}]\n"
        "door.main()\n"
    )
    done = python("-c", code)
    assert (done.code, done.out, done.err) == (130, "", "duizhao: interrupted\n")


def test_a_job_whose_folder_moved_says_why_it_is_not_done(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "A_1_1.zh.txt").write_text("主席感谢秘书长的报告。\n会议于中午结束。\n", "utf-8")
    (folder / "A_1_1.en.txt").write_text("The President thanked the Secretary-General.\nThe meeting rose at noon.\n")
    assert call("align", "run", folder, "-o", tmp_path / "out", "--jobs", "1").code == 0
    assert call("align", "status", tmp_path / "out").code == 0
    folder.rename(tmp_path / "moved")
    done = call("align", "status", tmp_path / "out")
    assert done.code == 1
    assert "0 of 1 shards" in done.out
    assert "1 shards were done and do not count now: " in done.err
    assert "A_1_1.zh.txt is not there any more; give 'duizhao align run' the documents" in done.err
