"""Fixtures that more than one file of tests uses: the built-in model and a browser."""

import os
import signal
from contextlib import suppress

import pytest
from hypothesis import settings

from align.aligner import Aligner
from tests.places import CHROMIUM

settings.register_profile("patient", deadline=None)  # how long an example takes says nothing of what is right
if not os.environ.get("CI"):  # there hypothesis takes its own profile, which is as patient and begins alike every time
    settings.load_profile("patient")
os.environ["HF_HUB_OFFLINE"] = "1"  # no test asks a hub; it is read when the library is first imported

# what runs in the background of a shell never hears Ctrl-C, nor do the commands that it starts
with suppress(ValueError):  # not the main thread
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """What the program notes of the files that it writes is noted apart from what it notes for whoever runs the tests."""
    if not os.environ.get("DUIZHAO_CACHE"):
        os.environ["DUIZHAO_CACHE"] = str(tmp_path_factory.mktemp("cache"))


def pytest_collection_modifyitems(items):
    """A test is left out of ``make quick`` or ``make test`` only for a reason that is written down."""
    for item in items:
        for mark in item.iter_markers():
            if mark.name in ("slow", "thorough") and not (mark.args and isinstance(mark.args[0], str)):
                raise pytest.UsageError(f"{item.nodeid}: pytest.mark.{mark.name} says why")


@pytest.fixture(scope="session")
def aligner():
    """The aligner with the built-in model, loaded once."""
    return Aligner()


@pytest.fixture(scope="module")
def browser():
    """Chromium without a window, opened once for a file of tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
