"""The review page in a real browser: Debian's Chromium through Playwright."""

import re
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from urllib.request import urlopen

import pytest
import uvicorn

from glossary.concept import Context, Term, Termbase
from glossary.local import listening
from glossary.review.server import build_app
from glossary.store.store import Store
from tests.calls import start
from tests.concepts import concept, draft
from tests.places import needs_browser, needs_posix

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
TOKEN = "page-token"
WAIT = 10_000  # milliseconds
pytestmark = pytest.mark.slow("days of work in a browser, a server that is interrupted")

TERMS = [
    ("难民署", "UNHCR", ("联合国难民署",), "难民署设立了登记中心。", "UNHCR set up registration centres."),
    ("停火监测机制", "ceasefire monitoring mechanism", (), "停火监测机制报告了事件。", "The ceasefire monitoring mechanism reported."),
    ("缓冲区", "buffer zone", (), "缓冲区内没有武器。", "No weapons in the buffer zone."),
    ("<script>window.hit=1</script>", '"><img src=x onerror="window.hit=1">', (), "前<b>后", "{{7*7}} </script><script>window.hit=1</script>"),
    ("术\u202e语", "ter\u202em", (), "术\u202e语在此。", "A ter\u202em here."),
]  # fmt: skip


def drafts():
    for k, (zh, en, variants, *contexts) in enumerate(TERMS):
        score = 0.95 - k / 10
        more = {"variants": variants, "contexts": contexts, "paragraph": str(k + 1), "score": score}
        yield draft(zh, en, 9 - k, ("A/<i>99</i>",), f"d{k}", probability=score, **more)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "terms.db"
    with Store.open(path, create=True, who="Setter") as store:
        store.save(concept("k1", "缓冲地带", "buffer strip"))
        store.propose(Termbase.of(drafts()))
    return path


