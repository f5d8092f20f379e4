"""Fetching against a server of our own that behaves like the Official Document System, at its best and at its worst."""

import gzip
import hashlib
import io
import json
import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
import zipfile
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError, OutputError
from corpora.fetch.documents import Options, Status, World, addresses, fetch, list_lines, read_symbols, user_agent
from corpora.fetch.download import FailedError, MissingError, retry_after
from corpora.fetch.guard import Guard, RefusedError, is_public, parse_base
from corpora.fetch.http import proxy_for
from corpora.fetch.manifest import LOCK, NAME, Manifest, folder_lock, parse_record
from corpora.fetch.types import describe_head, document_suffix, guess_suffix
from corpora.symbol.parse import parse_symbol
from tests.calls import PROXIES, call, process, python, start
from tests.places import needs_posix

ONE = "A/75/379"
DUAL = "A/75/379–S/2020/965"


def pdf(size=5000, seed=1):
    filler = bytes(random.Random(seed).choices(b"abcdefgh \n", k=max(0, size - 15)))
    return b"%PDF-1.7\n" + filler + b"%%EOF\n"


def docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# --- the server ---------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        key = (query.get("s"), query.get("l"), query.get("t")) if "s" in query else parts.path
        self.server.asked.append((key, dict(self.headers), self.path))
        script = self.server.script.get(key) or self.server.script.get((query.get("s"), query.get("l")))
        if script is None:
            return answer(404, b"<html><title>Not found</title></html>")(self)
        step = script.pop(0) if len(script) > 1 else script[0]
        return step(self)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that hangs up is part of the play

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.asked = {}, []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.closing = threading.Event()

    def on(self, key, *steps):
        self.script[key] = list(steps)

    def keys(self):
        return [key for key, _headers, _path in self.asked]


@pytest.fixture(scope="module")
def running():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ods(running):
    running.script.clear()
    running.asked.clear()
    return running


def answer(status=200, body=b"", **headers):
    """A plain answer with its length; a header of ``None`` is left out."""

    def step(self):
        self.send_response(status)
        named = {"Content-Length": str(len(body)), **{name.replace("_", "-"): v for name, v in headers.items()}}
        for name, value in named.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    return step


def redirect(to, status=302, **headers):
    return answer(status, b"", Location=to, **headers)


def truncated(body, after, **headers):
    def step(self):
        answer(200, b"", **{"Content-Length": str(len(body)), **headers})(self)
        self.wfile.write(body[:after])
        self.close_connection = True

    return step


def chunked(chunks, end=True):
    def step(self):
        answer(200, b"", **{"Content-Length": None, "Transfer-Encoding": "chunked"})(self)
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if end:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True

    return step


def without_length(body):
    def step(self):
        answer(200, b"", **{"Content-Length": None, "Connection": "close"})(self)
        self.wfile.write(body)
        self.close_connection = True

    return step


def ranged(body, etag='"v1"', **headers):
    """What a good server does with Range and If-Range (RFC 9110)."""

    def step(self):
        wanted, condition = self.headers.get("Range"), self.headers.get("If-Range")
        if wanted and condition in (etag, headers.get("Last_Modified")):
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                return answer(416, b"", Content_Range=f"bytes */{len(body)}")(self)
            content = f"bytes {start}-{len(body) - 1}/{len(body)}"
            return answer(206, body[start:], ETag=etag, Content_Range=content, **headers)(self)
        return answer(200, body, ETag=etag, **headers)(self)

    return step


def drip(piece, seconds=0.02, head=True):
    """A byte now and then, without end."""

    def step(self):
        if head:
            answer(200, b"", **{"Content-Length": "100000"})(self)
        else:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.closing.wait(seconds):
            self.wfile.write(piece)

    return step


# --- running it ---------------------------------------------------------------------------------------------------


class Notes(list):
    """What a run said, and how long it wished to sleep."""

    def __init__(self):
        self.slept = []


def run(ods, tmp_path, *symbols, notes=None, world=None, **options):
    notes = Notes() if notes is None else notes
    known = {"base_url": ods.url, "delay": 0.0, "languages": ("en",), **options}
    world = {"sleep": notes.slept.append, "note": notes.append, **(world or {})}
    rows = fetch([parse_symbol(s) for s in symbols], tmp_path, Options(**known), World(**world))
    return list(rows)


def only(rows):
    assert len(rows) == 1
    return rows[0]


def hidden(folder):
    return sorted(p.name for p in folder.iterdir() if p.name.startswith(".") and p.name != LOCK)


def visible(folder):
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith(".") and p.name != NAME)


def test_good(ods, tmp_path):
    zh, en = pdf(seed=1), pdf(seed=2)
    ods.on((ONE, "zh", "pdf"), answer(200, zh, Content_Type="application/pdf"))
    ods.on((ONE, "en", "pdf"), answer(200, en, Content_Type="application/pdf"))
    rows = run(ods, tmp_path, ONE, languages=("zh", "en"))
    assert [(r.symbol, r.language, r.status, r.file, r.reason) for r in rows] == [
        (ONE, "zh", Status.fetched, "A_75_379.zh.pdf", ""),
        (ONE, "en", Status.fetched, "A_75_379.en.pdf", ""),
    ]
    assert (tmp_path / "A_75_379.zh.pdf").read_bytes() == zh
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == en
    records = [json.loads(line) for line in (tmp_path / NAME).read_text("utf-8").splitlines()]
    assert records[0].pop("fetched").endswith("+00:00")
    assert records[0] == {
        "symbol": ONE,
        "language": "zh",
        "type": "pdf",
        "url": f"{ods.url}/api/symbol/access?s=A%2F75%2F379&l=zh&t=pdf",
        "file": "A_75_379.zh.pdf",
        "sha256": hashlib.sha256(zh).hexdigest(),
        "bytes": len(zh),
    }
    assert hidden(tmp_path) == []
    assert "%2F" in ods.asked[0][2]
    assert ods.asked[0][1]["User-Agent"] == user_agent()
    assert ods.asked[0][1]["Accept-Encoding"] == "identity"


