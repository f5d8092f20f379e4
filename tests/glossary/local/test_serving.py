"""The page on 127.0.0.1: how the browser is told its address, how much it takes in, whom it waits for."""

import os
import socket
import stat
import threading
import time

import pytest
import uvicorn

from glossary.local import LARGEST_BODY, browser, listening
from glossary.local.patience import Impatient
from glossary.review.server import build_app
from glossary.store import Store
from tests.concepts import concept
from tests.places import needs_posix

TOKEN = "t" * 32


@pytest.fixture
def served(tmp_path, monkeypatch):
    """The port of a page whose patience is short."""
    monkeypatch.setattr(Impatient, "patience", 0.4)
    path = tmp_path / "terms.db"
    with Store.open(path, create=True) as store:
        store.save(concept("c1", "会议", "meeting"))
    listener = listening(0)
    config = uvicorn.Config(
        build_app(path, TOKEN), http=Impatient, ws="none", lifespan="off", log_level="critical", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


def asked(port, *parts, patience=10.0):
    """Send parts to the page; what comes until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        answer = b""
        try:
            for part in parts:
                connection.sendall(part)
            while more := connection.recv(65536):
                answer += more
        except (ConnectionResetError, BrokenPipeError):
            pass
        return answer


def head(port, *more):
    origin = f"http://127.0.0.1:{port}"
    lines = [f"POST /{TOKEN}/api/decide HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Origin: {origin}",
             "Content-Type: application/json", *more, "", ""]  # fmt: skip
    return "\r\n".join(lines).encode()


def test_a_connection_that_asks_nothing_is_closed(served):
    begun = time.monotonic()
    assert asked(served) == b""
    assert asked(served, b"GET / HT") == b""
    assert asked(served, head(served, "Content-Length: 10"), b"{") == b""
    assert time.monotonic() - begun < 8


def test_one_that_asks_is_answered_and_may_ask_again(served):
    request = f"GET /{TOKEN}/ HTTP/1.1\r\nHost: 127.0.0.1:{served}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", served), timeout=10) as connection:
        for _ in range(2):
            connection.sendall(request)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
            time.sleep(0.25)
            connection.setblocking(False)
            try:
                while connection.recv(65536):
                    pass
            except BlockingIOError:
                pass
            connection.settimeout(10)


@pytest.mark.parametrize(
    "lengths", [["Transfer-Encoding: chunked"], ["Transfer-Encoding: chunked", "Content-Length: 2"]]
)
def test_a_body_in_parts_is_refused(served, lengths):
    part = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = asked(served, head(served, *lengths), *[part] * (LARGEST_BODY // 0x10000 + 4))
    assert not answer or answer.startswith((b"HTTP/1.1 413", b"HTTP/1.1 400"))
    assert asked(served, head(served, f"Content-Length: {LARGEST_BODY + 1}")).startswith(b"HTTP/1.1 413")


@needs_posix
def test_the_token_is_in_a_file_of_its_owner_and_in_no_argument(tmp_path, monkeypatch):
    told = tmp_path / "told.json"
    script = tmp_path / "bin" / "xdg-open"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nprintf "%s" "$*" > {told}.part; mv {told}.part {told}\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{script.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("BROWSER", raising=False)
    if browser.sys.platform != "linux":
        pytest.skip("the opener of another system")
    with browser.opened(f"http://127.0.0.1:1/{TOKEN}/") as is_open:
        assert is_open
        deadline = time.monotonic() + 20
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        argument = told.read_text("utf-8")
        assert argument.startswith("file:///")
        assert TOKEN not in argument
        page = browser.Path(argument.removeprefix("file://"))
        assert f"/{TOKEN}/" in page.read_text("utf-8")
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    assert not page.exists()


@needs_posix
def test_without_a_browser_nothing_is_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xdg-open").write_text("#!/bin/sh\ntouch ran\n", "utf-8")
    (tmp_path / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", ".")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("BROWSER", raising=False)
    if browser.sys.platform == "darwin":
        pytest.skip("there is always one")
    with browser.opened("http://127.0.0.1:1/") as is_open:
        assert not is_open
    assert not (tmp_path / "ran").exists()