@contextmanager
def served(path, ui="en"):
    listener = listening(0)
    server = uvicorn.Server(uvicorn.Config(build_app(path, TOKEN, ui, "Li Wen"), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/{TOKEN}/"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def opened(browser, path, ui="en"):
    """A page ready for keys; in the end it must have asked nobody else, and complained about nothing."""
    with served(path, ui) as address:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(WAIT)
        complaints, asked = [], []
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        playwright.expect(page.locator("#form")).to_be_visible()
        try:
            yield page
        finally:
            context.close()
        assert [c for c in complaints if "409" not in c] == []
        assert [url for url in asked if not url.startswith(address)] == []


def message(page, text):
    playwright.expect(page.locator("#message")).to_contain_text(text)


def term(page):
    return page.locator("#zh_term")


def candidate(path, zh):
    with Store.open(path) as store:
        return next(c for c in store.candidates(None) if c.draft.preferred("zh") == zh)


def concepts(path):
    with Store.open(path) as store:
        return {c.preferred("zh"): c for c in store.concepts()}


@needs_browser
def test_accept_edit_reject_and_undo_by_keyboard(browser, path):
    expect = playwright.expect
    with opened(browser, path) as page:
        expect(term(page)).to_have_value("难民署")
        assert page.locator("#contexts mark").all_inner_texts() == ["难民署", "UNHCR"]
        page.keyboard.press("a")
        message(page, "Accepted: 难民署")
        expect(term(page)).to_have_value("停火监测机制")
        page.keyboard.press("e")
        page.keyboard.type("停火监督机制")
        expect(page.locator("#dirty")).to_be_visible()
        page.keyboard.press("Control+Enter")
        message(page, "Accepted: 停火监测机制")
        expect(term(page)).to_have_value("缓冲区")
        page.keyboard.press("r")
        page.keyboard.type("everyday word")
        page.keyboard.press("Enter")
        message(page, "Rejected: 缓冲区")
        assert {"难民署", "停火监督机制"} <= concepts(path).keys()
        rejected = candidate(path, "缓冲区")
        assert (rejected.decision, rejected.why, rejected.who) == ("rejected", "everyday word", "Li Wen")
        expect(page.locator("#progress-text")).to_have_text("3 of 5 decided")
        page.keyboard.press("u")
        message(page, "Undone: 缓冲区")
        expect(term(page)).to_have_value("缓冲区")
        page.keyboard.press("u")
        message(page, "Undone: 停火监测机制")
        expect(page.locator("#progress-text")).to_have_text("1 of 5 decided")
    assert "停火监督机制" not in concepts(path)
    assert candidate(path, "缓冲区").decision == "open"


@needs_browser
def test_moving_searching_and_filtering(browser, path):
    expect = playwright.expect
    with opened(browser, path) as page:
        page.keyboard.press("j")
        page.keyboard.press("ArrowDown")
        expect(term(page)).to_have_value("缓冲区")
        page.keyboard.press("k")
        expect(term(page)).to_have_value("停火监测机制")
        page.keyboard.press("/")
        page.keyboard.type("BUFFER")
        expect(page.locator(".row")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(term(page)).to_have_value("缓冲区")
        page.keyboard.press("a")
        message(page, "Accepted")
        page.fill("#search", "")
        page.check("[name=decision][value=accepted]")
        expect(page.locator(".row")).to_have_count(1)
        page.locator(".row").click()
        expect(page.locator("#state")).to_contain_text("Accepted by Li Wen")
        page.keyboard.press("o")
        message(page, "Open again")
        page.select_option("#least", "0-0.5")
        page.check("[name=decision][value=all]")
        expect(page.locator(".row")).to_have_count(0)
        page.keyboard.press("?")
        expect(page.locator("#help-dialog")).to_be_visible()


@needs_browser
def test_merge_by_search_and_by_the_similar_list(browser, path):
    expect = playwright.expect
    with opened(browser, path) as page:
        page.keyboard.press("m")
        expect(page.locator("#merge-dialog")).to_be_visible()
        page.keyboard.type("strip")
        expect(page.locator("#merge-found [aria-selected=true]")).to_contain_text("缓冲地带")
        page.keyboard.press("Enter")
        message(page, "Merged: 难民署")
        page.keyboard.press("j")
        expect(term(page)).to_have_value("缓冲区")
        page.locator("#similar button").first.click()
        message(page, "Merged: 缓冲区")
        page.keyboard.press("m")
        expect(page.locator("#merge-dialog")).to_be_visible()
        page.keyboard.type("strip")
        page.keyboard.press("Escape")
        expect(page.locator("#merge-dialog")).to_be_hidden()
    texts = {t.text for t in concepts(path)["缓冲地带"].terms}
    assert {"难民署", "UNHCR", "缓冲区", "buffer zone"} <= texts
    assert candidate(path, "难民署").into == "k1"


@needs_browser
def test_somebody_else_was_quicker(browser, path):
    expect = playwright.expect
    with opened(browser, path) as page:
        page.fill("#zh_term", "难民机构")
        with Store.open(path, who="Other") as store:
            store.decide(candidate(path, "难民署").id, "rejected", why="theirs")
        page.click("#accept")
        expect(page.locator("#conflict")).to_contain_text("Someone else changed this candidate")
        expect(page.locator("#conflict")).to_contain_text("难民机构")
        expect(page.locator("#state")).to_contain_text("Rejected by Other")
        assert candidate(path, "难民署").who == "Other"
        page.click("#conflict button")
        expect(term(page)).to_have_value("难民机构")


@needs_browser
def test_a_message_covers_no_field_and_the_list_shows_its_focus(browser, path):
    with opened(browser, path) as page:
        page.keyboard.press("a")
        message(page, "Accepted")
        page.wait_for_timeout(250)  # the message slides in
        message_box, bar = (page.locator(name).bounding_box() for name in ("#message", ".actions"))
        assert bar["y"] <= message_box["y"]
        merge = page.locator("#merge").bounding_box()
        assert merge["x"] + merge["width"] <= message_box["x"]
        page.keyboard.press("/")
        page.keyboard.type("zone")
        page.keyboard.press("Enter")
        outline = "name => getComputedStyle(document.querySelector(name)).outlineStyle"
        assert page.evaluate(outline, "#rows") == "none"
        assert page.evaluate(outline, ".row[aria-selected=true]") == "solid"


@needs_browser
def test_a_context_in_one_language_has_the_whole_width(browser, path):
    other = Term("联合国难民高专", "zh", "admitted", 1, (Context("高专到访。", "A/9", "7"),))
    with Store.open(path) as store:
        one = candidate(path, "难民署")
        store.decide(one.id, "open", edited=replace(one.draft, terms=(*one.draft.terms, other)))
    with opened(browser, path) as page:
        assert page.locator("#contexts .single p").all_text_contents() == ["高专到访。"]
        wide, usual = (page.locator(f"#contexts {name} p").first.bounding_box() for name in (".single", "li"))
        assert wide["width"] > 1.9 * usual["width"]


@needs_browser
def test_variants_and_fields(browser, path):
    with opened(browser, path) as page:
        page.locator("#zh_variants button").click()
        page.select_option("[name=pos]", "noun")
        page.fill("[name=definition]", "一个机构\nof the United Nations")
        page.keyboard.press("Control+Enter")
        message(page, "Accepted")
    concept = concepts(path)["联合国难民署"]
    assert [(t.text, t.status) for t in concept.of("zh")] == [("联合国难民署", "preferred"), ("难民署", "admitted")]
    assert (concept.of("en")[0].pos, concept.definition) == ("noun", "一个机构\nof the United Nations")


@needs_browser
def test_an_edit_survives_moving_on(browser, path):
    expect = playwright.expect
    with opened(browser, path) as page:
        page.fill("[name=note]", "check this")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(term(page)).to_have_value("停火监测机制")
        page.keyboard.press("k")
        expect(page.locator("[name=note]")).to_have_value("check this")


@needs_browser
def test_hostile_text_stays_text(browser, path):
    with opened(browser, path) as page:
        for row in range(5):
            page.locator(".row").nth(row).click()
            playwright.expect(page.locator(".row").nth(row)).to_have_attribute("aria-selected", "true")
            page.wait_for_function("id => document.querySelector('#zh_term').value === id", arg=TERMS[row][0])
        assert page.locator("#contexts .control").all_inner_texts() == ["U+202E", "U+202E"]
        assert page.locator("#contexts p").all_text_contents() == ["术U+202E语在此。", "A terU+202Em here."]
        assert page.evaluate("window.hit") is None
        assert page.locator("main script, main img, main b:not([id]), main i").count() == 0
        page.locator(".row").nth(3).click()
        playwright.expect(page.locator("#contexts")).to_contain_text("{{7*7}} </script>")
        page.keyboard.press("a")
        message(page, "Accepted: <script>")
    assert concepts(path)["<script>window.hit=1</script>"].preferred("en") == TERMS[3][1]


@needs_browser
def test_the_page_in_chinese(browser, path):
    with opened(browser, path, "zh") as page:
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        assert page.locator("#en_term").get_attribute("lang") == "en"
        assert page.title() == "术语审定 · terms.db"
        page.keyboard.press("a")
        message(page, "已采纳“难民署")
        page.keyboard.press("r")
        assert page.locator("#reject-title").inner_text() == "为何不采纳？"
        page.locator("[data-reason]").first.click()
        page.keyboard.press("Enter")
        message(page, "未予采纳：“停火监测机制")
        seen = page.inner_text("body")
    assert candidate(path, "停火监测机制").why == "不是术语"
    for name in ("UNHCR", "window", "script", "terms", "buffer", "zone", "ceasefire monitoring mechanism"):
        seen = seen.replace(name, "")
    assert not re.findall(r"\b(Accept|Reject|Merge|Search|Status|Undo|Share)\w*", seen)


@needs_browser
def test_every_field_has_a_name_and_a_visible_focus(browser, path):
    with opened(browser, path) as page:
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("main input, main select, main textarea, main button")]
                .filter((e) => !(e.labels && e.labels.length) && !e.getAttribute("aria-label") && !e.textContent.trim())
                .map((e) => e.outerHTML)"""
        )
        assert nameless == []
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.set_viewport_size({"width": 640, "height": 400})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@needs_browser
def test_thousands_of_candidates_keep_few_rows_in_the_page(browser, path):
    many = [concept(f"m{k}", f"第{k}项", f"item {k}", 2, ("A/1",)) for k in range(2000)]
    with Store.open(path) as store:
        store.propose(Termbase.of(many))
    with opened(browser, path) as page:
        playwright.expect(page.locator("#count")).to_have_text("2,005 of 2,005")
        assert page.locator(".row").count() < 60
        page.focus("#rows")
        page.keyboard.press("End")
        playwright.expect(page.locator(".row[aria-selected=true]")).to_have_attribute("aria-posinset", "2005")
        page.keyboard.press("/")
        page.keyboard.type("item 1321")
        playwright.expect(page.locator(".row")).to_have_count(1)


@needs_posix
def test_serve_prints_its_address_and_ends_with_ctrl_c(path):
    command = ["-m", "duizhao", "glossary", "review", "serve", path, "--no-browser"]
    with start(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        address = child.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", address)
        with urlopen(address) as answer:
            assert b"terms.db" in answer.read()
        child.send_signal(signal.SIGINT)
        deadline = time.monotonic() + 10
        while child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert child.poll() == 0, child.stderr.read()
        assert "Traceback" not in child.stderr.read()
