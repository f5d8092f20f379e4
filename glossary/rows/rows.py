"""Rows of a bitext and what is known of them: the one thing that everything on this floor looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import polars as pl

from align.encoders import builtin_encoder, dictionary_encoder
from corpora.arrays import Bools, Longs
from corpora.bitext import Bitext, Pair, pairs_from_frame, pairs_to_frame
from glossary.rows.clauses import Clauses
from glossary.rows.figures import Anchors, compared
from glossary.rows.keys import Key
from glossary.rows.places import Place, placed
from glossary.rows.printed import printed_numbers
from glossary.rows.view import View, simplified_rows, simplifying_documents
from glossary.words import HAN_RUN, WORD, Cuts, Streams, Token, TokenTable, fold, phrases_of

if TYPE_CHECKING:
    from align.encoders import Encoder, StaticEncoder
    from corpora.figures import AnchorKind

T = TypeVar("T")
ANCHORS: Key[Anchors] = Key("anchors")
COMPARED: Key[tuple[Bools, Bools]] = Key("anchors of both sides compared")
CLAUSES: Key[Clauses] = Key("clauses")
STREAMS: Key[Streams] = Key("streams")
TOKENS: Key[tuple[TokenTable, tuple[str, ...]]] = Key("tokens")
Scripts = Mapping[str, Mapping[int, int]]
"""By symbol of a traditional document: its characters as simplified ones, for :meth:`str.translate`."""
ROWS_VERSION = "2"
"""Of everything in this folder that can change what is found."""


class Rows:
    """The rows of a bitext, numbered from 0, and whatever has been derived from them, each value computed once.

    ``encoder`` is the chosen model, ``None`` where no model is to speak; ``remarks`` says which documents had to be
    numbered anew so that every row has a place of its own. Nothing in here changes after it was made.

    >>> rows = Rows.of([Pair("A/1", 1, "大会通过了决议。", "The Assembly adopted it."), Pair("A/1", 2, "", "Annex")])
    >>> len(rows), rows.filled.tolist(), str(rows.place(1)), rows.row(Place("A/1", 2))
    (2, [True, False], 'A/1:2', 1)
    """

    def __init__(self, pairs: Sequence[Pair], encoder: Encoder | None = None) -> None:
        self.pairs, self.remarks = placed(pairs)
        self.encoder = encoder
        self._origin: tuple[Rows, View, View | None] | None = None
        self._derived: dict[Key[Any], Any] = {}
        self._lock = RLock()  # the desk has threads

    @classmethod
    def of(cls, source: Bitext | Sequence[Pair] | pl.DataFrame, encoder: Encoder | None = None) -> Rows:
        """From what the aligner made, rows that were read, or a frame with the columns ``zh`` and ``en`` at least."""
        if isinstance(source, Bitext):
            return cls(source.pairs(), encoder)
        return cls(pairs_from_frame(source) if isinstance(source, pl.DataFrame) else source, encoder)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def texts(self, language: str) -> Sequence[str]:
        """The texts of one side, as they stand."""
        return self._texts[0 if language == "zh" else 1]

    @cached_property
    def _texts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return tuple(pair.zh for pair in self.pairs), tuple(pair.en for pair in self.pairs)

    def part(self, which: Iterable[int]) -> Rows:
        """Some of the rows, in scripts that were told by all rows of their documents; nothing else that is known of these.

        >>> rows = Rows.of([Pair("A/1", 1, "大會重申", "The Assembly"), Pair("A/1", 2, "附件", "Annex")])
        >>> [rows.part([1]).pairs[0].en, *rows.part([1]).scripts]
        ['Annex', 'A/1']
        """
        return Rows.scripted([self.pairs[row] for row in which], self.scripts, self.encoder)

    @classmethod
    def scripted(cls, pairs: Sequence[Pair], scripts: Scripts, encoder: Encoder | None = None) -> Rows:
        """Rows of documents whose scripts are known."""
        made = cls(pairs, encoder)
        made.scripts = {symbol: scripts[symbol] for symbol in made.symbols if symbol in scripts}
        return made

    @cached_property
    def scripts(self) -> Scripts:
        """The traditional documents."""
        tables = simplifying_documents(self.texts("zh"), self.document)
        return {self.symbols[number]: table for number, table in tables.items()}

    @cached_property
    def _simplified(self) -> tuple[tuple[str, ...], dict[int, int]]:
        tables = {k: self.scripts[symbol] for k, symbol in enumerate(self.symbols) if symbol in self.scripts}
        return simplified_rows(self.texts("zh"), self.document, tables)

    @property
    def simplified(self) -> tuple[str, ...]:
        """The Chinese texts in simplified characters, those of traditional documents character by character."""
        return self._simplified[0]

    @property
    def simple_forms(self) -> dict[int, int]:
        """For :meth:`str.translate`: the characters of the traditional documents; empty where there are none."""
        return self._simplified[1]

    @cached_property
    def plain(self) -> Rows:
        """The rows without tags that are written as text (``<g1>``, ``{1>``, ``%s``); themselves where there are none.

        >>> rows = Rows.of([Pair("A/1", 1, "<g1>大会</g1>", "The <g1>Assembly</g1>")])
        >>> rows.plain.texts("en")[0], rows.plain.written(0, 4, 12, "en"), rows.view.written(0, 0, 2)
        ('The Assembly', (8, 16), (4, 6))
        """
        if self._origin is not None:
            return self
        zh, en = View.untagged(self.texts("zh")), View.untagged(self.texts("en"))
        if not zh.gaps and not en.gaps:
            return self
        both = zip(self.pairs, zh.texts, en.texts, strict=True)
        made = Rows.scripted([replace(pair, zh=one, en=other) for pair, one, other in both], self.scripts, self.encoder)
        made._origin = self, zh, en
        return made

    @cached_property
    def view(self) -> Rows:
        """The rows as they are compared: :attr:`plain`, Chinese in simplified characters, without spaces between Han characters.

        The rows themselves where that is how they stand. :meth:`written` leads back.

        >>> rows = Rows.of([Pair("A/1", 1, "大 會重申其決議", "The Assembly reaffirms its resolutions")])
        >>> rows.view.texts("zh")[0], rows.view.written(0, 0, 2), rows.view.view is rows.view
        ('大会重申其决议', (0, 3), True)
        """
        if self._origin is not None and self._origin[2] is None:
            return self
        if self.plain is not self:
            return self.plain.view
        folded = View.of(self.simplified)
        if folded.texts == self.texts("zh"):
            return self
        both = zip(self.pairs, folded.texts, strict=True)
        made = Rows([pair if pair.zh == text else replace(pair, zh=text) for pair, text in both], self.encoder)
        made._origin = self, folded, None
        return made

    @property
    def origin(self) -> Rows:
        """The rows of which these are a view, else these."""
        return self if self._origin is None else self._origin[0].origin

    def written(self, row: int, start: int, end: int, language: str = "zh") -> tuple[int, int]:
        """A span of a text of a row as a span of what stands in :attr:`origin`."""
        if self._origin is None:
            return start, end
        before, zh, en = self._origin
        side = zh if language == "zh" else en
        return before.written(row, *((start, end) if side is None else side.back(row, start, end)), language)

    def original(self, row: int, text: str) -> str:
        """A piece of the Chinese text of a row as it stands in :attr:`origin`; as it is where the row has not got it."""
        if self._origin is None or not text:
            return text
        at = self.pairs[row].zh.find(text)
        return text if at < 0 else self.origin.pairs[row].zh[slice(*self.written(row, at, at + len(text)))]

    @cached_property
    def static(self) -> StaticEncoder:
        """The model of pieces and of the dictionary: the chosen one where it has both, else the built-in one."""
        if self.encoder is not None:
            found = dictionary_encoder(self.encoder)
            if found.dictionary is not None and found.dictionary.facing("zh", "en") is not None:
                return found
        return builtin_encoder()

    @cached_property
    def filled(self) -> Bools:
        """``(n,)``: rows with a text on both sides."""
        return np.array([bool(pair.zh and pair.en) for pair in self.pairs], bool)

    @cached_property
    def both(self) -> Bools:
        """``(n,)``: rows with more than space on both sides."""
        return np.array([bool(pair.zh.strip() and pair.en.strip()) for pair in self.pairs], bool)

    @cached_property
    def bilingual(self) -> Bools:
        """``(n,)``: rows with both sides, the Chinese one in Chinese: what is not is untranslated and nothing else."""
        return np.array([bool(pair.en.strip() and HAN_RUN.search(pair.zh)) for pair in self.pairs], bool)

    def anchors(self, language: str) -> Anchors:
        """The figures, dates and symbols of one side; a Chinese side without Han, as in tables, is read as English."""
        return self.derived(ANCHORS.of(language), lambda rows: _anchors(rows.texts(language), language))

    def compared_anchors(self, *kinds: AnchorKind) -> tuple[Bools, Bools]:
        """``(n,)`` each: rows whose sides differ in anchors of these kinds, and rows whose sides share one."""
        key = COMPARED.of(kinds)
        return self.derived(key, lambda rows: compared(rows.anchors("zh"), rows.anchors("en"), kinds))

    def clauses(self, language: str) -> Clauses:
        """The clauses of one side and their pieces in :attr:`static`, of rows that are :attr:`bilingual`; others have none."""
        return self.derived(
            CLAUSES.of(language),
            lambda rows: Clauses.of(rows.texts(language), language, rows.static, rows.bilingual),
        )

    @property
    def words(self) -> TokenTable:
        """The words of the English side, flat."""
        return self.folded_words[0]

    def tokens(self, row: int) -> list[Token]:
        """The words of the English side of a row."""
        table, folds = self.folded_words
        part = slice(table.offsets[row], table.offsets[row + 1])
        columns = zip(*(column[part].tolist() for column in (table.kind, table.start, table.end)), strict=True)
        return [Token(table.kinds[kind], start, end, folds[kind]) for kind, start, end in columns]

    @property
    def folded_words(self) -> tuple[TokenTable, tuple[str, ...]]:
        """The words of the English side, and what each kind of them is folded to."""
        if self._origin is not None and self._origin[2] is None:  # only the Chinese side is another
            return self._origin[0].folded_words
        return self.derived(TOKENS, _tokens)

    def phrases(self, row: int) -> Iterator[list[Token]]:
        """The words of the English side of a row, in runs that no punctuation interrupts."""
        return phrases_of(self.pairs[row].en, self.tokens(row))

    @cached_property
    def cuts(self) -> Cuts:
        """The words of Han runs of these rows, kept."""
        if self._origin is not None:  # words of a run are the same wherever it stands
            return self.origin.cuts
        made = Cuts()
        made.learn(self.texts("zh"))
        return made

    def streams(self, language: str) -> Streams:
        """One side as terms are matched in it."""
        return self.derived(STREAMS.of(language), lambda rows: Streams.of(rows.texts(language), language))

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The documents, in order of appearance."""
        return tuple(dict.fromkeys(pair.symbol for pair in self.pairs))

    @cached_property
    def document(self) -> Longs:
        """``(n,)``: the number of each row's document in :attr:`symbols`."""
        number = {symbol: k for k, symbol in enumerate(self.symbols)}
        return np.array([number[pair.symbol] for pair in self.pairs], np.int64)

    def place(self, row: int) -> Place:
        """How people name a row."""
        return Place(self.pairs[row].symbol, self.pairs[row].position)

    @cached_property
    def printed(self) -> tuple[str, ...]:
        """The number of the paragraph in which each row stands, as it is printed; empty where none is."""
        return printed_numbers(self.pairs) if self._origin is None else self.origin.printed

    def row(self, place: Place) -> int | None:
        """The row of a place, ``None`` where there is none."""
        return self._places.get(place)

    @cached_property
    def _places(self) -> dict[tuple[str, int], int]:
        return {(pair.symbol, pair.position): row for row, pair in enumerate(self.pairs)}

    def derived(self, key: Key[T], build: Callable[[Rows], T]) -> T:
        """The value of a key, built when it is first asked for and kept as long as these rows are.

        >>> rows = Rows.of([Pair("A/1", 1, "大会", "Assembly")])
        >>> rows.derived(Key("lengths"), lambda rows: [len(pair.zh) for pair in rows])
        [2]
        """
        with self._lock:
            if key not in self._derived:
                self._derived[key] = build(self)
            found: T = self._derived[key]
            return found

    def to_frame(self) -> pl.DataFrame:
        """One line a row, schema :data:`corpora.bitext.BITEXT_SCHEMA`."""
        return pairs_to_frame(self.pairs)


def _tokens(rows: Rows) -> tuple[TokenTable, tuple[str, ...]]:
    table = TokenTable.of(rows.texts("en"), WORD)
    return table, tuple(map(fold, table.kinds))


def _anchors(texts: Sequence[str], language: str) -> Anchors:
    return Anchors.read(texts, ("zh" if language == "zh" and HAN_RUN.search(text) else "en" for text in texts))
