"""Concepts and candidates for the tests of a termbase, built in one place."""

from glossary.concept import Concept, Context, Term


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
