"""Old formats through LibreOffice, where it is installed; what is said where it is not, or fails."""

import http.server
import multiprocessing
import os
import struct
import subprocess
import threading
import time
from pathlib import Path

import pytest

from corpora.errors import InputError, MissingDependencyError
from corpora.files import OLE
from corpora.readers import office
from corpora.readers.docx import read as docx
from corpora.reading import read_document
from tests.calls import python
from tests.corpora.readers.build_docx import WORDS, rich_docx

SOFFICE = office.find_soffice()


def installed(test):
    """What LibreOffice converts takes seconds a file."""
    test = pytest.mark.slow("LibreOffice converts")(test)
    return pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")(test)


posix = pytest.mark.skipif(os.name == "nt", reason="stands in for LibreOffice by a shell script")


@pytest.fixture(scope="module")
def old_files(tmp_path_factory):
    """The rich document as LibreOffice saves it in the old format: language -> path."""
    folder = tmp_path_factory.mktemp("old")
    sources = {language: folder / f"A_99_12.{language}.docx" for language in ("en", "zh")}
    for language, path in sources.items():
        path.write_bytes(rich_docx(language))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, "--headless", profile, "--convert-to", "doc", "--outdir", folder, *sources.values()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {language: path.with_suffix(".doc") for language, path in sources.items()}


def content(extracted):
    return [(line.kind, line.text) for line in extracted.lines if line.text and line.kind != "footnote"]


@installed
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_old_word_file_gives_the_sentences_of_the_new_one(old_files, language, tmp_path):
    path = old_files[language]
    found = office.extract(path.read_bytes(), path)
    assert content(found) == content(docx.extract(rich_docx(language), path))
    assert (found.encoding, found.language) == ("doc", None)
    new = tmp_path / f"A_99_12.{language}.docx"
    new.write_bytes(rich_docx(language))
    assert read_document(path).document.texts == read_document(new).document.texts


@installed
def test_rich_text_and_wordperfect(tmp_path):
    rtf = rb"{\rtf1\ansi\ansicpg1252 The Council met.\par It decided\~to meet again.\par}"
    assert office.extract(rtf, Path("a.doc")).text.split("\n")[:2] == [
        "The Council met.",
        "It decided\u00a0to meet again.",
    ]
    # WordPerfect 5.1: a head of 16 bytes, then text in which a byte 10 ends a line
    head = b"\xffWPC" + struct.pack("<I", 16) + bytes([1, 10, 0, 1]) + bytes(4)
    perfect = office.extract(head + b"The Council met.\nIt decided to meet again.\n", Path("old.wpd"))
    assert [line.text for line in perfect.lines if line.text] == ["The Council met.", "It decided to meet again."]
    assert perfect.encoding == "wpd"


@installed
def test_links_macros_and_other_files_are_left_alone(tmp_path):
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_OPTIONS = do_HEAD = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    here = f"http://127.0.0.1:{server.server_port}"
    names = "urn:oasis:names:tc:opendocument:xmlns"
    document = f"""<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{names}:office:1.0"
    xmlns:text="{names}:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="{names}:drawing:1.0"
    office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
    <text:p>The text.</text:p><text:section text:name="S1"><text:section-source xlink:href="{secret.as_uri()}"/>
    <text:p>one</text:p></text:section><text:section text:name="S2"><text:section-source xlink:href="{here}/section.txt"/>
    <text:p>two</text:p></text:section><text:p><draw:frame><draw:image xlink:href="{here}/picture.png"/></draw:frame>
    </text:p></office:text></office:body></office:document>"""
    try:
        found = office.extract(document.encode(), Path("a.fodt"))
    finally:
        server.shutdown()
        server.server_close()
    assert [line.text for line in found.lines if line.text] == ["The text.", "one", "two"]
    assert asked == []


@installed
def test_files_that_it_cannot_read_and_one_profile_for_all():
    before = office._office().profile()
    with pytest.raises(InputError, match="LibreOffice could not read it"):
        office.extract(OLE + bytes(3000), Path("a.doc"))
    assert office._office().profile() == before
    assert (before / "user" / "registrymodifications.xcu").is_file()