def test_missing_in_one_language(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    rows = run(ods, tmp_path, ONE, languages=("zh", "en"))
    assert [r.status for r in rows] == [Status.missing, Status.fetched]
    assert "404" in rows[0].reason
    # asked again in the next run, and then the file that is there is not
    ods.on((ONE, "zh", "pdf"), answer(200, pdf(seed=9)))
    ods.asked.clear()
    rows = run(ods, tmp_path, ONE, languages=("zh", "en"))
    assert [r.status for r in rows] == [Status.fetched, Status.there]
    assert ods.keys() == [(ONE, "zh", "pdf")]


@pytest.mark.parametrize("status", [410, 204])
def test_other_ways_to_have_nothing(ods, tmp_path, status):
    ods.on((ONE, "en", "pdf"), answer(status))
    assert only(run(ods, tmp_path, ONE)).status is Status.missing
    assert visible(tmp_path) == []


@pytest.mark.parametrize("empty", [answer(200, b""), chunked([]), without_length(b"")])
def test_empty_body_is_no_document(ods, tmp_path, empty):
    ods.on((ONE, "en", "pdf"), empty)
    row = only(run(ods, tmp_path, ONE))
    assert (row.status, row.file) == (Status.missing, "")
    assert "empty" in row.reason
    assert visible(tmp_path) == hidden(tmp_path) == []


def test_the_same_404_is_not_asked_for_twice_in_a_run(ods, tmp_path):
    run(ods, tmp_path, DUAL, ONE, "a/75/379")
    assert ods.keys() == [(ONE, "en", "pdf"), ("S/2020/965", "en", "pdf")]


def test_dual_symbol_comes_under_its_second_name(ods, tmp_path):
    ods.on(("S/2020/965", "en", "pdf"), answer(200, pdf()))
    row = only(run(ods, tmp_path, "A/75/379-S/2020/965"))
    assert (row.symbol, row.file) == (DUAL, "A_75_379-S_2020_965.en.pdf")
    assert ods.keys() == [(ONE, "en", "pdf"), ("S/2020/965", "en", "pdf")]
    assert only(run(ods, tmp_path, DUAL)).status is Status.there


# --- busy and broken servers ----------------------------------------------------------------------------------------


def test_too_many_requests_in_seconds_and_as_a_date(ods, tmp_path):
    now = 1_600_000_000
    ods.on(
        (ONE, "en", "pdf"),
        answer(429, b"", Retry_After="7"),
        answer(429, b"", Retry_After=formatdate(now + 90, usegmt=True), Date=formatdate(now, usegmt=True)),
        answer(200, pdf()),
    )
    notes = Notes()
    assert only(run(ods, tmp_path, ONE, notes=notes)).status is Status.fetched
    assert notes.slept[0] == 7
    # send_response writes a Date of its own first; either way the wait is one that the server named
    assert len(notes.slept) == 2
    assert notes[0].startswith(f"{ONE} en: the server answers 429")


def test_a_wait_longer_than_five_minutes_gives_up(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(503, b"", Retry_After="3600"))
    notes = Notes()
    row = only(run(ods, tmp_path, ONE, notes=notes))
    assert row.status is Status.failed
    assert "3,600 s" in row.reason
    assert notes.slept == []
    assert len(ods.asked) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Sun, 13 Sep 2020 12:27:00 GMT", 20.0),
        ("Sun, 13 Sep 2020 12:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        (None, None),
        ("٣", None),
        ("9" * 400, 999999999999.0),
        ("Sun, 13 Sep 99999 12:27:00 GMT", None),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, 1_600_000_000) == seconds


def test_unavailable_then_good_waits_longer_each_time(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(503), answer(500), answer(502), answer(200, pdf()))
    notes = Notes()
    assert only(run(ods, tmp_path, ONE, notes=notes)).status is Status.fetched
    for wait, middle in zip(notes.slept, (1, 2, 4), strict=True):
        assert 0.75 * middle <= wait <= 1.25 * middle
    again = Notes()
    ods.on((ONE, "en", "pdf"), answer(503), answer(500), answer(502), answer(200, pdf()))
    run(ods, tmp_path, ONE, notes=again, force=True)
    assert again.slept == notes.slept  # the jitter has a seed


def test_retries_come_to_an_end(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(500))
    row = only(run(ods, tmp_path, ONE, retries=2))
    assert len(ods.asked) == 3
    assert row.status is Status.failed
    assert "500" in row.reason
    assert "3 tries" in row.reason


@pytest.mark.parametrize("status", [400, 401, 403, 451])
def test_a_refusal_is_not_tried_again(ods, tmp_path, status):
    ods.on((ONE, "en", "pdf"), answer(status))
    row = only(run(ods, tmp_path, ONE))
    assert row.status is Status.failed
    assert str(status) in row.reason
    assert len(ods.asked) == 1


def test_firewall_challenge_is_named(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(202, b"", **{"x-amzn-waf-action": "challenge"}))
    assert "firewall" in only(run(ods, tmp_path, ONE)).reason


def test_after_three_unreachable_documents_the_rest_is_not_asked_for(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        symbols = [parse_symbol(f"A/75/{n}") for n in range(1, 7)]
        options = Options(base_url=url, languages=("en",), retries=0, delay=0.0)
        rows = list(fetch(symbols, tmp_path, options, World(sleep=lambda _s: None)))
    assert [r.status for r in rows] == [Status.failed] * 6
    assert all(r.reason.startswith("no connection") for r in rows[:3])
    assert all(r.reason.startswith("not asked for: no connection") for r in rows[3:])


def test_one_broken_document_does_not_stop_the_rest(ods, tmp_path):
    for n in range(1, 5):
        ods.on((f"A/75/{n}", "en", "pdf"), answer(500))
    ods.on(("A/75/9", "en", "pdf"), answer(200, pdf()))
    rows = run(ods, tmp_path, *(f"A/75/{n}" for n in (1, 2, 3, 4, 9)), retries=0)
    assert rows[-1].status is Status.fetched


def test_truncated_is_tried_again_then_listed(ods, tmp_path):
    whole = pdf()
    ods.on((ONE, "en", "pdf"), truncated(whole, 3000), answer(200, whole))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole
    ods.on((ONE, "zh", "pdf"), truncated(whole, 3000))
    row = only(run(ods, tmp_path, ONE, languages=("zh",), retries=1))
    assert row.status is Status.failed
    assert "cut short after 3,000 bytes (2 tries)" in row.reason
    assert visible(tmp_path) == ["A_75_379.en.pdf"]
    assert hidden(tmp_path) == []  # no ETag: the part would be of no use


def test_a_chunked_answer_that_breaks_off(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), chunked([pdf()[:2000]], end=False))
    row = only(run(ods, tmp_path, ONE, retries=0))
    assert row.status is Status.failed
    assert "cut short" in row.reason


def test_without_a_length_a_pdf_needs_its_end(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), without_length(pdf()[:2000]), without_length(pdf()))
    notes = Notes()
    assert only(run(ods, tmp_path, ONE, notes=notes)).status is Status.fetched
    assert "PDF without its end" in notes[0]


