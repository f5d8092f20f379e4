"""A reviser's day on the desk, in Chromium: everything is done on the page, and the desk is killed in the middle of every step."""

import io
import json
import re
import signal
import subprocess
from contextlib import ExitStack, contextmanager

import pytest

from corpora.exchange import read_pairs
from corpora.sheets import read_sheets
from duizhao.own_terms import TERMS
from glossary.project import LEDGER, Ledger
from glossary.store import Store
from tests.calls import start
from tests.duizhao.desk.browsing import opened
from tests.duizhao.desk.samples import EN, ZH
from tests.places import needs_browser, needs_posix

docx = pytest.importorskip("docx")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.slow("a day of work in a browser"), needs_browser, needs_posix]
LONG = 120_000  # milliseconds for a run
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def browser():
    from tests.places import CHROMIUM

    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Day:
    """A desk that runs as a process of its own, and what it leaves on the disk."""

    def __init__(self, browser, folder):
        self.browser, self.documents, self.out = browser, folder / "documents", folder / "out"
        self._stack = ExitStack()

    def open(self, path=""):
        """The desk begun, and a page on it."""
        command = ("-m", "duizhao", "desk", self.documents, "-o", self.out, "--no-browser", "--who", "Li Wen")
        self.process = start(*command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:")
        self.page = self._stack.enter_context(page_on(self.browser, self.address, path))
        return self.page

    def kill(self):
        """The desk and its page gone at once, as when the machine loses its power."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        self.process.stdout.close()
        self._stack.close()

    def go(self, room):
        self.page.goto(f"{self.address}{room}/")
        return self.page

    def found(self):
        """What holds of findings, by id."""
        with Ledger.open(self.out / LEDGER) as ledger:
            return {id: event.after.decision for id, event in ledger.held("finding").items()}

    def links(self):
        """The links that are confirmed, by the sentences of both sides."""
        with Ledger.open(self.out / LEDGER) as ledger:
            held = [event.after for event in ledger.held("link").values()]
        return {(one.zh, one.en) for one in held if one.decision == "confirmed"}

    def terms(self):
        with Store.open(self.out / TERMS) as store:
            return {one.draft.preferred("zh"): one.decision for one in store.candidates(None) if one.decision != "open"}

    def rows(self):
        return {(row.zh, row.en): row.link for row in read_pairs(self.out / "bitext.tsv")}

    def saved(self, act):
        """The bytes of a file that the page gives."""
        with self.page.expect_download() as coming:
            act()
        return coming.value.path().read_bytes()


@contextmanager
def page_on(browser, address, path):
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address + path)
    try:
        yield page
        assert not wrong
    finally:
        context.close()


def says(page, text):
    playwright.expect(page.locator("#message")).to_contain_text(text)


def english(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return {"name": "A_77_12.en.docx", "mimeType": WORD, "buffer": data.getvalue()}


def chinese():
    return {"name": "A_77_12.zh.txt", "mimeType": "text/plain", "buffer": ("\n".join(ZH) + "\n").encode()}


def run(page):
    page.locator("#start").click()
    playwright.expect(page.locator("#said")).to_contain_text("Done", timeout=LONG)


def killed_at_work(day, page):
    page.locator("#start").click()
    playwright.expect(page.locator("#state")).to_contain_text("At work", timeout=LONG)
    day.kill()


def edit(page, sentence, key, said):
    page.locator(f"#{sentence}").focus()
    page.keyboard.press(key)
    says(page, said)


def accept(page, count):
    for _ in range(count):
        row = page.locator(".finding.is-current")
        id = row.get_attribute("id")
        page.keyboard.press("a")
        playwright.expect(page.locator(f"#{id}")).to_have_class(re.compile("is-accepted"))


def decide_terms(page, count, key):
    expect = playwright.expect
    for _ in range(count):
        expect(page.locator("#form")).to_be_visible()
        chosen = page.locator("#rows [aria-selected=true] .zh").inner_text()
        expect(page.locator("#zh_term")).to_have_value(chosen)
        left = int(page.locator("#count-open").inner_text())
        page.locator("#rows").focus()
        page.keyboard.press(key)
        if key == "r":
            page.locator("#why").fill("everyday words")
            page.keyboard.press("Enter")
        expect(page.locator("#count-open")).to_have_text(str(left - 1))


@pytest.fixture
def day(browser, tmp_path):
    day = Day(browser, tmp_path)
    yield day
    day.kill()


def test_a_revisers_day_with_a_desk_that_is_killed_in_every_step(day, tmp_path):
    expect = playwright.expect

    # two files are dropped; the first run does not end
    page = day.open()
    page.set_input_files("#files", [chinese(), english(EN)])
    expect(page.locator("#documents tr")).to_have_count(1)
    killed_at_work(day, page)
    page = day.open("documents/")
    expect(page.locator("#documents tr")).to_have_count(1)
    run(page)

    # three links: one split, its sentence moved back, two others merged
    page = day.go("alignment")
    edit(page, "zh-4", "s", "Split.")
    split = ((ZH[3],), (EN[3],))
    assert split in day.links()
    day.kill()
    assert split in day.links()
    page = day.open("alignment/")
    edit(page, "zh-4", "Shift+K", "Moved.")
    moved, merged = (tuple(ZH[3:5]), (EN[3],)), (tuple(ZH[14:16]), tuple(EN[13:15]))
    edit(page, "zh-14", "m", "Merged.")
    day.kill()
    assert {moved, merged} <= day.links()
    assert split not in day.links()

    # four findings: two, one more of which nobody knows whether it came in, the rest
    page = day.open("findings/")
    expect(page.locator(".finding")).to_have_count(5)
    accept(page, 2)
    page.keyboard.press("a")
    day.kill()
    done = len(day.found())
    assert done in (2, 3)
    page = day.open("findings/")
    expect(page.locator(".finding")).to_have_count(5 - done)
    accept(page, 4 - done)
    assert list(day.found().values()) == ["accepted"] * 4

    # ten terms
    page = day.go("terms")
    decide_terms(page, 4, "a")
    day.kill()
    assert list(day.terms().values()) == ["accepted"] * 4
    page = day.open("terms/")
    decide_terms(page, 3, "r")
    decide_terms(page, 3, "a")
    terms = day.terms()
    assert sorted(terms.values()) == ["accepted"] * 7 + ["rejected"] * 3

    # the files follow the decisions, and are taken along
    page = day.go("documents")
    page.locator("#state-act").click()
    expect(page.locator("#state")).to_have_text("", timeout=LONG)
    assert day.rows()["".join(ZH[3:5]), EN[3]] == "2-1 confirmed"
    memory = day.saved(lambda: page.get_by_role("link", name="bitext.tmx").click()).decode()
    assert "".join(ZH[14:16]) in memory
    accepted = day.found()
    page = day.go("findings")
    expect(page.locator(".finding")).to_have_count(1)
    page.locator("#take").click()
    workbook = tmp_path / "taken.xlsx"
    workbook.write_bytes(day.saved(lambda: page.locator("[data-take=xlsx]").click()))
    assert accepted.keys() <= {cell for row in read_sheets(workbook)[0] for cell in row}
    commented = docx.Document(io.BytesIO(day.saved(lambda: page.locator("[data-take=docx]").click())))
    assert [paragraph.text for paragraph in commented.paragraphs] == EN
    assert [comment.text.split()[0] for comment in commented.comments] == ["N102"]

    # a new version of the English: a sentence more at the top, another sum, another sentence in a link that was merged
    new = ["Report of the President", *EN]
    new[new.index(EN[6])] = EN[6].replace("21", "22")
    new[new.index(EN[13])] = "Humanitarian assistance has grown strongly."
    page = day.go("documents")
    page.set_input_files("#files", [english(new)])
    says(page, "replaced: 1")
    killed_at_work(day, page)
    assert json.loads((day.out / "run.json").read_text("utf-8"))["pairs"]
    page = day.open("documents/")
    run(page)

    # what still applies is there, and nothing that does not
    rows = day.rows()
    assert [pair for pair, link in rows.items() if "confirmed" in link] == [("".join(ZH[3:5]), EN[3])]
    assert {moved, merged} <= day.links()
    page = day.go("findings")
    expect(page.locator(".finding")).to_have_count(3)
    added, *known = sorted(page.locator(".finding .code").all_inner_texts())
    assert (added[0], known) == ("A", ["N101", "N102"])  # the sentence at the top has no counterpart
    page.locator("#decision").select_option("accepted")
    expect(page.locator(".finding")).to_have_count(3)
    gone = {one.get_attribute("data-id") for one in page.locator(".finding").all()}
    assert gone < accepted.keys()
    assert day.terms() == terms


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_findings_and_terms_fit_the_screen_and_speak_both_languages(browser, tmp_path, width):
    from duizhao.desk import Project
    from duizhao.job import RunOptions, run_folder
    from tests.duizhao.desk.browsing import served

    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "A_77_12.zh.txt").write_text("\n".join(ZH) + "\n", "utf-8")
    (documents / "A_77_12.en.txt").write_text("\n".join(EN) + "\n", "utf-8")
    run_folder(documents, tmp_path / "out", RunOptions())
    project = Project(documents, tmp_path / "out", RunOptions(who="Li Wen"))
    with served(project) as address, opened(browser, address, viewport={"width": width, "height": 800}) as page:
        for ui, language in (("en", "en"), ("zh", "zh-Hans")):
            for path, there in (("findings/", ".finding"), ("terms/", ".row"), ("terms/concepts", "#new")):
                page.goto(f"{address}{path}?ui={ui}")
                playwright.expect(page.locator(there).first).to_be_visible()
                playwright.expect(page.locator("html")).to_have_attribute("lang", language)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
