"""Fixtures that more than one file of tests uses: the built-in model and a browser."""

import pytest

from align.aligner import Aligner
from tests.places import CHROMIUM


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
