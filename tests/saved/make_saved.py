"""Make ``tests/saved/0.1``: what duizhao 0.1 wrote, for ``tests/test_saved.py``. Not part of the tests, run once.

    CHECKOUT/.venv/bin/python tests/saved/make_saved.py CHECKOUT

CHECKOUT is a checkout of 0.1 with its ``.venv``; its program runs inside this process, its samples (all invented) are
the texts. Needs ``node`` on the path: the waivers that the report page saves are made by the page's own script.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
import zipfile
from contextlib import contextmanager, redirect_stdout, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent / "0.1"
LETTER = "A_99_412-S_2044_918"
# Lines of the letter that are taken, up to the last sentence that ends in them, and the last one of the shorter piece:
# a planted fault in a number and one in a term, and no more text than that needs
LINES = {"zh": 74, "en": 84}
SHORT = {"zh": 60, "en": 70}
LARGE = ("termbase/terms.db", "run/report.html")
"""Kept packed (``.gz``), so that the set is small; the test unpacks them first."""
PADDED = 1_100_000
"""Bytes of each archive document while a job runs: two make a shard of their own (0.1 cuts shards at 2,000,000)."""
MTIME = 1_796_000_000_000_000_000
"""When the archive documents were last changed, in nanoseconds: the marks of a job know sizes and times."""


def padded(text: bytes) -> bytes:
    """The text with lines of spaces behind it, ``PADDED`` bytes in all."""
    return text + (b"\n" + b" " * 999) * ((PADDED - len(text)) // 1000 + 1)


# --- running 0.1 --------------------------------------------------------------------------------------------------


def duizhao(*arguments, code=0):
    """The program in this process; what it printed."""
    import io

    import duizhao as program

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.argv = ["duizhao", *map(str, arguments)]
    print("+", *sys.argv)
    left = 0
    with redirect_stdout(out):
        try:
            program.main()
        except SystemExit as end:
            left = end.code or 0
    out.flush()
    assert left == code, (arguments, left)
    return out.buffer.getvalue().decode("utf-8")


@contextmanager
def inside(folder):
    """Work in a folder, so that no path of this machine gets into a file."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


# --- people at work -----------------------------------------------------------------------------------------------


def fill_sheet(sheet, made, cells):
    """A copy of a workbook with ``cells`` (``"L2": "accepted"``) filled in, its first sheet otherwise as it was."""
    with zipfile.ZipFile(sheet) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text = data.decode("utf-8")
                for cell, value in cells.items():
                    filled = f'<c r="{cell}"\\g<1> t="inlineStr"><is><t>{escape(value)}</t></is></c>'
                    text, count = re.subn(
                        rf'<c r="{cell}"((?: s="\d+")?)(?: t="\w+")?(?:/>|>.*?</c>)',
                        lambda m, f=filled: m.expand(f),
                        text,
                    )
                    assert count == 1, cell
                data = text.encode("utf-8")
            new.writestr(info, data)


def sheet_rows(sheet):
    """The first sheet as rows of texts."""
    import fastexcel

    frame = fastexcel.read_excel(str(sheet)).load_sheet(0, header_row=None, dtypes="string").to_polars()
    return [[cell or "" for cell in row] for row in frame.iter_rows()]


def fill_rows(sheet, made, decide):
    """Fill a review or report sheet: ``decide`` is given each row by heading, and gives cells by heading."""
    head, *rows = sheet_rows(sheet)
    cells = {}
    for number, row in enumerate(rows, start=2):
        for heading, value in (decide(dict(zip(head, row, strict=True))) or {}).items():
            place = head.index(heading)
            column = chr(65 + place) if place < 26 else "A" + chr(65 + place - 26)
            cells[f"{column}{number}"] = value
    fill_sheet(sheet, made, cells)


