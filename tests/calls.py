"""The program called by the tests: in this process, or as a process of its own where a process is the point."""

import functools
import io
import os
import subprocess
import sys
from typing import NamedTuple

import pytest
import typer.main

import duizhao
from tests.places import ROOT

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
COMMANDS = functools.cache(typer.main.get_command)
"""The tree of commands is built once and not for each of some hundred calls, which would take most of the time."""


class Done(NamedTuple):
    """How a command ended, and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str


def call(*arguments, stdin=""):
    """Run ``duizhao ARGUMENTS`` through its door in this process; an error that the door does not know is raised."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="\n")
        for name, data in (("stdin", stdin.encode()), ("stdout", b""), ("stderr", b""))
    }
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["duizhao", *map(str, arguments)])
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        patch.setattr(typer.main, "get_command", COMMANDS)
        patch.setattr(sys, "path", list(sys.path))  # the door takes the current folder off it, and off the environment
        for name, value in (("COLUMNS", "200"), ("NO_COLOR", "1"), ("DUIZHAO_DEBUG", "1")):
            patch.setenv(name, value)
        for name in ("PYTHONSAFEPATH", "PYTHONPATH", "PATH"):
            patch.setenv(name, os.environ.get(name, ""))
        try:
            duizhao.main()
        except SystemExit as end:
            code = end.code or 0
        for stream in streams.values():
            stream.flush()
    return Done(code, *(streams[name].buffer.getvalue().decode() for name in ("stdout", "stderr")))


def environment():
    """The environment of a process that imports this checkout, reaches no network and writes UTF-8 without colours."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    here = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "200"}
    return {**kept, **here, "HF_HUB_OFFLINE": "1"}


def start(*arguments, **options):
    """Begin ``python ARGUMENTS`` with the packages of this checkout: a ``subprocess.Popen`` to talk to, or to kill."""
    return subprocess.Popen([sys.executable, *map(str, arguments)], **{"cwd": ROOT, "env": environment(), **options})


def python(*arguments, cwd=ROOT, stdin=None, timeout=600):
    """Run ``python ARGUMENTS`` with the packages of this checkout and end when it ends."""
    command = [sys.executable, *map(str, arguments)]
    options = {"cwd": cwd, "env": environment(), "input": stdin, "timeout": timeout, "encoding": "utf-8"}
    done = subprocess.run(command, capture_output=True, check=False, **options)
    return Done(done.returncode, done.stdout, done.stderr)


def process(*arguments, **options):
    """Run ``duizhao ARGUMENTS`` as a shell does."""
    return python("-m", "duizhao", *arguments, **options)
