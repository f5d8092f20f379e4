"""The report page in a real browser: hostile texts, filters, links, decisions."""

import json

import pytest

from glossary.concept import Termbase
from glossary.quality.waivers import read_waivers
from glossary.report.html import render_html
from tests.glossary.report.samples import PAIRS, hostile, small
from tests.places import needs_browser

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [needs_browser, pytest.mark.slow("days of work in a browser")]


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a page from a file; in the end it must have asked nobody and complained about nothing."""
    complaints = []
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 800})

    def open_(report, pairs, termbase, ui="en"):
        path = tmp_path / "report.html"
        path.write_text(render_html(report, pairs, termbase, ui), encoding="utf-8", errors="replace", newline="\n")
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else complaints.append(r.url))
        page.goto(path.as_uri())
        playwright.expect(page.locator("html[data-ready=yes]")).to_have_count(1)
        return page

    yield open_
    context.close()
    assert complaints == []


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_hostile_texts_stay_texts(opened, ui):
    report, pairs, termbase = hostile()
    page = opened(report, pairs, termbase, ui)
    assert page.evaluate("window.hit") is None
    assert page.locator("script").count() == 2
    assert page.locator("main :is(img, iframe, script, style, object, embed, link, a[href^='javascript'])").count() == 0
    shown = page.evaluate(
        "[...document.querySelectorAll('#list .card')].map(c => JSON.stringify([...c.querySelectorAll('.two > div')].map(d => d.textContent)))"
    )
    wanted = [[f.zh, f.en] for f in report.by_importance()]
    assert [json.loads(one) for one in shown] == [json.loads(json.dumps(pair)) for pair in wanted]


def test_filters_search_and_links(opened):
    page = opened(small(), PAIRS, Termbase())
    page.select_option("#fc", "N101")
    assert page.locator("#list .card").count() == 1
    page.select_option("#fc", "")
    page.fill("#q", "civilians")
    assert "1 of 2 findings · 1 of 2 segments" in page.inner_text("#shown")
    page.click("#list .card .where a")
    playwright.expect(page.locator("#s1.hit")).to_be_visible()
    page.evaluate("location.hash = '#s2'")
    playwright.expect(page.locator("#s2.hit")).to_be_visible()
    page.go_back()
    playwright.expect(page.locator("#s1.hit")).to_be_visible()


def test_decisions_are_kept_and_saved(opened, tmp_path):
    page = opened(small(), PAIRS, Termbase())
    page.fill("#who", "Li Wen")
    page.locator("#list .card .accept").first.click()
    page.locator("#list .card .why input").first.fill("right\tas it\nstands 对")
    page.reload()
    assert page.locator("#list .card.done").count() == 1
    with page.expect_download() as download:
        page.click("#save")
    path = tmp_path / "duizhao-waivers.txt"
    download.value.save_as(path)
    first = small().by_importance()[0]
    waiver = read_waivers(path)[first.id]
    assert (waiver.code, waiver.symbol, waiver.position, waiver.who) == ("A102", "A/1", 2, "Li Wen")
    assert waiver.comment.endswith("stands 对")
