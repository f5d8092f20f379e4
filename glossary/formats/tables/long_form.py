"""Tables with a row a term: its language, the term, and what is said of it; IATE and other databases export so."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.errors import InputError
from corpora.text import LANGUAGES, language_tag
from glossary.concept import Context, Definition, Term
from glossary.formats.reading import language_of, speech_of, status_of, tag_of, type_of
from glossary.formats.tables.layout import Layout
from glossary.formats.tables.rows import Draft, Reader
from glossary.losses import Losses


class LongReader(Reader):
    """Reads the rows; those of one id are one concept."""

    def __init__(self, layout: Layout, losses: Losses) -> None:
        super().__init__(layout, losses)
        if "concept_id" not in layout.concept:
            raise InputError(
                "a row is one term, and no column says which terms belong together", "add a column concept_id"
            )

    def row(self, row: Sequence[str], number: int) -> None:
        """One more term."""
        draft = self.draft(row)
        code, text = self.shared(row, "language"), self.shared(row, "term")
        for name in ("subject", "created", "created_by", "modified", "modified_by"):
            self.once(draft, name, self.shared(row, name))
        language = language_of(code)
        if not text:
            self.losses.add(draft.id, "an empty term left out", "empty terms left out")
        elif language not in LANGUAGES:
            draft.told = True
            self.losses.language(code or "not given")
        else:
            draft.define(Definition(self.shared(row, "definition"), language_tag(code)), self.losses)
            self.one_term(draft, row, code, text)

    def one_term(self, draft: Draft, row: Sequence[str], code: str, text: str) -> None:
        """The term of a row, in the language that its code names."""
        language, tag = language_of(code), tag_of(code)
        told = "status" in self.layout.concept
        default = "admitted" if told else self.default(draft, Term(text, language, tag=tag))
        status = status_of(self.shared(row, "status"), draft.id, self.losses, default)
        if status is None:
            draft.told = True
            return
        context = self.shared(row, "context")
        draft.terms.setdefault(
            (language, text, tag),
            Term(
                text,
                language,
                status,
                0,
                (Context(context),) if context else (),
                type_of(self.shared(row, "type"), draft.id, self.losses),
                speech_of(self.shared(row, "pos"), draft.id, self.losses),
                self.shared(row, "term_source"),
                self.shared(row, "note"),
                tag,
                **self.standing(draft, row, {}),
            ),
        )