PAGE = """
const fs = require("fs");
const html = fs.readFileSync(0, "utf8"), accepted = JSON.parse(process.argv[1]);
const data = /<script type="application\\/json" id="data">([^]*?)<\\/script>/.exec(html)[1];
const script = /<script>([^]*?)<\\/script>/.exec(html)[1];
const listeners = {};
function thing(id) {  // an element of a page that nobody looks at
  const own = {value: "", checked: false, textContent: id === "data" ? data : "", dataset: {}, length: 0, rows: [], children: []};
  return new Proxy(function () {}, {
    get: (_, k) => k === "addEventListener" ? (kind, f) => { listeners[id + " " + kind] = f; }
      : k === Symbol.iterator ? [][Symbol.iterator].bind([]) : k === Symbol.toPrimitive ? () => ""
      : k in own ? own[k] : thing(""),
    set: (_, k, v) => { own[k] = v; return true; },
    apply: () => thing(""), construct: () => thing(""),
  });
}
const known = {};
const document = new Proxy({}, {get: (_, k) => k === "getElementById"
  ? (id) => id === "termtable" || id === "waivedlist" ? null : known[id] = known[id] || thing(id) : thing("")});
const localStorage = {getItem: (k) => k === "duizhao-who" ? "Ana" : JSON.stringify(accepted), setItem() {}};
let saved = null;
class Blob { constructor(parts) { saved = parts.join(""); } }
const stub = () => thing("");
new Function("document", "localStorage", "Blob", "URL", "IntersectionObserver", "addEventListener", "getSelection",
  "innerWidth", "location", "self", "CSS", "requestAnimationFrame", script)(
  document, localStorage, Blob, thing(""), thing(""), stub, stub, 1000, {hash: ""}, {requestIdleCallback: stub}, thing(""), stub);
listeners["save click"]();
process.stdout.write(saved);
"""
"""The report page without a browser: *Download waivers* is pressed, what would be saved is printed."""


def save_waivers_on_page(page, accepted):
    """What the page saves when ``accepted`` (id: comment) were accepted on it."""
    kept = {id: {"comment": comment, "date": "2026-11-20", "who": "Ana"} for id, comment in accepted.items()}
    done = subprocess.run(
        ["node", "-e", PAGE, json.dumps(kept)], input=page.read_bytes(), capture_output=True, check=True
    )
    return done.stdout


# --- the set ------------------------------------------------------------------------------------------------------


def whole_sentences(lines):
    """The text of some lines up to the end of its last sentence."""
    text = "\n".join(lines)
    return text[: max(text.rindex(mark) for mark in ("。", ". ") if mark in text) + 1] + "\n"


def documents(samples):
    """The letter with its faults, and without them, both cut short; the archive: four pieces of it."""
    for folder, name in (("faulty", "documents"), ("clean", "revised")):
        Path(name).mkdir()
        for language, lines in LINES.items():
            text = (samples / folder / f"{LETTER}.{language}.txt").read_text("utf-8").split("\n")[:lines]
            Path(name, f"{LETTER}.{language}.txt").write_text(whole_sentences(text), "utf-8", newline="\n")
    Path("archive").mkdir()
    for number in range(4):
        for language, side in (("zh", "src"), ("en", "tgt")):
            lines = (samples / "gold" / "clean" / side / "letter").read_text("utf-8").split("\n")
            piece = "\n".join(lines[5 + 6 * number : 11 + 6 * number]) + "\n"
            Path("archive", f"A_99_{number + 1}.{language}.txt").write_text(piece, "utf-8", newline="\n")


