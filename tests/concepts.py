"""Concepts and candidates for the tests of a termbase, and a bitext of one term, built in one place."""

from corpora.bitext import Pair
from glossary.concept import Concept, Context, Term

_ROWS = [
    ("停火监测机制已开始工作。", "The ceasefire monitoring mechanism has begun its work."),
    ("停火监测机制报告了三起事件。", "Three incidents were reported by the ceasefire monitoring mechanism."),
    ("双方感谢停火监测机制。", "Both sides thanked the ceasefire monitoring mechanism."),
    ("河流水位上升。", "The river rose."),
    ("难民已经返回。", "The refugees have returned."),
    ("停火监测机制将继续巡逻。", "The truce observation body will continue its patrols."),
]
# association needs rows in which a term does not stand
_FILLER = [
    ("学校已经重新开放。", "Schools have reopened."),
    ("预算获得通过。", "The budget was approved."),
    ("道路正在修复。", "Roads are under repair."),
    ("主席宣布休会。", "The Chair adjourned the debate."),
    ("农民需要种子。", "Farmers need seeds."),
    ("港口恢复营业。", "The port is open again."),
    ("儿童接种了疫苗。", "Children were vaccinated."),
    ("天气仍然寒冷。", "It is still cold."),
]
CEASEFIRE = [Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(_ROWS + _FILLER, 1)]
"""A term in six rows, in the last of them rendered otherwise, among rows without it."""


def concept(id="c1", zh="会员国", en="Member State", frequency=0, symbols=(), *, status="preferred", **values):
    """A concept of one term a side; a side without a text has no term."""
    terms = tuple(Term(text, language, status) for text, language in ((zh, "zh"), (en, "en")) if text)
    return Concept(id, terms, frequency, symbols, **values)


def draft(
    zh="难民营",
    en="refugee camps",
    frequency=5,
    symbols=("A/1", "A/2"),
    id="c1",
    *,
    variants=(),
    contexts=("", ""),
    paragraph="1",
    pos="",
    **values,
):
    """A candidate as an extraction brings it: the terms with their count and a context each in the first document."""
    place = (symbols[0] if symbols else "", paragraph)
    zh_context, en_context = contexts[0] or f"在{zh}里", contexts[1] or f"in the {en}"
    terms = [
        Term(zh, "zh", "preferred", frequency, (Context(zh_context, *place),)),
        *(Term(text, "zh", "admitted", 1) for text in variants),
        Term(en, "en", "preferred", frequency, (Context(en_context, *place),), pos=pos),
    ]
    return Concept(id, tuple(term for term in terms if term.text), frequency, symbols, **values)
