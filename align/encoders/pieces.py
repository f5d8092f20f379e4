"""Text to piece ids with numpy: what tokenizers' Unigram model gives, several times faster for whole batches.

The built-in model spends most of its time in the tokenizer. This module does the same work on arrays: all texts of a
batch as one array of code points, folded by a table; runs of Han, letters, digits and single marks; one best path
(Viterbi, Kudo 2018, arXiv 1804.10959) through all runs at once; words that were seen before come from a table.
Texts that a table cannot fold (combining marks, conjoining Hangul, very long runs) go to the tokenizer itself. The
fold and the character classes are asked of the tokenizer's own normalizer and pre-tokenizer, so both always agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers

from align.encoders.hashing import HashTable, power_table
from align.encoders.tokenizer_file import count_of, guarded, tokenizer_settings
from corpora.arrays import Codes, Doubles, Ints, Keys, Longs, Octets, in_order

# what the tokenizer of the model says is Han, and not corpora.text.HAN: pieces depend on it (a test holds them together)
SPLIT = r"\p{Han}+|[\p{L}\p{M}&&[^\p{Han}]]+|\d+|[^\p{L}\p{M}\d]"
SPACE, HAN, LETTER, DIGIT, MARK, HARD, WIDE, UNKNOWN = range(8)  # classes of code points
LONGEST_MATCH = 127  # code points of a piece; longer ones go to the tokenizer
LONGEST_RUN = 256  # code points; a longer run goes to the tokenizer
CHUNK = 2048  # texts a pass: bounds memory, never changes an id
CACHED_PIECES = 500_000  # pieces of remembered words, 2 MB and twice that for the table
_POWERS = power_table(LONGEST_RUN + 1)


def clean(text: str) -> str:
    r"""A text that a tokenizer accepts: unpaired surrogates become U+FFFD.

    >>> clean("a\ud800b") == "a\ufffdb"
    True
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def split_alike() -> tuple[dict[str, Any], dict[str, Any]]:
    """The ``normalizer`` and ``pre_tokenizer`` sections of a ``tokenizer.json`` that this module follows."""
    normalizer = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]}
    split = {"type": "Split", "pattern": {"Regex": SPLIT}, "behavior": "Isolated", "invert": False}
    return normalizer, {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, split]}


class CodePoints:
    """Fold and class of every code point, asked of the tokenizer's normalizer and pre-tokenizer when first met."""

    def __init__(self) -> None:
        self.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
        self.splitter = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(SPLIT), "isolated")]
        )
        self.classes = np.full(0x110000, UNKNOWN, np.uint8)
        self.fold = np.arange(0x110000, dtype=np.uint32)
        self.wide: dict[int, Codes] = {}

    def learn(self, codes: Codes) -> None:
        """Fill the tables for code points that were not met before."""
        for code in codes.tolist():
            folded = self.normalizer.normalize_str(chr(code)) if not 0xD800 <= code <= 0xDFFF else "\ufffd"
            if _is_hard(chr(code)) or (any(map(_is_hard, folded)) and not _is_apart(folded)):
                self.classes[code] = HARD
            elif len(folded) > 1:
                self.wide[code] = np.array([ord(c) for c in folded], np.uint32)
                self.learn(self.wide[code][self.classes[self.wide[code]] == UNKNOWN])
                self.classes[code] = WIDE
            else:
                self.fold[code] = ord(folded)
                self.classes[code] = self._class(folded)

    def _class(self, char: str) -> int:
        pieces = self.splitter.pre_tokenize_str
        if not pieces(char):
            return SPACE
        for kind, company in ((HAN, "中"), (LETTER, "a"), (DIGIT, "1")):
            if len(pieces(company + char)) == 1:
                return kind
        return MARK


def _is_hard(char: str) -> bool:
    """Characters whose normal form depends on their neighbours."""
    return unicodedata.category(char) in {"Mn", "Mc", "Me", "Cn"} or "\u1100" <= char <= "\u11ff" or char == "\0"


def _is_apart(folded: str) -> bool:
    """Whether a fold is a space with marks on it, as of ´ and ¨: these have no other neighbour to depend on."""
    return folded[0] == " " and all(unicodedata.category(char) == "Mn" for char in folded[1:])