@pytest.mark.parametrize("send", [lambda body: answer(200, body), lambda body: chunked([body])])
def test_a_pdf_that_the_server_itself_has_cut_short_is_kept_and_named(send, ods, tmp_path):
    body, notes = pdf()[:2000], Notes()
    ods.on((ONE, "en", "pdf"), send(body))
    assert only(run(ods, tmp_path, ONE, notes=notes)).status is Status.fetched
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == body
    assert [note for note in notes if "a PDF without its end (2,000 bytes)" in note]


@needs_posix
def test_a_pipe_in_the_place_of_a_fetched_file_is_named(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    run(ods, tmp_path, ONE)
    (tmp_path / "A_75_379.en.pdf").unlink()
    os.mkfifo(tmp_path / "A_75_379.en.pdf")
    row = only(run(ods, tmp_path, ONE))
    assert row.status is Status.failed
    assert "is not an ordinary file" in row.reason


def test_chunked_is_fine(ods, tmp_path):
    body = pdf(100_000)
    ods.on((ONE, "en", "pdf"), chunked([body[:10], body[10:70_000], body[70_000:]]))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == body


@pytest.mark.parametrize("head", [True, False])
def test_a_dripping_server_is_left_in_time(ods, tmp_path, head):
    ods.on((ONE, "en", "pdf"), drip(b"%", head=head))
    start = time.monotonic()
    row = only(run(ods, tmp_path, ONE, timeout=0.3))
    assert time.monotonic() - start < 5
    assert row.status is Status.failed
    assert "longer than 0.3 s" in row.reason


def test_a_silent_server_is_tried_again(ods, tmp_path, monkeypatch):
    monkeypatch.setattr("corpora.fetch.http.READ_SECONDS", 0.1)
    ods.on((ONE, "en", "pdf"), lambda self: self.server.closing.wait(0.5), answer(200, pdf()))
    notes = Notes()
    assert only(run(ods, tmp_path, ONE, notes=notes)).status is Status.fetched
    assert "silent" in notes[0]


def test_garbage_instead_of_http(ods, tmp_path):
    def step(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        self.close_connection = True

    ods.on((ONE, "en", "pdf"), step)
    row = only(run(ods, tmp_path, ONE, retries=0))
    assert row.status is Status.failed
    assert "broke" in row.reason


# --- resumption ----------------------------------------------------------------------------------------------------


def test_resumed_within_a_run_and_in_the_next(ods, tmp_path):
    whole = pdf(50_000)
    cut = truncated(whole, 20_000, ETag='"v1"')
    ods.on((ONE, "en", "pdf"), cut, ranged(whole))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert [headers.get("Range") for _k, headers, _p in ods.asked] == [None, "bytes=20000-"]
    assert ods.asked[1][1]["If-Range"] == '"v1"'
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole

    ods.asked.clear()
    ods.on((ONE, "zh", "pdf"), cut, ranged(whole))
    assert only(run(ods, tmp_path, ONE, languages=("zh",), retries=0)).status is Status.failed
    assert hidden(tmp_path) == [".A_75_379.zh.pdf.part", ".A_75_379.zh.pdf.part.json"]
    assert only(run(ods, tmp_path, ONE, languages=("zh",))).status is Status.fetched
    assert ods.asked[-1][1]["Range"] == "bytes=20000-"
    assert (tmp_path / "A_75_379.zh.pdf").read_bytes() == whole
    assert hidden(tmp_path) == []


def test_resumed_by_date_through_a_redirect(ods, tmp_path):
    whole, date = pdf(50_000), "Mon, 05 Oct 2020 10:00:00 GMT"
    ods.on((ONE, "en", "pdf"), redirect("/doc/n20.pdf"))
    ods.on("/doc/n20.pdf", truncated(whole, 9_000, Last_Modified=date), ranged(whole, None, Last_Modified=date))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert ods.asked[-1][1]["If-Range"] == date
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole


@pytest.mark.parametrize(
    "second",
    [
        ranged(pdf(40_000, seed=5), etag='"v2"'),  # changed: the whole comes
        answer(206, pdf(40_000, seed=5)[20_000:], ETag='"v2"', Content_Range="bytes 20000-39999/40000"),
        answer(206, b"x" * 10, Content_Range="bytes 0-9/40000"),
        answer(206, b"x" * 10, Content_Range="bytes 20000-39999/*"),
        answer(206, b"x" * 10),
        answer(416, b"", Content_Range="bytes */40000"),
    ],
)
def test_a_document_that_changed_meanwhile_begins_again(ods, tmp_path, second):
    new = pdf(40_000, seed=5)
    ods.on((ONE, "en", "pdf"), truncated(pdf(50_000), 20_000, ETag='"v1"'), second, ranged(new, etag='"v2"'))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == new


@pytest.mark.parametrize("headers", [{"ETag": 'W/"v1"'}, {"ETag": '"v1"', "Accept_Ranges": "none"}, {}])
def test_begun_again_where_the_server_cannot_resume(ods, tmp_path, headers):
    whole = pdf(50_000)
    ods.on((ONE, "en", "pdf"), truncated(whole, 20_000, **headers), answer(200, whole))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert "Range" not in ods.asked[1][1]
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole


@pytest.mark.parametrize(
    "facts", ["", "[]", "{", '{"address": 1}', '{"address": "ADDRESS", "version": "a\\r\\nX: 1"}', "[" * 100_000]
)
def test_a_part_whose_facts_are_broken_begins_again(ods, tmp_path, facts):
    address = addresses(parse_symbol(ONE), "en", Options(base_url=ods.url))[0][1]
    (tmp_path / ".A_75_379.en.pdf.part").write_bytes(b"rubbish")
    (tmp_path / ".A_75_379.en.pdf.part.json").write_text(facts.replace("ADDRESS", address), "utf-8")
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert "Range" not in ods.asked[0][1]


def test_interrupted_by_the_user_nothing_is_lost(ods, tmp_path):
    whole = pdf(400_000)
    ods.on((ONE, "en", "pdf"), ranged(whole))

    def stop(_what, done, _whole):
        if done > 50_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(ods, tmp_path, ONE, world={"progress": stop})
    assert visible(tmp_path) == []
    kept = (tmp_path / ".A_75_379.en.pdf.part").stat().st_size
    assert 50_000 < kept < 400_000
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert ods.asked[-1][1]["Range"] == f"bytes={kept}-"
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole


# --- types and sizes -----------------------------------------------------------------------------------------------


def test_an_error_page_is_not_saved(ods, tmp_path):
    page = b"<!DOCTYPE html>\n<html><head><title>Document\tnot \x1b[31mavailable</title></head></html>"
    ods.on((ONE, "en", "pdf"), answer(200, page, Content_Type="application/pdf"))
    row = only(run(ods, tmp_path, ONE))
    assert row.status is Status.failed
    assert row.reason == "an HTML page («Document not [31mavailable») came instead of a document"
    assert visible(tmp_path) == hidden(tmp_path) == []
    assert len(ods.asked) == 1


def test_a_large_page_is_not_read_to_its_end(ods, tmp_path):
    sent = []

    def step(self):
        answer(200, b"", **{"Content-Length": "90000000"})(self)
        for _ in range(1400):
            self.wfile.write(b"<html> " + b"x" * 65_529)
            sent.append(1)

    ods.on((ONE, "en", "pdf"), step)
    assert only(run(ods, tmp_path, ONE)).status is Status.failed
    assert len(sent) < 1400


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        (pdf(), ".pdf"),
        (b"\xef\xbb\xbf\r\n" + pdf(), ".pdf"),
        (DOC, ".doc"),
        (docx(), ".docx"),
        (b"{\\rtf1 text}", ".rtf"),
        (b"\xffWPC" + b"\0" * 100, ".wpd"),
    ],
)
def test_the_bytes_give_the_suffix(ods, tmp_path, body, suffix):
    ods.on((ONE, "en", "doc"), answer(200, body, Content_Type="text/html"))
    row = only(run(ods, tmp_path, ONE, types=("doc",)))
    assert (row.status, row.file) == (Status.fetched, f"A_75_379.en{suffix}")
    assert only(run(ods, tmp_path, ONE, types=("doc",))).status is Status.there


def workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize("body", [workbook(), docx()[:-10], b"PK\x03\x04", b'{"error": 1}', b"GIF89a", b"\0" * 50])
def test_other_files_are_refused(ods, tmp_path, body):
    ods.on((ONE, "en", "docx"), answer(200, body))
    row = only(run(ods, tmp_path, ONE, types=("docx",)))
    assert row.status is Status.failed
    assert "came" in row.reason
    assert visible(tmp_path) == hidden(tmp_path) == []


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"<html><title>", docx()]))
def test_any_bytes_are_judged_without_a_crash(tmp_path_factory, noise, start):
    path = tmp_path_factory.getbasetemp() / "noise"
    path.write_bytes(start + noise)
    document_suffix(path)
    said = describe_head(start + noise, noise.decode("latin-1"))
    assert said.isprintable()
    assert len(said) < 250
    assert guess_suffix(noise + b"%PDF") in (None, ".pdf", ".doc", ".docx", ".rtf", ".wpd")


def test_the_next_type_is_tried(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    row = only(run(ods, tmp_path, ONE, types=("doc", "pdf")))
    assert (row.status, row.file) == (Status.fetched, "A_75_379.en.pdf")
    assert ods.keys() == [(ONE, "en", "doc"), (ONE, "en", "pdf")]
    ods.asked.clear()
    assert only(run(ods, tmp_path, ONE, types=("doc", "pdf"))).status is Status.there
    assert ods.asked == []
    # another type than the one that is there is another file
    ods.on((ONE, "en", "doc"), answer(200, DOC))
    assert only(run(ods, tmp_path, ONE, types=("doc",))).file == "A_75_379.en.doc"
    assert visible(tmp_path) == ["A_75_379.en.doc", "A_75_379.en.pdf"]


def test_reasons_of_all_types_are_given(ods, tmp_path):
    ods.on((ONE, "en", "doc"), answer(200, b"<html></html>"))
    row = only(run(ods, tmp_path, ONE, types=("doc", "pdf")))
    assert row.status is Status.failed
    assert row.reason == "an HTML page came instead of a document; the server does not have it (404)"


def test_too_large_by_its_header(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), truncated(pdf(60_000), 100))
    row = only(run(ods, tmp_path, ONE, max_bytes=50_000))
    assert row.status is Status.failed
    assert "larger than 0.05 MB" in row.reason
    assert len(ods.asked) == 1


