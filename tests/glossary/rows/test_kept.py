"""Nothing of a bitext outlives its rows: no cache of a module holds a text, and what was derived dies with them."""

import functools
import gc
import sys
import types
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from align.encoders import builtin_encoder
from corpora.bitext import Pair
from glossary.checks.run import CHECKS
from glossary.checks.selection import Selection
from glossary.concept import Concept, Term, Termbase
from glossary.lookup import find_renderings
from glossary.quality.examine import examine
from glossary.rows import Rows

OURS = ("align", "corpora", "duizhao", "glossary")
SENTENCES = [
    ("港务局于2031年5月4日公布了第{k}号停泊规则，共有{n}条。", "On 4 May 2031 the port authority published mooring rules No. {k}, with {n} articles."),
    ("渔民协会根据第{k}条对收费标准表示不满。", "Under article {k} the fishers' association expressed dissatisfaction with the fees."),
    ("灯塔的维修工程将于{k}月完成", "Repairs to the lighthouse will be completed in {n} months"),
    ("大会重申港务局在“山区水电站国际行动{n}年”方面的作用。", "The General Assembly reaffirmed the role of the port authority in the “International Action on {n} Mountain Dams”."),
    ("法国代表团参观了山区的两座水电站，费用为{n}万元。", "The delegation of France visited two hydroelectric plants in the mountains, at a cost of ${n}0,000."),
]  # fmt: skip


def bitext(symbol: str) -> list[Pair]:
    texts = [(zh.format(k=k + 3, n=k + 21), en.format(k=k + 3, n=k + 21)) for k in range(5) for zh, en in SENTENCES]
    texts[7] = (texts[7][0], texts[12][1])
    return [Pair(symbol, k, zh, en) for k, (zh, en) in enumerate(texts, start=1)]


def termbase() -> Termbase:
    terms = (("港务局", "port authority", ""), ("停泊规则", "mooring rules", ""), ("大会", "General Assembly", "总会"))
    return Termbase.of(
        Concept(
            f"t{k}", (Term(zh, "zh", "preferred"), Term(en, "en", "preferred"), Term(bad or "无", "zh", "deprecated"))
        )
        for k, (zh, en, bad) in enumerate(terms)
    )


def everything(rows: Rows) -> None:
    """All that floor 3 computes about rows."""
    every = Selection(extend=tuple(check.code for check in CHECKS))
    against = Rows.of(bitext("A/98/9"))
    examine(rows, termbase=termbase(), against=against, selection=every)
    examine(rows)
    for term, language in (("port authority", "en"), ("港务局", "zh")):
        assert find_renderings(rows, [term], language)[0].renderings


def kept() -> Iterator[tuple[str, str]]:
    """Every string that a module reaches through what it holds, with the module's name; functions only by their caches."""
    seen: set[int] = set()
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] not in OURS:
            continue
        # how a module was loaded is no cache of it: pytest loads modules with examples, and leads on to what tests hold
        todo = [value for name, value in vars(module).items() if name not in ("__loader__", "__spec__")]
        while todo:
            one = todo.pop()
            if id(one) in seen or isinstance(one, types.ModuleType | type | types.FunctionType | np.ndarray):
                continue
            seen.add(id(one))
            if isinstance(one, str):
                yield name, one
            else:
                todo += gc.get_referents(one)


@pytest.fixture(scope="module")
def examined() -> Rows:
    rows = Rows.of(bitext("A/99/1"), builtin_encoder())
    everything(rows)
    return rows


def holding(texts: list[str]) -> list[tuple[str, str]]:
    shortest = min(map(len, texts))
    return [(name, one[:80]) for name, one in kept() if len(one) >= shortest and any(text in one for text in texts)]


@pytest.mark.thorough("many rows with the model")
def test_no_cache_of_a_module_holds_a_text(examined):
    texts = [text for symbol in ("A/99/1", "A/98/9") for pair in bitext(symbol) for text in (pair.zh, pair.en)]
    assert holding(texts) == []


def test_the_walk_sees_what_a_cache_holds(monkeypatch):
    """The test above can fail."""
    cached = functools.lru_cache(maxsize=8)(len)
    monkeypatch.setattr("glossary.words.folding.cached", cached, raising=False)
    cached("a text of a row")
    assert holding(["a text of a row"]) == [("glossary.words.folding", "a text of a row")]


@pytest.mark.thorough("many rows with the model")
def test_rows_and_all_that_was_derived_die_together():
    rows = Rows.of(bitext("A/99/1"), builtin_encoder())
    everything(rows)
    parts = [rows, *rows._derived.values()]
    parts += [part for value in rows._derived.values() for part in gc.get_referents(value)]
    alive = [weakref.ref(part) for part in parts if not isinstance(part, type) and type(part).__weakrefoffset__]
    lasting = {id(one) for one in (builtin_encoder(), builtin_encoder().dictionary)}
    alive = [one for one in alive if id(one()) not in lasting]
    assert len(alive) > 40
    del parts, rows
    gc.collect()
    assert [one() for one in alive if one() is not None] == []
