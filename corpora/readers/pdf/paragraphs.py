"""Lines become paragraphs by their geometry: distances, edges, fonts; sentences run on over columns and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.page import OPEN_END, TERMINAL
from corpora.readers.pdf.lines import Measures, TextLine, first_width
from corpora.text import MARK

HANGING = re.compile(r"(?:[（(“《—–-]|[的和与及其]|\b(?:the|of|and|or|to|in|by|for|with|on|a|an))$")
"""How a line ends that cannot end a paragraph. A comma can: clauses of resolutions are paragraphs."""
LARGE = 1.08
"""Times the size of ordinary text above which text is large."""
ASIDE = re.compile(r"[(（](?![a-z]{1,4}[)）]|\d{1,2}[)）]|(?i:signed|签名))")
"""An opening bracket that is no list mark: what stands in brackets goes on with the sentence before it."""
LEADER = re.compile(r"(?:[.．·…‥・]\s?){4}[\s\divxlc–—-]*$")
"""How a row of a table of contents ends."""
COUNTED = re.compile(r"\d[\d,.]{0,12}\s[a-z]")
"""A number and what it counts, which stay on one line: ``and sent`` / ``55 letters``."""
CLAUSE_END = re.compile(r"[,，、]$")
CLAUSE_START = re.compile(
    r"[A-Z][a-z]+(?:ing|ed)\b|(?:Also|Further|Deeply|Fully|Gravely|Strongly) [a-z]+(?:ing|ed)\b|(?:又|还|并|深为|严重|表示|特别|进一步)?(?:回顾|重申|铭记|认识到|注意到|欢迎|强调|认可|确认|"
    r"赞赏|感谢|关切|考虑|审议|意识到|深信|确信|决心|承认|念及|谴责|申明|遵循|鼓励|表示)"
)
"""How the clauses of a preamble begin, each of them a paragraph that ends in a comma."""
ABBREVIATION = re.compile(r"\b(?:chaps?|sects?|paras?|Nos?|arts?|vols?|pp?|Mr|Ms|Mrs|Dr|St|e\.g|i\.e|cf)\.$")
SENTENCE_END = re.compile(r"[.。；;，,：:！!？?]$")


def same_style(a: TextLine, b: TextLine) -> bool:
    """Whether two lines have one font size and are both bold or both not."""
    return abs(a.size - b.size) <= 0.05 * max(a.size, b.size) and a.bold == b.bold


def split_paragraphs(lines: Sequence[TextLine], measures: Measures, column: bool) -> list[list[TextLine]]:
    """The lines of one region in paragraphs; ``column``: its own widest line is its width."""
    if not lines:
        return []
    rights = _rights(lines, measures, column)
    found = [[lines[0]]]
    for k in range(1, len(lines)):
        if _begins(found[-1], lines[k], rights[k - 1], measures):
            found.append([])
        found[-1].append(lines[k])
    return found


def _rights(lines: Sequence[TextLine], measures: Measures, column: bool) -> list[float]:
    """For each line the edge that a full line reaches: that of the text, or of a narrower run (titles, quotations)."""
    edge = max(line.x1 for line in lines)
    usual = edge if column or not measures.right else measures.right
    left = min(line.x0 for line in lines) if column else measures.left
    rights: list[float] = []
    start = 0
    for k in range(1, len(lines) + 1):
        if k < len(lines) and same_style(lines[k - 1], lines[k]) and _near(lines[k - 1], lines[k], measures):
            continue
        rights += [_run_right(lines[start:k], usual, left, measures)] * (k - start)
        start = k
    return rights


def _near(above: TextLine, line: TextLine, measures: Measures, times: float = 1.0) -> bool:
    return line.y - above.y <= times * measures.reach * measures.lead(line.size) + 0.5


def _run_right(run: Sequence[TextLine], usual: float, left: float, measures: Measures) -> float:
    em = run[0].size
    widest = max(line.x1 for line in run)
    if len(run) == 1 or widest > usual - 2 * em:
        return usual
    if run[0].bold or em > LARGE * measures.body:
        return widest
    if sum(line.x1 > widest - 0.35 * em for line in run) >= 2:
        return widest
    inset = min(line.x0 for line in run) - left
    return widest if inset > em and abs(usual - widest - inset) < 2.5 * em else usual


def is_unfinished(line: TextLine) -> bool:
    """Whether a line ends in the middle of a sentence; ``chap.`` and the like end none."""
    return not TERMINAL.search(line.text) or bool(ABBREVIATION.search(line.text))


def is_full(line: TextLine, following: TextLine, right: float) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    space = 0.0 if ord(following.text[:1] or " ") >= 0x2E80 else 0.2 * line.size
    return line.x1 + space + first_width(following) > right - 0.5 * line.size


def _begins(paragraph: Sequence[TextLine], line: TextLine, right: float, measures: Measures) -> bool:
    """Whether a line begins a new paragraph after the last line of ``paragraph``."""
    above = paragraph[-1]
    em = line.size
    if LEADER.search(above.text):
        return True
    unfinished = is_unfinished(above)
    full = is_full(above, line, right)
    if abs(above.size - line.size) > 0.08 * max(above.size, em):
        return True
    goes_on = unfinished and (full or bool(HANGING.search(above.text)))
    goes_on = goes_on and (line.bold or above.size > LARGE * measures.body)
    if above.bold != line.bold and not goes_on:
        return True
    marked = bool(MARK.match(line.text))
    if not _near(above, line, measures):
        runs = full and unfinished and not marked and not CLAUSE_END.search(above.text)
        if not (runs and _near(above, line, measures, 1.15)):
            return True
    title = line.bold or em > LARGE * measures.body
    if title and (not unfinished or (marked and not OPEN_END.search(above.text))):
        return True
    if not full:
        return marked or not _wrapped_early(paragraph, line, unfinished, measures)
    inside = measures.indented and abs(line.x0 - measures.left) < 0.5 * em  # such a line begins no paragraph
    return _begins_after_full(paragraph, line, unfinished, marked and not inside)


def _wrapped_early(paragraph: Sequence[TextLine], line: TextLine, unfinished: bool, measures: Measures) -> bool:
    """Lines that go on although there was room: in the middle of a word or phrase, or titles set by hand."""
    above = paragraph[-1]
    if not unfinished:
        return False
    if line.text[0].islower() or HANGING.search(above.text) or ASIDE.match(line.text):
        return True
    if COUNTED.match(line.text) and above.x1 > measures.right - 6 * above.size and above.text[-1:].islower():
        return True
    title = line.bold or line.size > LARGE * measures.body
    centred = abs((above.x0 + above.x1) - (line.x0 + line.x1)) < line.size and abs(above.x0 - line.x0) > line.size
    return title and centred


def _begins_after_full(paragraph: Sequence[TextLine], line: TextLine, unfinished: bool, marked: bool) -> bool:
    above, em = paragraph[-1], line.size
    shift = line.x0 - above.x0
    if unfinished:
        return shift > 0.8 * em and (marked or len(paragraph) > 1)
    if marked:
        return True
    if len(paragraph) == 1:
        return shift > 0.8 * em and not MARK.match(above.text)
    return abs(shift) > 0.8 * em


def runs_on(paragraph: Sequence[TextLine], line: TextLine, right: float, shift: float) -> bool:
    """Whether a paragraph goes on in the first line of the next column or page.

    ``right``: the edge of the paragraph's own column. ``shift``: by how much the new column stands to the right.
    """
    above = paragraph[-1]
    if not same_style(above, line):
        return False
    unfinished = is_unfinished(above)
    marked = bool(MARK.match(line.text))
    full = is_full(above, line, right)
    moved = line.x0 - shift - paragraph[-1].x0
    if unfinished:
        if marked and (moved > 0.8 * line.size or not full):
            return False
        if CLAUSE_END.search(above.text) and CLAUSE_START.match(line.text):
            return False
        return full or line.text[0].islower() or bool(HANGING.search(above.text))
    if not full or marked or len(paragraph) < 2:
        return False
    known = bool(MARK.match(paragraph[0].text)) or paragraph[0].x0 > paragraph[1].x0 + 0.8 * line.size
    return known and abs(moved) < 0.8 * line.size


def is_heading(paragraph: Sequence[TextLine], measures: Measures) -> bool:
    """Bold or large lines alone, without the end of a sentence."""
    text = " ".join(line.text for line in paragraph)
    if len(paragraph) > 5 or len(text) > 300 or SENTENCE_END.search(text) or not any(c.isalpha() for c in text):
        return False
    return all(line.bold or line.size > LARGE * measures.body for line in paragraph)