@pytest.mark.parametrize("coding", ["chunked", "gzip"])
def test_too_large_while_it_streams(ods, tmp_path, coding):
    if coding == "gzip":
        ods.on(
            (ONE, "en", "pdf"), answer(200, gzip.compress(b"%PDF-" + b"\0" * 60_000, mtime=0), Content_Encoding="gzip")
        )
    else:
        ods.on((ONE, "en", "pdf"), chunked([pdf(20_000)] * 3))
    row = only(run(ods, tmp_path, ONE, max_bytes=50_000))
    assert row.status is Status.failed
    assert "larger than" in row.reason
    assert visible(tmp_path) == hidden(tmp_path) == []


def test_compressed_on_the_way_is_unpacked(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, gzip.compress(pdf(), mtime=0), Content_Encoding="gzip", ETag='"v1"'))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == pdf()


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "compress"])
def test_other_codings_are_refused(ods, tmp_path, coding):
    ods.on((ONE, "en", "pdf"), answer(200, pdf(), Content_Encoding=coding))
    assert "not asked for" in only(run(ods, tmp_path, ONE)).reason


# --- redirects and addresses -----------------------------------------------------------------------------------------


def test_redirect_to_a_good_place(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), redirect("/doc/undoc/gen/n20/1.pdf", 301))
    ods.on("/doc/undoc/gen/n20/1.pdf", redirect("2.pdf#page=2", 307))
    ods.on("/doc/undoc/gen/n20/2.pdf", answer(200, pdf()))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched


def test_redirect_loop(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), redirect("/a"))
    ods.on("/a", redirect("/b"))
    ods.on("/b", redirect("/a"))
    row = only(run(ods, tmp_path, ONE))
    assert row.status is Status.failed
    assert "redirect loop" in row.reason
    assert len(ods.asked) == 3


def test_a_page_behind_a_redirect_to_capitals(ods, tmp_path):
    whole = pdf()
    ods.on((ONE, "en", "pdf"), redirect("/DOC/GEN/N20/1.PDF"))
    ods.on("/DOC/GEN/N20/1.PDF", answer(200, b"<html><title>App</title></html>", Content_Type="text/html"))
    ods.on("/doc/gen/n20/1.pdf", answer(200, whole))
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole


def test_a_page_that_says_that_there_is_no_document_is_missing(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    row = only(run(ods, tmp_path, ONE, world={"look": lambda _path: ("missing", "")}))
    assert row.status is Status.missing
    assert "does not exist" in row.reason
    assert visible(tmp_path) == hidden(tmp_path) == []


def test_another_language_than_was_asked_for_is_missing(ods, tmp_path):
    ods.on((ONE, "zh", "pdf"), answer(200, pdf()))
    row = only(run(ods, tmp_path, ONE, languages=("zh",), world={"look": lambda _path: ("", "en")}))
    assert (row.status, row.reason) == (Status.missing, "the server sent it in English, not in Chinese")
    assert visible(tmp_path) == []


def test_the_same_bytes_under_two_symbols_are_reported(ods, tmp_path):
    for symbol in (ONE, "A/75/380"):
        ods.on((symbol, "en", "pdf"), answer(200, pdf()))
    rows = run(ods, tmp_path, ONE, "A/75/380")
    assert rows[0].reason == ""
    assert "same bytes as A_75_379.en.pdf" in rows[1].reason


def test_a_redirect_to_itself_that_sets_a_cookie(ods, tmp_path):
    def step(self):
        if "seen=1" in self.headers.get("Cookie", ""):
            return answer(200, pdf())(self)
        return redirect(self.path, Set_Cookie="seen=1; Path=/")(self)

    ods.on((ONE, "en", "pdf"), step)
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched


def test_too_many_redirects(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), redirect("/0"))
    for n in range(20):
        ods.on(f"/{n}", redirect(f"/{n + 1}"))
    assert "more than 5 redirects" in only(run(ods, tmp_path, ONE)).reason
    assert len(ods.asked) == 6


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "file: address"),
        ("ftp://documents.un.org/x.pdf", "ftp: address"),
        ("javascript:alert(1)", "cannot be read"),
        ("data:application/pdf,%25PDF-", "cannot be read"),
        ("http://documents.un.org/x.pdf", "plain http"),
        ("http://127.0.0.1:1/x.pdf", "plain http"),
        ("https://127.0.0.1:1/x.pdf", "private network address 127.0.0.1"),
        ("https://10.0.0.1/x.pdf", "neither under un.org"),
        ("https://[::1]/x.pdf", "neither under un.org"),
        ("https://169.254.169.254/latest/meta-data/", "neither under un.org"),
        ("https://un.org.example.com/x.pdf", "neither under un.org"),
        ("https://evil-un.org/x.pdf", "neither under un.org"),
        ("https://documents.un.org@example.com/x.pdf", "user name"),
        ("https://me:secret@documents.un.org/x.pdf", "user name"),
        ("//example.com/x.pdf", "plain http"),
        ("https://inside.un.org/x.pdf", "private network address 10.1.2.3"),
        ("https://mapped.un.org/x.pdf", "private network address ::ffff:192.168.0.1"),
        ("https://mixed.un.org/x.pdf", "private network address 127.0.0.1"),
        ("https://", "neither"),
        ("http://[::1/x", "cannot be read"),
        ("https://documents.un.org:99999999/", ""),
        ("", "does not say where to"),
    ],
)
def test_redirects_that_are_refused(ods, tmp_path, target, said):
    names = {
        "inside.un.org": ["10.1.2.3"],
        "mapped.un.org": ["::ffff:192.168.0.1"],
        "mixed.un.org": ["8.8.8.8", "127.0.0.1"],
    }

    def resolve(host, _port):
        return names.get(host, ["127.0.0.1"])

    ods.on((ONE, "en", "pdf"), redirect(target))
    row = only(run(ods, tmp_path, ONE, world={"resolve": resolve}))
    assert row.status is Status.failed
    assert said in row.reason
    assert "secret" not in row.reason
    assert len(ods.asked) == 1


