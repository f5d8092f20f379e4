"""The desk by keyboard in Chromium: files come in, a run, links corrected, two tabs, another language, narrow screens."""

import pytest

from duizhao.desk import Project
from duizhao.desk.alignment.linked import Links
from duizhao.job import RunOptions
from tests.duizhao.desk.browsing import opened, served
from tests.duizhao.desk.test_alignment import EN, SYMBOL, ZH
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


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "documents", tmp_path / "out", RunOptions(who="Li Wen"))


def confirmed(project):
    bitext = Links(Project(project.documents, project.out)).state(SYMBOL).bitext
    return [([*link.source], [*link.target]) for link in bitext.links if link.confirmed]


def file(name, lines):
    return {"name": name, "mimeType": "text/plain", "buffer": ("\n".join(lines) + "\n").encode()}


def bring(page):
    """The two files, and a run of them."""
    page.set_input_files("#files", [file("A_75_1.zh.txt", ZH), file("A_75_1.en.txt", EN)])
    playwright.expect(page.locator("#documents tr")).to_have_count(1)
    playwright.expect(page.locator("[data-side=zh]")).to_contain_text("5 sentences")
    page.locator("#start").focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#said")).to_contain_text("Done", timeout=180_000)


def focused(page):
    return page.evaluate("document.activeElement.id")


def press(page, *keys, says):
    for key in keys:
        page.keyboard.press(key)
    playwright.expect(page.locator("#message")).to_contain_text(says)


def test_files_in_a_run_and_links_corrected_by_keyboard(browser, project):
    expect = playwright.expect
    with served(project) as address, opened(browser, address) as page:
        bring(page)
        with page.expect_download() as coming:
            page.get_by_role("link", name="bitext.tmx").click()
        assert coming.value.path().read_bytes() == (project.out / "bitext.tmx").read_bytes()
        page.get_by_role("link", name="Alignment").press("Enter")
        expect(page.locator("#zh-0")).to_be_focused()
        press(page, "c", says="Confirmed.")
        page.keyboard.press("j")
        assert focused(page) == "zh-1"
        page.keyboard.press("ArrowRight")
        assert focused(page) == "zh-2"
        press(page, "s", says="Split.")
        expect(page.locator("#zh-2")).to_be_focused()
        assert ([1], [1]) in confirmed(project)
        press(page, "Shift+K", says="Moved.")
        assert ([1, 2], [1]) in confirmed(project)
        press(page, "u", "u", says="Undone.")
        expect(page.locator("#counts")).to_contain_text("1 confirmed")
        assert confirmed(project) == [([0], [0])]
        page.keyboard.press("End")
        page.keyboard.press("j")
        for name in ("zh-4", "en-3", "en-4"):
            page.locator(f"#{name}").focus()
            page.keyboard.press("x")
        expect(page.locator("#link")).to_contain_text("3")
        press(page, "l", says="Linked.")
        assert ([4], [3, 4]) in confirmed(project)
        expect(page.locator("#state")).to_have_text("The files are older than the decisions.")
        page.keyboard.press("/")
        page.keyboard.type("RESOLUTION")
        page.keyboard.press("Enter")
        expect(page.locator("#rows .row")).to_have_count(1)
        press(page, "Enter", says="Confirmed.")
        page.locator("#state-act").press("Enter")
        expect(page.locator("#state")).to_have_text("", timeout=180_000)
        assert ([4], [3, 4]) in confirmed(project)
        assert not project.is_behind
        page.locator("body").press("?")
        expect(page.locator("#help-dialog")).to_be_visible()
        page.keyboard.press("Escape")


def test_two_tabs_and_the_other_language(browser, project):
    expect = playwright.expect
    with served(project) as address, opened(browser, address) as page:
        bring(page)
        with opened(browser, address, "alignment/") as one, opened(browser, address, "alignment/") as two:
            for tab in (one, two):
                expect(tab.locator("#zh-0")).to_be_focused()
            press(one, "c", says="Confirmed.")
            press(two, "d", says="Somebody else was quicker")
            expect(two.locator("#rows .row").first).to_contain_text("confirmed")
            assert confirmed(project) == [([0], [0])]
            press(two, "c", says="Taken back.")
            one.get_by_role("link", name="中文").click()
            expect(one.locator("html")).to_have_attribute("lang", "zh-Hans")
            expect(one.locator("#zh-0")).to_be_focused()
            press(one, "c", says="已确认。")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_is_wider_than_the_screen(browser, project, width):
    with served(project) as address, opened(browser, address, viewport={"width": width, "height": 800}) as page:
        bring(page)
        for path in ("documents/", "alignment/", "alignment/?ui=zh"):
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