def runs():
    """OUT of a run; bitexts in every format, from ``align file`` and ``corpora convert``."""
    duizhao("run", "documents", "-o", "run", "--quiet")
    Path("bitexts").mkdir()
    short = {}
    for language, lines in SHORT.items():
        short[language] = Path(f"short.{language}.txt")
        text = Path("documents", f"{LETTER}.{language}.txt").read_text("utf-8").split("\n")[:lines]
        short[language].write_text(whole_sentences(text), "utf-8")
    both = (short["zh"], short["en"])
    for kind in ("tsv", "tmx", "json"):
        duizhao("align", "file", *both, "-o", f"bitexts/letter.{kind}")
    duizhao("align", "file", *both, "-f", "links", "-o", "bitexts/letter.links")
    for kind in ("csv", "jsonl", "parquet", "xlf"):
        duizhao("corpora", "convert", "bitexts/letter.tsv", "-o", f"bitexts/letter.{kind}")
    duizhao("corpora", "convert", "bitexts/letter.tsv", "--xliff", "1.2", "-o", "bitexts/letter-12.xliff")
    en_first = ("--source", "en", "--zh-code", "zh-Hans", "--en-code", "en-GB")
    duizhao("corpora", "convert", "bitexts/letter.tsv", *en_first, "-o", "bitexts/letter-en.tmx")
    duizhao("corpora", "convert", "bitexts/letter.tsv", *en_first, "-o", "bitexts/letter-en.xlf")
    for path in short.values():
        path.unlink()


HOUSE = """concept_id,zh,en,zh_status,en_status,subject,definition,definition_source,note,links,cross_ref
house-1,缓冲区,buffer zone,preferred,preferred,安全,A strip between two forces that neither may enter.,S/2044/671,"=read, not run",https://example.org/terms/1,broader:house-2
house-1,,separation area,,deprecated,,,,,,
house-1,,neutral strip,,superseded,,,,,,
house-2,停火监测机制,ceasefire monitoring mechanism,preferred,preferred,安全,,,,,
house-2,停监机制,CMM,admitted,admitted,,,,,,
house-3,北岭阵线,Northern Ridge Front,preferred,preferred,,,,,,
house-4,境内流离失所者,internally displaced persons,preferred,preferred,人道主义,,,,,
house-4,,IDPs,,admitted,,,,,,
house-5,内流离失所者,displaced persons,preferred,preferred,,cut wrongly,,,,
house-6,抽水站,pumping station,preferred,preferred,,,,,,
"""