class PieceTokenizer:
    """Ids of texts for one ``tokenizer.json``; see the module's first lines.

    ``exact`` tells whether the arrays are used; for tokenizers of another shape everything goes through tokenizers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        settings = tokenizer_settings(path)
        normalizer, splitter = split_alike()
        model = settings.get("model", {})
        self.exact = (
            settings.get("normalizer") == normalizer
            and settings.get("pre_tokenizer") == splitter
            and model.get("type") == "Unigram"
            and not model.get("byte_fallback")
            and model.get("unk_id") is not None
            and max(len(piece) for piece, _score in model["vocab"]) <= LONGEST_MATCH
        )
        self.count = count_of(settings)
        self._added = [token["content"] for token in settings.get("added_tokens", [])]
        self._tokenizer: Any = None
        if self.exact:
            self._build(model["vocab"], int(model["unk_id"]))
        else:
            _ = self.tokenizer  # what cannot be used is refused now

    def _build(self, vocabulary: list[list[Any]], unknown: int) -> None:
        self.points = CodePoints()
        self.unknown = unknown
        self.scores = np.array([score for _, score in vocabulary], np.float64)
        self.unknown_score = float(self.scores.min()) - 10.0  # as in tokenizers: kUnkPenalty
        texts = [text if k != unknown else "" for k, (text, _) in enumerate(vocabulary)]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        starts = np.cumsum(lengths) - lengths
        self.longest = int(lengths.max(initial=1))
        self.pieces = HashTable(19)
        keys = np.zeros(len(texts), np.uint64)
        for k in range(self.longest):  # every prefix gets an entry, so that a search knows when to stop
            rows = np.flatnonzero(lengths > k)
            keys[rows] += codes[starts[rows] + k].astype(np.uint64) * _POWERS[k]
            whole = lengths[rows] == k + 1
            self.pieces.add(keys[rows[~whole]], np.full(int((~whole).sum()), -2, np.int32), replace=False)
            self.pieces.add(keys[rows[whole]], rows[whole].astype(np.int32), replace=True)
        self.words = HashTable(18)
        self.word_starts: Longs = np.zeros(1, np.int64)
        self.word_pieces: Ints = np.zeros(0, np.int32)

    @property
    def tokenizer(self) -> Any:
        """The same tokenizer from the tokenizers library, loaded when needed."""
        if self._tokenizer is None:
            self._tokenizer = guarded(self.path, lambda: Tokenizer.from_file(str(self.path)))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
        return self._tokenizer

    def encode(self, texts: Sequence[str]) -> tuple[Ints, Longs]:
        """Ids of all texts end to end, and how many each text has ``(n,)``."""
        if not texts:
            return np.zeros(0, np.int32), np.zeros(0, np.int64)
        parts = [self._encode_some(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
        return np.concatenate([ids for ids, _ in parts]), np.concatenate([counts for _, counts in parts])

    def _encode_some(self, texts: Sequence[str]) -> tuple[Ints, Longs]:
        if not self.exact:
            apart = self._plain(texts)
            return np.concatenate(apart), np.fromiter(map(len, apart), np.int64, len(apart))
        # a space after every text ends its last run
        joined = " ".join([*texts, ""])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        classes = self.points.classes[codes]
        if (classes >= UNKNOWN).any():
            self.points.learn(np.unique(codes[classes >= UNKNOWN]))
            classes = self.points.classes[codes]
        if (classes == WIDE).any():
            codes, classes, lengths = self._widen(codes, classes, lengths)
        codes = self.points.fold[codes]
        ends = np.cumsum(lengths)
        begin = classes[1:] != classes[:-1]
        begin |= classes[1:] == MARK
        starts = np.concatenate([[0], np.flatnonzero(begin) + 1])
        sizes = np.diff(np.append(starts, len(codes)))
        kinds = classes[starts]
        hard = (kinds == HARD) | ((sizes > LONGEST_RUN) & (kinds != SPACE))
        at = np.full(len(codes), -1, np.int32)  # the id of the piece that begins at a code point
        odd = np.searchsorted(ends, starts[hard], side="right")
        for token in self._added:  # tokenizers looks for these before all else
            if token in joined:
                odd = np.append(odd, [k for k, text in enumerate(texts) if token in text])
        odd = np.unique(odd)
        if len(odd):
            usual = ~np.isin(np.searchsorted(ends, starts, side="right"), odd)
            starts, sizes, kinds = starts[usual], sizes[usual], kinds[usual]
        han = kinds == HAN
        self._paths(codes, starts[han], sizes[han], at)
        other = (kinds != HAN) & (kinds != SPACE)
        self._words(codes, starts[other], sizes[other], at)
        filled = at >= 0
        counts = np.add.reduceat(filled, ends - lengths, dtype=np.int64)
        ids = at[filled]
        return self._with_hard(texts, odd, ids, counts) if len(odd) else (ids, counts)

    def _widen(self, codes: Codes, classes: Octets, lengths: Longs) -> tuple[Codes, Octets, Longs]:
        """Code points whose fold is longer than one, written out; lengths of the texts follow."""
        places = np.flatnonzero(classes == WIDE)
        folds = [self.points.wide[code] for code in codes[places].tolist()]
        growth = np.fromiter(map(len, folds), np.int64, len(folds)) - 1
        texts = np.searchsorted(np.cumsum(lengths), places, side="right")
        repeats = np.ones(len(codes), np.int64)
        repeats[places] += growth
        wider = np.repeat(codes, repeats)
        first = places + np.cumsum(growth) - growth
        index = np.repeat(first, growth + 1) + np.concatenate([np.arange(len(fold)) for fold in folds])
        wider[index] = np.concatenate(folds)
        found = self.points.classes[wider]
        found[index[found[index] == HARD]] = LETTER  # a mark on a space, which the pre-tokenizer takes for a letter
        return wider, found, lengths + np.bincount(texts, growth, len(lengths)).astype(np.int64)

    def _with_hard(self, texts: Sequence[str], odd: Longs, ids: Ints, counts: Longs) -> tuple[Ints, Longs]:
        """Put the ids of texts that went to the tokenizer into their places."""
        ends = np.cumsum(counts)
        parts: list[Ints] = []
        done = 0
        for k, one in zip(odd.tolist(), self._plain([texts[k] for k in odd.tolist()]), strict=True):
            parts += [ids[done : ends[k]], one]
            done = int(ends[k])
            counts[k] = len(one)
        return np.concatenate([*parts, ids[done:]]), counts

    def _plain(self, texts: Sequence[str]) -> list[Ints]:
        cleaned = [clean(text) for text in texts]
        found = guarded(self.path, lambda: self.tokenizer.encode_batch_fast(cleaned, add_special_tokens=False))
        return [np.asarray(one.ids, dtype=np.int64).astype(np.int32) for one in found]

    def _words(self, codes: Codes, starts: Longs, sizes: Longs, at: Ints) -> None:
        """Words, figures and marks: from the table of known words, the rest by their best path."""
        if not len(starts):
            return
        first = np.cumsum(sizes) - sizes
        inside = np.arange(int(sizes.sum())) - np.repeat(first, sizes)
        index = np.repeat(starts, sizes) + inside
        keys = np.add.reduceat(codes[index].astype(np.uint64) * _POWERS[inside], first)
        if len(self.word_pieces) > CACHED_PIECES:  # forget all, before any of it is used
            self.words = HashTable(18)
            self.word_starts, self.word_pieces = np.zeros(1, np.int64), np.zeros(0, np.int32)
        entries = self.words.find(keys)
        new = entries < 0
        if new.any():
            keys_new, which = np.unique(keys[new], return_index=True)
            fresh = np.flatnonzero(new)[which]
            self._paths(codes, starts[fresh], sizes[fresh], at)
            self._remember(keys_new, starts[fresh], sizes[fresh], at)
            entries[new] = self.words.find(keys[new])
        begin, end = self.word_starts[entries], self.word_starts[entries + 1]
        counts = end - begin
        first = np.cumsum(counts) - counts
        inside = np.arange(int(counts.sum())) - np.repeat(first, counts)
        at[np.repeat(starts, counts) + inside] = self.word_pieces[np.repeat(begin, counts) + inside]

    def _remember(self, keys: Keys, starts: Longs, sizes: Longs, at: Ints) -> None:
        first = np.cumsum(sizes) - sizes
        index = np.repeat(starts - first, sizes) + np.arange(int(sizes.sum()))
        found = at[index]
        at[index] = -1
        counts = np.add.reduceat(found >= 0, first, dtype=np.int64)
        numbers = np.arange(len(keys)) + len(self.word_starts) - 1
        self.words.add(keys, numbers.astype(np.int32), replace=True)
        self.word_starts = np.concatenate([self.word_starts, self.word_starts[-1] + np.cumsum(counts)])
        self.word_pieces = np.concatenate([self.word_pieces, found[found >= 0]])

    def _paths(self, codes: Codes, starts: Longs, sizes: Longs, at: Ints) -> None:
        """Best path through every run; writes the id of each piece where it begins."""
        if not len(starts):
            return
        order = in_order(int(sizes.max()) - sizes)  # the longest first
        starts, sizes = starts[order], sizes[order]
        # time-major: row t holds code point t of every run that is longer than t, the longest runs first
        alive = np.searchsorted(-sizes, -np.arange(int(sizes[0])), side="left")
        rows = np.concatenate([[0], np.cumsum(alive)])
        time = np.repeat(np.arange(len(alive)), alive)
        run = np.arange(int(rows[-1])) - rows[time]
        places = starts[run] + time
        found, scores = self._matches(codes, places, sizes[run] - time)
        back = _best_lengths(scores, alive, rows)
        tokens = np.full(len(places), -1, np.int32)
        active, end = np.arange(len(starts)), sizes.copy()
        while len(active):
            length = back[rows[end - 1] + active].astype(np.int64)
            end = end - length
            node = rows[end] + active
            tokens[node] = found[length - 1, node]
            going = end > 0
            active, end = active[going], end[going]
        lost = np.flatnonzero(tokens == self.unknown)
        if len(lost):  # tokenizers joins unknown neighbours into one piece: all but the first go
            at[places] = tokens
            previous = places[lost] - 1
            at[places[lost][(time[lost] > 0) & (at[previous] == self.unknown)]] = -2
            return
        at[places] = tokens

    def _matches(self, codes: Codes, places: Longs, room: Longs) -> tuple[Ints, list[Doubles | None]]:
        """Pieces that begin at each place by length: ids ``(longest, n)`` and, where any are found, their scores."""
        n = len(places)
        ids = np.full((self.longest, n), -1, np.int32)
        scores: list[Doubles | None] = []
        here, keys = np.arange(n), np.zeros(n, np.uint64)
        for k in range(self.longest):
            keys = keys + codes[places[here] + k].astype(np.uint64) * _POWERS[k]
            entry = self.pieces.find(keys)
            hit = np.flatnonzero(entry >= 0)
            ids[k, here[hit]] = entry[hit]
            if k == 0:
                ids[0, ids[0] < 0] = self.unknown
                scores.append(np.where(ids[0] == self.unknown, self.unknown_score, self.scores[ids[0]]))
            elif len(hit):
                line = np.full(n, -np.inf)
                line[here[hit]] = self.scores[entry[hit]]
                scores.append(line)
            else:
                scores.append(None)
            go = np.flatnonzero((entry != -1) & (room[here] > k + 1))
            here, keys = here[go], keys[go]
            if not len(here):
                break
        return ids, scores


def _best_lengths(scores: list[Doubles | None], alive: Longs, rows: Longs) -> npt.NDArray[np.int8]:
    """Length of the last piece on the best path to every end, time-major; ties go to the longer piece."""
    best = [np.zeros(int(alive[0]))]
    back = np.zeros(int(rows[-1]), np.int8)
    used = [(k + 1, line) for k, line in reversed(list(enumerate(scores))) if line is not None]
    for end in range(1, len(alive) + 1):
        n = int(alive[end - 1])
        value = np.full(n, -np.inf)
        choice = back[rows[end - 1] : rows[end]]
        for length, line in used:
            if length <= end:
                start = rows[end - length]
                reached = best[end - length][:n] + line[start : start + n]
                better = reached > value
                np.copyto(value, reached, where=better)
                choice[better] = length
        best.append(value)
    return back