@posix
def test_a_file_is_converted_once_and_results_are_few(monkeypatch, tmp_path):
    (tmp_path / "result.docx").write_bytes(rich_docx("en"))
    runs = tmp_path / "runs"
    monkeypatch.setenv(
        "DUIZHAO_SOFFICE",
        str(script(tmp_path, f"echo x >> {runs}\nmkdir -p out\ncp {tmp_path}/result.docx out/document.docx\n")),
    )
    monkeypatch.setattr(office, "MAX_KEPT", 2)
    for number in (1, 2, 2, 3, 4, 3):
        assert office.convert(b"{\\rtf%d}" % number, ".rtf", Path("a.rtf")) == rich_docx("en")
    assert len(runs.read_text().split()) == 4
    assert len(list((office._office().profile() / "done").iterdir())) <= 3


@pytest.mark.thorough("a process of its own")
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_each_process_has_a_profile_that_is_gone_when_it_ends():
    code = (
        "import multiprocessing\n"
        "from corpora.readers import office\n"
        "def made(number): return str(office._office().profile())\n"
        "own = made(0)\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "    print(own, *pool.map(made, range(4)))\n"
        "    pool.close()\n"
        "    pool.join()\n"
    )
    result = python("-c", code)
    assert result.code == 0, result.err
    own, *workers = result.out.split()
    assert "duizhao-office-" in own
    assert own not in workers
    assert not any(Path(folder).exists() for folder in (own, *workers))


def test_a_new_word_file_with_an_old_suffix_needs_no_conversion(monkeypatch):
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    assert WORDS["en"]["title"] in office.extract(rich_docx("en"), Path("a.doc")).text


def test_without_libreoffice_the_command_that_installs_it(monkeypatch):
    monkeypatch.delenv("DUIZHAO_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "PLACES", ())
    for system, command in (("linux", "apt install"), ("darwin", "brew install"), ("win32", "winget install")):
        monkeypatch.setattr(office.sys, "platform", system)
        with pytest.raises(MissingDependencyError, match=rf"a\.doc: a \.doc file needs LibreOffice.*{command}"):
            office.extract(OLE + bytes(3000), Path("a.doc"))


def test_a_program_that_is_named_but_not_there(monkeypatch):
    monkeypatch.setenv("DUIZHAO_SOFFICE", "/no/such/soffice")
    with pytest.raises(InputError, match="DUIZHAO_SOFFICE: /no/such/soffice is not a program"):
        office.extract(OLE + bytes(3000), Path("a.doc"))


def script(folder, lines):
    """A program that stands in for LibreOffice."""
    path = folder / "soffice"
    path.write_text("#!/bin/sh\n" + lines, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.thorough("a process of its own")
@posix
def test_a_program_that_hangs_is_ended_with_all_that_it_started(monkeypatch, tmp_path):
    pid = tmp_path / "pid"
    monkeypatch.setenv("DUIZHAO_SOFFICE", str(script(tmp_path, f"sleep 60 &\necho $! > {pid}\nwait\n")))
    profile = office._office().profile()
    with pytest.raises(InputError, match="did not finish within 1 seconds"):
        office.convert(b"{\\rtf1}", ".rtf", Path("a.rtf"), timeout=1)
    child = int(pid.read_text())
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child is still running")
    assert not profile.exists()


@posix
def test_a_program_that_fails_and_one_that_makes_nonsense(monkeypatch, tmp_path):
    monkeypatch.setenv("DUIZHAO_SOFFICE", str(script(tmp_path, "exit 77\n")))
    with pytest.raises(InputError, match=r"could not read it \(exit 77\)"):
        office.convert(b"{\\rtf1}", ".rtf", Path("a.rtf"))
    monkeypatch.setenv("DUIZHAO_SOFFICE", str(script(tmp_path, "mkdir -p out\nprintf nonsense > out/document.docx\n")))
    with pytest.raises(InputError, match="not a Word file"):
        office.extract(b"{\\rtf1}", Path("a.rtf"))


def test_too_large(monkeypatch):
    monkeypatch.setattr(office, "MAX_FILE", 10)
    with pytest.raises(InputError, match="has more than"):
        office.convert(bytes(11), ".doc", Path("a.doc"))
