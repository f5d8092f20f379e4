"""The room of findings by keyboard in Chromium: comments, several at once, undo, two tabs, what cannot be seen."""

import pytest

from duizhao.desk import Project
from duizhao.job import RunOptions, run_folder
from tests.duizhao.desk.browsing import opened, served
from tests.duizhao.desk.samples import EN, ZH
from tests.places import needs_browser

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.slow("work in a browser"), needs_browser]


@pytest.fixture(scope="module")
def browser():
    from tests.places import CHROMIUM

    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("findings")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "A_77_12.zh.txt").write_text("\n".join(ZH) + "\n", "utf-8")
    (documents / "A_77_12.en.txt").write_text("\n".join(EN) + "\n", "utf-8")
    run_folder(documents, folder / "out", RunOptions())
    return Project(documents, folder / "out", RunOptions(who="Li Wen"))


def says(page, text):
    playwright.expect(page.locator("#message")).to_contain_text(text)


def test_comments_several_at_once_and_two_tabs(browser, project):
    expect = playwright.expect
    with served(project) as address, opened(browser, address, "findings/") as page:
        expect(page.locator(".finding")).to_have_count(5)
        first = page.locator(".finding").first
        expect(first).to_be_focused()
        expect(first.locator(".zh mark")).to_have_text("2021年3月")
        expect(first.locator(".zh")).to_have_attribute("lang", "zh-Hans")
        expect(first.locator(".en .beside").last).to_contain_text("three incidents")

        # a comment is written, left, written again
        page.keyboard.press("c")
        page.keyboard.type("j and k are letters here")
        page.keyboard.press("Escape")
        expect(first).to_be_focused()
        page.keyboard.press("c")
        page.keyboard.type("ask the author\u202e")
        page.keyboard.press("Control+Enter")
        says(page, "Comment saved.")
        expect(first.locator(".comment")).to_have_text("ask the authorU+202E")
        expect(first.locator(".by")).to_contain_text("Li Wen")

        # another tab is quicker; what was being written stays in the field
        with opened(browser, address, "findings/") as other:
            expect(other.locator(".finding").first).to_be_focused()
            other.keyboard.press("f")
            says(other, "Fixed.")
        page.keyboard.press("c")
        page.locator("textarea").fill("not mine")
        page.keyboard.press("Control+Enter")
        says(page, "Somebody else was quicker")
        expect(first.locator(".tag.is-fixed")).to_be_visible()
        expect(page.locator("textarea")).to_have_value("not mine")
        page.keyboard.press("Escape")

        # all of one check, then all that are shown, then back
        page.locator("#find").fill("21,000")
        page.keyboard.press("Enter")
        expect(page.locator(".finding")).to_have_count(1)
        page.keyboard.press("Shift+A")
        expect(page.locator("#scope-code")).to_contain_text("N101")
        page.locator("[name=scope][value=code]").check()
        page.locator("#many-what").select_option("discuss")
        page.locator("#many-go").click()
        says(page, "2 decided.")
        page.keyboard.press("/")
        page.keyboard.press("Escape")
        expect(page.locator(".finding")).to_have_count(2)
        page.keyboard.press("Shift+A")
        expect(page.locator("#scope-shown")).to_contain_text("(2)")
        page.locator("#many-go").click()
        says(page, "2 decided.")
        expect(page.locator("#nothing")).to_contain_text("No finding passes these filters.")
        page.keyboard.press("u")
        says(page, "Undone: 2.")
        expect(page.locator(".finding")).to_have_count(2)
        expect(page.locator("#left")).to_have_text("2 of 5 open")

        # from a finding to its row
        page.keyboard.press("?")
        expect(page.locator("#help-dialog")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator(".finding .place a").first.click()
        expect(page.locator(".row.is-current")).to_contain_text("A/76/137")