def termbase():
    """A termbase with a past: imported, proposed, decided in a sheet, merged, removed, undone; and all its exports."""
    Path("house.csv").write_text(HOUSE, "utf-8")
    Path("termbase").mkdir()
    Path("review").mkdir()
    store = "termbase/terms.db"
    duizhao("glossary", "import", store, "house.csv", "--who", "Li Wen", "--why", "the house glossary")
    duizhao("glossary", "extract", "run/bitext.tmx", "--min-links", "1", "--top", "17", "-o", "termbase/draft.json")
    duizhao("glossary", "propose", store, "termbase/draft.json", "--who", "Li Wen")
    duizhao("glossary", "review", "export", store, "-o", "first.xlsx")
    waiting = [dict(zip(sheet_rows("first.xlsx")[0], row, strict=True)) for row in sheet_rows("first.xlsx")[1:]]
    order = [row["id"] for row in waiting]
    print([(row["id"], row["Chinese"], row["English"]) for row in waiting])

    def first(row):
        place = order.index(row["id"])
        return {
            0: {"decision": "accept", "subject": "安全", "status": "preferred", "note": "seen by two"},
            1: {"decision": "accept", "English term": f"{row['English']}, as edited"},
            2: {"decision": "reject", "reason": "no term"},
            3: {"decision": "reject", "reason": "cut wrongly"},
            4: {"decision": "merge", "merge into": "house-4"},
        }.get(place)

    fill_rows("first.xlsx", "first-filled.xlsx", first)
    duizhao("glossary", "review", "import", store, "first-filled.xlsx", "--who", "Ana")
    duizhao("glossary", "merge", store, "house-5", "house-4", "--who", "Ana", "--why", "the same people")
    duizhao("glossary", "remove", store, "house-3", "--who", "Ana", "--why", "a name, no term")
    duizhao("glossary", "undo", store, "--who", "Li Wen")
    duizhao("glossary", "propose", store, "termbase/draft.json", "--who", "Li Wen")  # the rejected ones stay silent
    # two sheets on their way to the reviser and back, filled in but not imported
    duizhao("glossary", "review", "export", store, "-o", "open.xlsx")
    order = [row[0] for row in sheet_rows("open.xlsx")[1:]]
    headings = sheet_rows("open.xlsx")[0]
    assert headings[0] == "id", headings

    def second(row):
        place = order.index(row["id"])
        return {
            0: {"decision": "accept", "subject": "一般", "definition": "what the letter means by it"},
            1: {"decision": "reject", "reason": "too general"},
            2: {"decision": "merge", "merge into": "house-2"},
            3: {"decision": "later"},
        }.get(place)

    fill_rows("open.xlsx", "review/review.xlsx", second)
    duizhao("glossary", "review", "export", store, "-o", "open.csv", "--ui", "zh")
    import csv
    import io

    head, *rows = csv.reader(io.StringIO(Path("open.csv").read_text("utf-8-sig")))
    decision, reason = head.index("决定"), head.index("理由")
    for row in rows:
        place = order.index(row[0])
        row[decision] = {4: "采纳", 5: "不采纳"}.get(place, "")
        row[reason] = {5: "太宽泛"}.get(place, "")
    with Path("review/review-zh.csv").open("w", encoding="gb18030", newline="") as file:  # as Excel in China saves it
        csv.writer(file).writerows([head, *rows])
    for name in ("tbx", "json", "jsonl", "tsv", "csv", "xlsx", "parquet", "ttl", "jsonld", "tmx", "utx", "txt"):
        duizhao("glossary", "export", store, "-o", f"termbase/terms.{name}")
    for name, kind in (("v3.tbx", "tbx3"), ("dct.tbx", "tbx3-dct"), ("min.tbx", "tbx-min"), ("core.tbx", "tbx-core"),
                       ("memoq.csv", "memoq"), ("phrase.xlsx", "phrase")):  # fmt: skip
        duizhao("glossary", "export", store, "--format", kind, "-o", f"termbase/terms-{name}")
    for name in ("house.csv", "first.xlsx", "first-filled.xlsx", "open.xlsx", "open.csv"):
        Path(name).unlink()


PROJECT = """# The settings of a project of 0.1, with every form of a value: text, number, switch, list, table.
[run]
ui = "zh"
recursive = true
zh-code = "zh-Hans"
en-code = "en-GB"
termbase = "../termbase/terms.db"
waivers = "accepted.txt"
ignore = "P,DZ302"                            # a code of a version before 0.1: T104
severity = ["N101=warning", "N102=note"]
fail-on = "error"

[check]
termbase = "../termbase/terms.db"
against = ["earlier.tmx"]
ignore = ["P104", "DZ301"]
extend-select = ["P110"]
severity = { N101 = "warning", P = "note" }
waivers = "accepted.txt"
fail_on = "error"

[compare]
termbase = "../termbase/terms.db"
test = "none"
most = 1

[waive]
output = "accepted.txt"
who = "李文"

[align.file]
format = "tmx"
min-confidence = 0.5
worst-first = true

[align.run]
jobs = 1
quiet = true

[glossary.extract]
top = 3
min-probability = 0.4

[glossary.export]
en-code = "en-GB"
no-deprecated = true

[glossary.review.export]
ui = "zh"
limit = 2

[corpora.convert]
xliff = "1.2"
source = "en"

[corpora.pair]
format = "json"

[corpora.fetch]
lang = ["en"]
type = ["docx", "pdf"]
delay = 0.5
"""