def test_private_answer_for_the_real_site_is_refused_unless_named(tmp_path):
    options = Options(languages=("en",), retries=0)
    world = World(sleep=lambda _s: None, resolve=lambda _host, _port: ["192.168.7.7"])
    row = only(list(fetch([parse_symbol(ONE)], tmp_path, options, world)))
    assert row.status is Status.failed
    assert "192.168.7.7" in row.reason
    assert "--base-url" in row.reason
    named = Guard(parse_base("https://documents.un.org"), lambda _host, _port: ["192.168.7.7"])
    assert named.addresses("documents.un.org", 443) == ["192.168.7.7"]
    with pytest.raises(RefusedError):
        named.addresses("documents.un.org", 8443)


def test_the_connection_goes_to_the_address_that_was_checked(ods, tmp_path):
    """A name server that changes its mind between check and connection is asked only once."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    port = ods.server_address[1]
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    row = only(run(ods, tmp_path, ONE, base_url=f"http://mirror.invalid:{port}", world={"resolve": resolve}))
    assert row.status is Status.fetched
    assert asked == ["mirror.invalid"]
    assert ods.asked[0][1]["Host"] == f"mirror.invalid:{port}"


def test_the_next_address_of_a_host_is_tried(ods, tmp_path):
    port = ods.server_address[1]
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    world = {"resolve": lambda _host, _port: ["127.0.0.2", "127.0.0.1"]}
    assert only(run(ods, tmp_path, ONE, base_url=f"http://mirror.invalid:{port}", world=world)).file


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.1.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "base",
    [
        "",
        "documents.un.org",
        "ftp://example.org",
        "file:///tmp",
        "https://me:secret@example.org/",
        "https://example.org/x?s=1",
        "https://example.org/x#y",
        "https://",
        "https://[::1",
        "https://example.org:abc/",
    ],
)
def test_base_urls_that_cannot_be_used(base):
    with pytest.raises(InputError) as caught:
        parse_base(base)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_base_urls():
    assert parse_base(None).url == "https://documents.un.org/api/symbol/access"
    assert not parse_base(None).explicit
    assert parse_base("HTTPS://Mirror.Example:8443/un/").url == "https://mirror.example:8443/un/"
    assert parse_base("http://[::1]:80").host == "::1"


def test_proxies(monkeypatch):
    url = httpx.URL("https://documents.un.org/x")
    assert proxy_for(url) is None
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    assert proxy_for(url) == "http://proxy.example:3128"
    assert proxy_for(httpx.URL("http://documents.un.org/x")) is None
    monkeypatch.setenv("NO_PROXY", "un.org")
    assert proxy_for(url) is None


def test_through_a_proxy(ods, tmp_path, monkeypatch):
    """The proxy gets the whole address; names are its business, redirects are still ours."""
    monkeypatch.setenv("http_proxy", ods.url)
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    ods.on((ONE, "zh", "pdf"), redirect("https://example.com/"))

    def resolve(_host, _port):
        raise AssertionError("names are resolved by the proxy")

    rows = run(ods, tmp_path, ONE, languages=("en", "zh"), base_url="http://mirror.invalid", world={"resolve": resolve})
    assert [r.status for r in rows] == [Status.fetched, Status.failed]
    assert ods.asked[0][2].startswith("http://mirror.invalid/api/symbol/access?s=")


def test_a_proxy_that_cannot_be_used(ods, tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", "socks5://proxy.example:1080")
    with pytest.raises(InputError, match="HTTPS_PROXY"):
        run(ods, tmp_path, ONE, base_url="http://mirror.invalid")


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with TLS for documents.un.org, and the file of the certificate that signs it."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=documents.un.org",
            "-addext",
            "subjectAltName=DNS:documents.un.org",
            "-keyout",
            "key.pem",
            "-out",
            "certificate.pem",
        ],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    server = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.url = f"https://documents.un.org:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server, certificate
    server.shutdown()
    server.server_close()
    thread.join()


def test_tls_is_checked_by_name(secure, tmp_path, monkeypatch):
    server, certificate = secure
    server.on((ONE, "en", "pdf"), answer(200, pdf()))
    world = {"resolve": lambda _host, _port: ["127.0.0.1"]}
    row = only(run(server, tmp_path, ONE, world=world))
    assert row.status is Status.failed
    assert "SSL_CERT_FILE" in row.reason
    assert "tries" not in row.reason
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    other = server.url.replace("documents.un.org", "mirror.example")
    assert "not trusted" in only(run(server, tmp_path, ONE, world=world, base_url=other)).reason
    assert only(run(server, tmp_path, ONE, world=world)).status is Status.fetched
    # the same server reached as a redirect of the real site: its private address is refused
    row = only(run(server, tmp_path, "A/75/380", world=world, base_url=None))
    assert "private network address 127.0.0.1" in row.reason


# --- politeness ------------------------------------------------------------------------------------------------------


def test_rest_between_requests(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), redirect("/x"))
    ods.on("/x", answer(200, pdf()))
    notes, now = Notes(), [0.0]

    def sleep(seconds):
        notes.slept.append(seconds)
        now[0] += seconds

    run(ods, tmp_path, ONE, "A/75/380", delay=2.5, world={"sleep": sleep, "monotonic": lambda: now[0]})
    assert notes.slept == [2.5, 2.5]  # three requests, redirects included


def test_user_agent():
    assert user_agent().startswith("duizhao/")
    assert user_agent("x@example.org").endswith("(+x@example.org)")
    with pytest.raises(InputError):
        Options(contact="x\r\nHost: y")


@pytest.mark.parametrize("wrong", [{"delay": -1.0}, {"delay": float("nan")}, {"timeout": 0.0}, {"max_bytes": 0}])
def test_options_that_make_no_sense(wrong):
    with pytest.raises(InputError):
        Options(**wrong)


# --- what is there already -------------------------------------------------------------------------------------------


def test_a_file_that_changed_is_kept_and_reported(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    run(ods, tmp_path, ONE)
    path = tmp_path / "A_75_379.en.pdf"
    path.write_bytes(b"mine")
    ods.asked.clear()
    row = only(run(ods, tmp_path, ONE))
    assert (row.status, row.file) == (Status.failed, path.name)
    assert "changed" in row.reason
    assert path.read_bytes() == b"mine"
    assert ods.asked == []
    assert only(run(ods, tmp_path, ONE, force=True)).status is Status.fetched
    assert path.read_bytes() == pdf()
    (kept,) = tmp_path.glob("A_75_379.en.20*.pdf")
    assert kept.read_bytes() == b"mine"
    assert only(run(ods, tmp_path, ONE)).status is Status.there
    run(ods, tmp_path, ONE, force=True)  # what is as it was fetched leaves nothing behind
    assert list(tmp_path.glob("A_75_379.en.*pdf")) in ([kept, path], [path, kept])


def test_force_keeps_what_is_there_when_nothing_comes(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    run(ods, tmp_path, ONE)
    ods.on((ONE, "en", "pdf"), answer(403))
    assert only(run(ods, tmp_path, ONE, force=True)).status is Status.failed
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == pdf()


def test_a_file_that_is_gone_comes_again(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    run(ods, tmp_path, ONE)
    (tmp_path / "A_75_379.en.pdf").unlink()
    assert only(run(ods, tmp_path, ONE)).status is Status.fetched


def test_files_of_others_are_left_alone(ods, tmp_path):
    ods.on((ONE, "en", "doc"), answer(200, pdf()))
    (tmp_path / "A_75_379.en.pdf").write_bytes(pdf(seed=77))
    row = only(run(ods, tmp_path, ONE))
    assert row.status is Status.there
    assert "not in fetch.jsonl" in row.reason
    # asked for as Word it comes as PDF, and must not take the place of the other one
    row = only(run(ods, tmp_path, ONE, types=("doc",)))
    assert row.status is Status.failed
    assert "other content" in row.reason
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == pdf(seed=77)
    (tmp_path / "A_75_379.en.pdf").write_bytes(b"<html>")
    row = only(run(ods, tmp_path, ONE))
    assert row.status is Status.failed
    assert "no PDF file" in row.reason
    assert hidden(tmp_path) == []


def test_a_torn_manifest(ods, tmp_path):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))
    run(ods, tmp_path, ONE)
    manifest = tmp_path / NAME
    manifest.write_bytes(manifest.read_bytes() + b'{"symbol": "A/7')
    notes = Notes()
    rows = run(ods, tmp_path, ONE, "A/75/380", notes=notes)
    assert [r.status for r in rows] == [Status.there, Status.missing]
    assert notes[0].startswith(f"{manifest}:2: ")
    ods.on(("A/75/380", "en", "pdf"), answer(200, pdf(seed=3)))
    run(ods, tmp_path, ONE, "A/75/380")
    assert len(manifest.read_text("utf-8").splitlines()) == 3
    assert [r.status for r in run(ods, tmp_path, ONE, "A/75/380")] == [Status.there, Status.there]


GOOD_RECORD = {
    "symbol": ONE, "language": "en", "type": "pdf", "url": "u", "file": "f.pdf", "sha256": "s", "bytes": 1, "fetched": "t",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [{"file": "../f.pdf"}, {"file": "a\\b"}, {"file": "C:f"}, {"file": ""}, {"file": ".."}, {"bytes": "1"}, {"url": 3}],
)
def test_records_that_are_passed_over(change):
    assert parse_record(json.dumps(GOOD_RECORD)) is not None
    assert parse_record(json.dumps({**GOOD_RECORD, **change})) is None


@given(st.text(max_size=80))
def test_any_line_of_a_manifest(line):
    parse_record(line)


def test_a_manifest_that_cannot_be_read(ods, tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(InputError):
        run(ods, tmp_path, ONE)


def test_a_folder_that_cannot_be_written(ods, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        run(ods, tmp_path / "file" / "sub", ONE)


def test_two_fetches_in_one_folder(ods, tmp_path):
    with folder_lock(tmp_path), pytest.raises(InputError, match="another fetch"):
        run(ods, tmp_path, ONE)
    run(ods, tmp_path, ONE)


def test_a_full_disk_stops_with_one_line(ods, tmp_path, monkeypatch):
    ods.on((ONE, "en", "pdf"), answer(200, pdf()))

    def full(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match=r"/A_75_379\.en\.pdf: cannot be written \(the disk is full\)"):
        run(ods, tmp_path, ONE)
    assert visible(tmp_path) == []


# --- lists of symbols -------------------------------------------------------------------------------------------------


def test_a_list_with_bad_lines():
    data = "# 文件\r\na/75/379-s/2020/965  # dual\r\n\r\nnonsense\r\nA/RES/78/1\r\n../../etc/passwd\r\n".encode(
        "utf-8-sig"
    )
    good, bad = read_symbols(list_lines(data, "list.txt"))
    assert [s.text for s in good] == [DUAL, "A/RES/78/1"]
    assert [b.place for b in bad] == ["list.txt:4", "list.txt:6"]
    assert "nonsense" in str(bad[0])


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_lists_in_the_encodings_of_editors(coding):
    good, bad = read_symbols(list_lines(f"{DUAL}\n# 注释\n".encode(coding), "list"))
    assert ([s.text for s in good], bad) == ([DUAL], [])


def test_lists_that_are_no_lists():
    with pytest.raises(InputError):
        list_lines(b"%PDF-1.7\n\0\0\0", "x.pdf")
    with pytest.raises(InputError):
        list_lines(b"A/75/379\n" * 2_000_000, "x")
    _good, bad = read_symbols([("A/" + "9/" * 100_000, "x:1")])
    assert len(str(bad[0])) < 150


@given(st.binary(max_size=200))
def test_any_bytes_as_a_list(data):
    try:
        entries = list_lines(data, "list")
    except InputError:
        return
    for symbol in read_symbols(entries)[0]:
        assert not set(symbol.file_stem) & set('/\\:*?"<>|\0\n')
        assert not symbol.file_stem.startswith(".")


def test_brackets_are_escaped():
    [(_kind, address)] = addresses(parse_symbol("A/RES/2758(XXVI)"), "zh", Options())
    assert address == "https://documents.un.org/api/symbol/access?s=A%2FRES%2F2758%28XXVI%29&l=zh&t=pdf"
    assert str(httpx.URL(address)) == address


def test_a_word_in_brackets_is_asked_with_and_without_a_space(ods, tmp_path):
    ods.on(("S/PV.9451(Resumption 1)", "en", "pdf"), answer(200, pdf()))
    assert only(run(ods, tmp_path, "S/PV.9451 (Resumption 1)")).status is Status.fetched
    assert [key[0] for key, _headers, _path in ods.asked] == ["S/PV.9451(Resumption1)", "S/PV.9451(Resumption 1)"]


# --- the command ------------------------------------------------------------------------------------------------------


started = partial(process, "corpora", "fetch")
here = partial(call, "corpora", "fetch")


def table(done):
    head, *rows = [line.split("\t") for line in done.out.splitlines()]
    assert head == ["symbol", "language", "status", "file", "reason"]
    assert all(len(row) == 5 for row in rows)
    return rows


@pytest.mark.thorough("a process of its own")
def test_command_all_there(ods, tmp_path):
    ods.on((ONE, "zh"), answer(200, pdf()))
    ods.on((ONE, "en"), answer(200, pdf()))
    done = started(ONE, "-o", tmp_path, "--base-url", ods.url, "--delay", "0", "--contact", "x@example.org")
    assert done.code == 0, done.err
    assert [row[:4] for row in table(done)] == [
        [ONE, "zh", "fetched", "A_75_379.zh.pdf"],
        [ONE, "en", "fetched", "A_75_379.en.pdf"],
    ]
    assert done.err == "2 fetched, 0 there, 0 missing, 0 failed\n"
    assert ods.asked[0][1]["User-Agent"].endswith("(+x@example.org)")


@pytest.mark.thorough("a process of its own")
def test_command_missing_bad_and_from_standard_input(ods, tmp_path):
    ods.on((ONE, "en"), answer(200, pdf()))
    common = ("-o", tmp_path, "--base-url", ods.url, "--delay", "0", "-q")
    done = started(ONE, *common)
    assert (done.code, done.err) == (1, "")
    assert [row[2] for row in table(done)] == ["missing", "fetched"]
    done = started("--from-file", "-", "--lang", "en", *common, stdin=f"# list\nrubbish\n{ONE}\n")
    assert done.code == 2
    assert done.err == (
        "duizhao: standard input:2: 'rubbish' is not a document symbol; write it like A/75/379, one a line\n"
    )
    assert [row[:3] for row in table(done)] == [["rubbish", "", "failed"], [ONE, "en", "there"]]


def test_command_failure_with_notes(ods, tmp_path):
    ods.on((ONE, "en"), answer(500), answer(503))
    common = ("-o", tmp_path, "--base-url", ods.url, "--lang", "en", "--delay", "0")
    done = here(ONE, *common, "--retries", "1", "--type", "doc")
    assert done.code == 2
    assert done.err.startswith(f"duizhao: {ONE} en: the server answers 500 Internal Server Error; next try in ")
    done = here(ONE, *common, "--retries", "0", "--type", "doc")
    assert done.code == 2
    assert table(done) == [[ONE, "en", "failed", "", "the server answers 503 Service Unavailable"]]


def test_command_dry_run_asks_nothing(ods, tmp_path):
    folder = tmp_path / "new"
    done = here(ONE, "-o", folder, "--base-url", ods.url, "--type", "doc", "--type", "pdf", "--lang", "zh", "--dry-run")
    assert done.code == 0
    address = f"{ods.url}/api/symbol/access?s=A%2F75%2F379&l=zh&t="
    assert done.out.splitlines() == [
        "symbol\tlanguage\taddress",
        f"{ONE}\tzh\t{address}doc",
        f"{ONE}\tzh\t{address}pdf",
    ]
    assert ods.asked == []
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no symbol given"),
        (["--from-file", "nowhere.txt"], "nowhere.txt"),
        ([ONE, "--base-url", "gopher://x"], "--base-url"),
        ([ONE, "--contact", "a\nb"], "--contact"),
        (["rubbish"], "not a document symbol"),
    ],
)
def test_command_that_cannot_run(tmp_path, arguments, said):
    done = here(*arguments, "-o", tmp_path / "out")
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.slow("interrupts a process and starts it again")
@needs_posix
def test_command_interrupted_goes_on(ods, tmp_path):
    whole = pdf(300_000)
    begun = threading.Event()

    def half(self):
        answer(200, b"", **{"Content-Length": str(len(whole)), "ETag": '"v1"'})(self)
        self.wfile.write(whole[:100_000])
        begun.set()
        self.server.closing.wait(10)

    ods.on((ONE, "en"), half, ranged(whole))
    arguments = [ONE, "-o", tmp_path, "--base-url", ods.url, "--lang", "en", "--delay", "0"]
    with start("-m", "duizhao", "corpora", "fetch", *arguments, stderr=subprocess.PIPE, encoding="utf-8") as child:
        assert begun.wait(20)
        part = tmp_path / ".A_75_379.en.pdf.part"
        for _ in range(200):
            if part.exists() and part.stat().st_size > 50_000:
                break
            time.sleep(0.02)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=20)
    assert child.returncode == 130
    assert said == "duizhao: interrupted after 0 of 1; the same command goes on from here\n"
    done = started(*arguments)
    assert done.code == 0
    assert ods.asked[-1][1]["Range"].startswith("bytes=")
    assert (tmp_path / "A_75_379.en.pdf").read_bytes() == whole


def test_help_does_not_load_httpx():
    code = "import sys, duizhao; sys.exit('httpx' in sys.modules or 'httpcore' in sys.modules)"
    assert python("-c", code).code == 0


def test_reading_a_manifest_needs_no_folder(tmp_path):
    assert Manifest(tmp_path / "none").of(ONE, "en") == []


def test_errors_say_what_they_are():
    assert str(FailedError("why")) == "why"
    assert str(MissingError("not there")) == "not there"