def reports():
    """Reports in every format, decisions in sheets, on the page and by hand, the waivers that came of them."""
    Path("project").mkdir()
    Path("project/duizhao.toml").write_text("\ufeff" + PROJECT, "utf-8")  # as Notepad saves it
    duizhao("align", "file", *(f"revised/{LETTER}.{language}.txt" for language in LINES), "-o", "project/earlier.tmx")
    shutil.rmtree("revised")
    Path("reports").mkdir()
    Path("waivers").mkdir()
    found = json.loads(Path("run/report.json").read_bytes())["findings"]
    ids = {one["id"]: one for one in found}
    print([(one["id"], one["code"], one["segment"], one["message"]) for one in found])
    numbers = [one["id"] for one in found if one["code"] == "N101"]
    terms = [one["id"] for one in found if one["code"].startswith("T")]

    # accepted in the sheet, in either language
    def in_english(row):
        return (
            {"decision": "accepted", "comment": "both are right"}
            if row["id"] == terms[0]
            else ({"decision": "fixed"} if row["id"] in numbers else None)
        )

    fill_rows("run/report.xlsx", "reports/decided.xlsx", in_english)
    duizhao("check", "run/bitext.tsv", "--ui", "zh", "--fail-on", "never", "-o", "zh.xlsx")
    fill_rows(
        "zh.xlsx",
        "reports/decided-zh.xlsx",
        lambda row: {"决定": "接受", "意见": "译法无误"} if row["编号"] in numbers else None,
    )
    duizhao(
        "waive",
        "reports/decided.xlsx",
        "reports/decided-zh.xlsx",
        "-o",
        "waivers/duizhao-waivers.txt",
        "--who",
        "Li Wen",
    )
    # accepted on the page
    data = save_waivers_on_page(Path("run/report.html"), {terms[0]: "as\tin 2043", numbers[0]: ""})
    Path("waivers/from-page.txt").write_bytes(data)
    # written by hand: a byte order mark, line ends of Windows, spaces for tabs, an id alone, a line that is none
    one, two, *_ = [*numbers, *(id for id in ids if id not in numbers)]
    place = f"{ids[one]['symbol']}:{ids[one]['segment']}"
    lines = [
        "# what the office has agreed to",
        f"{one.upper()}  {ids[one]['code']}  {place}  Li Wen  2026-11-01  as the original has it",
        "still to be talked about",
        two,
        "0123456789ab\tN101\tA/98/7:3\t-\t-\tof a text that is no more",
    ]
    Path("waivers/by-hand.txt").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode("utf-8") + b"\r\n")
    shutil.copy("waivers/by-hand.txt", "project/accepted.txt")
    # every format that a run does not write, and JSON again: in the project, so with a termbase, earlier documents,
    # other severities and something waived
    with inside("project"):
        kinds = ("json", "tsv", "sarif", "xml", "txt")
        targets = [part for kind in kinds for part in ("-o", f"../reports/report.{kind}")]
        duizhao("check", "../run/bitext.tsv", *targets, "--fail-on", "never")
    duizhao("check", "project/earlier.tmx", "--fail-on", "never", "-o", "reports/revised.json")
    # decisions in JSON, as a script of the office writes them
    names = ("id", "code", "symbol", "segment")
    record = [
        {name: ids[id][name] for name in names} | {"decision": "accepted", "who": "a script"} for id in (one, two)
    ]
    record.append({"id": terms[0], "decision": "to discuss"})
    Path("reports/decided.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    Path("zh.xlsx").unlink()


def job(name, source, kill=False):
    """A job over the archive, ended or killed; the folder it stood in is written as ``@HERE@``."""
    command = ("align", "run", source, "-o", name, "--jobs", "1", "--quiet")
    if not kill:
        duizhao(*command, code=1)
    marks = []
    while kill and not 2 <= len(marks) <= 3:
        shutil.rmtree(name, ignore_errors=True)
        process = subprocess.Popen([sys.executable, "-m", "duizhao", *command], start_new_session=True)
        while len(list(Path(name, "parts").glob("*.json"))) < 2 and process.poll() is None:
            time.sleep(0.001)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        marks = list(Path(name, "parts").glob("*.json"))
    here = str(Path.cwd())
    for path in Path(name).rglob("*"):
        if path.suffix in (".json", ".tsv"):
            path.write_text(path.read_text("utf-8").replace(here, "@HERE@"), "utf-8", newline="\n")


def archive():
    """A job that ended, and one that was killed, both with a document that failed; the table of ``corpora pair``."""
    plain = {path: path.read_bytes() for path in Path("archive").iterdir()}
    for path, text in plain.items():
        path.write_bytes(padded(text))
        os.utime(path, ns=(MTIME, MTIME))
    duizhao("corpora", "pair", "archive", "-o", "archive.tsv")
    damaged = Path("archive/A_99_1.en.txt")
    damaged.write_bytes(b"")
    os.utime(damaged, ns=(MTIME, MTIME))
    job("job", "archive.tsv")
    job("job-killed", "archive.tsv", kill=True)
    for path, text in plain.items():
        path.write_bytes(text)


class Server(BaseHTTPRequestHandler):
    """Has one document."""

    def log_message(self, *_):
        """Says nothing."""

    def do_GET(self):
        """One document in PDF; another is not there."""
        there = "A%2F99%2F412" in self.path
        body = b"%PDF-1.7\nof no use to anybody\n%%EOF\n" if there else b"<html><title>Not found</title></html>"
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "application/pdf" if there else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def fetched():
    """A folder of fetched documents."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/api/symbol/access"
    options = ("--lang", "en", "--delay", "0", "--quiet", "--base-url", base, "-o", "fetched")
    print(duizhao("corpora", "fetch", "A/99/412", "S/2045/203", *options, code=1))
    server.shutdown()
    Path("fetched/.fetch.lock").unlink(missing_ok=True)


class Transformer:
    """Stands for a sentence-transformers model: vectors of four numbers from a digest."""

    prompts: dict = {}  # noqa: RUF012
    default_prompt_name = None

    def __init__(self, *_, **__):
        pass

    def encode(self, texts, **_):
        """A vector a text."""
        import numpy as np

        return np.array([[b / 255 for b in hashlib.sha256(text.encode()).digest()[:4]] for text in texts], np.float32)


def models():
    """Vectors that were kept of a model of the hub, and a small model that was trained."""
    Path("hub-model").mkdir()
    Path("hub-model/config.json").write_text("{}\n", "utf-8")
    Path("hub-model/modules.json").write_text("[]\n", "utf-8")
    real = sys.modules.pop("sentence_transformers", None)
    sys.modules["sentence_transformers"] = types.SimpleNamespace(SentenceTransformer=Transformer)
    both = [f"archive/A_99_1.{language}.txt" for language in LINES]
    duizhao("align", "file", *both, "--sentences", "--model", "hub-model", "-o", "bitexts/by-hub-model.tsv")
    del sys.modules["sentence_transformers"]
    if real is not None:
        sys.modules["sentence_transformers"] = real
    duizhao("align", "train", "run/bitext.tsv", "project/earlier.tmx", "-o", "model", "--dimensions", "8",
            "--vocabulary", "400", "--batch", "16", "--epochs", "1")  # fmt: skip


def main(checkout):
    """All of it, in a folder of its own, which then takes the place of ``0.1``."""
    if "0.1.0" not in duizhao("--version"):
        raise SystemExit("run this with the Python of duizhao 0.1")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "0.1"
        made.mkdir()
        os.environ |= {"LOGNAME": "reviser", "DUIZHAO_CACHE": str(made / "cache"), "NO_COLOR": "1"}
        with inside(made):
            documents(checkout / "corpora" / "samples")
            runs()
            termbase()
            reports()
            archive()
            fetched()
            models()
        for name in LARGE:
            path = made / name
            Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
            path.unlink()
        print(f"{sum(path.stat().st_size for path in made.rglob('*') if path.is_file()):,} bytes")
        shutil.rmtree(HERE, ignore_errors=True)
        shutil.copytree(made, HERE)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
