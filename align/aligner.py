"""Two documents in, a bitext out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from align.dictionary import Dictionary
from align.encoders import Encoder, StaticEncoder, dictionary_encoder, like_ours, load_encoder, scale_of
from align.realigning import part_around, put_back, usual_sample
from align.search import (
    NOTHING,
    CostConfig,
    EncodeRuns,
    Fixed,
    FixedLink,
    SideArrays,
    Usual,
    check_fixed,
    ends,
    evidence_vectors,
    fitted,
    probabilities,
    search_sides,
)
from corpora.arrays import Floats, unit
from corpora.bitext import Bitext, Link
from corpora.blas import one_blas_thread
from corpora.document import Document
from corpora.logs import staged
from corpora.text import matching_texts

FIXED = "|fixed:"  # what begins the number of confirmed links in a signature
LEAST_USUAL = 5  # links that tell what is usual
ENGINE = "8"  # raised whenever the same vectors and costs would give other links


class Aligner:
    """Aligns documents with one encoder and one cost.

    >>> from align.aligner import Aligner
    >>> bitext = Aligner().align(["大会第七十五届会议", "谢谢"], ["Seventy-fifth session", "Thank you"])
    >>> [str(link) for link in bitext.links]
    ['[0]:[0]', '[1]:[1]']
    """

    def __init__(self, model: str | Encoder = "builtin", config: CostConfig | None = None) -> None:
        self.encoder = load_encoder(model) if isinstance(model, str) else like_ours(model)
        self.config = config or CostConfig()

    @property
    def signature(self) -> str:
        """Engine version, model fingerprint, costs and what else is fitted."""
        return f"engine:{ENGINE}|model:{self.encoder.fingerprint}|cost:{self.config.signature()}|fitted:{fitted()}"

    @staged("align")
    def align(
        self,
        source: Document | Sequence[str],
        target: Document | Sequence[str],
        fixed: Sequence[FixedLink] = (),
    ) -> Bitext:
        """Link every segment of both documents exactly once; lists of strings are taken as zh and en sentences.

        ``fixed``: links that a person confirmed, as ids of both sides from 0: ``([4, 5], [3])``; ``([6], [])`` says that a
        sentence has no counterpart. They stand in the result as they are, confirmed and with score 1; what lies between them is
        aligned. Raises :class:`TypeError` for a bare string, which would be a list of letters, and :class:`InputError` for
        fixed links that are out of range, overlap, or cross (a :class:`corpora.bitext.Link` that says ``crossing`` may).
        """
        for side in (source, target):
            if isinstance(side, str):
                raise TypeError(
                    "align takes lists of sentences or Documents, not one text; put it into a list, or split it"
                )
        left = source if isinstance(source, Document) else Document.from_sentences(source, "zh")
        right = target if isinstance(target, Document) else Document.from_sentences(target, "en")
        links = tuple(self.links(left, right, check_fixed(fixed, len(left), len(right))))
        return Bitext(left, right, links, f"{self.signature}{_confirmed(links)}")

    def realign(
        self, bitext: Bitext, fixed: Sequence[FixedLink] = (), *, stretch: range | None = None, reach: int = 20
    ) -> Bitext:
        """The bitext with a stretch aligned anew; all links outside of it stay as they are.

        ``stretch``: positions of the links that are found anew; without it ``reach`` links on each side of those that
        ``fixed`` touches, which are always in it. What was confirmed before stays unless ``fixed`` says otherwise. The
        stretch alone is read, so this takes as long in a long document as in a short one. Raises :class:`InputError` as
        :meth:`align` does.

        >>> from align.aligner import Aligner
        >>> bitext = Aligner().align(["谢谢。", "散会。"], ["Thank you.", "The meeting rose."])
        >>> [str(link) for link in Aligner().realign(bitext, [([0, 1], [0, 1])]).links]
        ['[0, 1]:[0, 1]']
        """
        check_fixed(fixed, len(bitext.source), len(bitext.target))
        part = part_around(bitext, fixed, stretch, reach)
        if part is None:
            return bitext
        inside = check_fixed(part.fixed, len(part.source), len(part.target))
        links = put_back(bitext, part, self.links(part.source, part.target, inside, self._usual(bitext)))
        signature = f"{bitext.signature.partition(FIXED)[0]}{_confirmed(links)}"
        return replace(bitext, links=links, signature=signature)

    @one_blas_thread()
    def _usual(self, bitext: Bitext) -> Usual | None:
        """What is usual in documents that are aligned, from links all over them; ``None`` where there are few."""
        sample = usual_sample(bitext)
        if len(sample) < LEAST_USUAL:
            return None
        texts = [
            [segments[k].text for k in numbers]
            for segments, numbers in zip(
                (bitext.source.segments, bitext.target.segments), zip(*sample, strict=True), strict=True
            )
        ]
        vectors = [unit(self.encoder.sums(matching_texts(some))) for some in texts]
        left, right = (sum(map(_length, some)) for some in texts)
        ratio = min(max(right / max(left, 1), 1 / 8), 8.0)
        level = float(np.median((vectors[0] * vectors[1]).sum(1))) * scale_of(self.encoder)
        return Usual(ratio, level)

    @one_blas_thread()
    def links(
        self, source: Document, target: Document, fixed: Fixed = NOTHING, usual: Usual | None = None
    ) -> list[Link]:
        """The links alone, in order of the source, each with its score in 0..1.

        Always found in one direction, Chinese first: which side was called the source changes nothing. ``fixed``:
        confirmed links (:func:`align.search.check_fixed`); ``usual``: of a stretch, what is usual in its documents.
        """
        backwards = target.language == "zh" or (source.language != "zh" and target.language < source.language)
        if backwards and source.language != target.language:
            return turned(self.links(target, source, fixed.turned(), usual and usual.turned()))
        # an empty line has nothing to render: it is left out of the search and stands alone in the result, or within a link
        texts = _matched(source), _matched(target)
        rows, columns = (
            [k for k, text in enumerate(some) if text.strip() or k in confirmed]
            for some, confirmed in zip(texts, fixed.sides, strict=True)
        )
        left = self._side([texts[0][k] for k in rows], source.language)
        right = self._side([texts[1][k] for k in columns], target.language)
        dictionary = self._dictionary(source.language, target.language)
        runs = self._run_encoder((texts[0], rows, source.language), (texts[1], columns, target.language))
        found = align_sides(left, right, self.config, runs, dictionary, fixed.renumbered(rows, columns), usual)
        return _with_blank_lines(found, rows, columns, len(source), len(target))

    def _side(self, texts: Sequence[str], language: str) -> SideArrays:
        return make_side(texts, language, self.encoder)

    def _dictionary(self, source: str, target: str) -> Dictionary | None:
        """The dictionary that came with the model; models without one use the built-in one for its languages."""
        encoder = dictionary_encoder(self.encoder)
        return encoder.dictionary.facing(source, target) if encoder.dictionary else None

    def _run_encoder(self, *sides: tuple[Sequence[str], list[int], str]) -> EncodeRuns | None:
        """How to read joined sentences, for a model that cannot add vectors."""
        if self.encoder.additive:
            return None

        def encode(side: int, runs: Sequence[tuple[int, int]]) -> Floats:
            texts, rows, language = sides[side]
            space = "" if language == "zh" else " "
            joined = [space.join(texts[rows[k]].strip() for k in range(i, i + a)) for i, a in runs]
            return self.encoder.encode(joined)

        return encode


def _matched(document: Document) -> Sequence[str]:
    """The sentences as they are compared: traditional characters as simplified ones."""
    return matching_texts(document.texts) if document.language == "zh" else document.texts


def turned(links: Sequence[Link]) -> list[Link]:
    """The same links with source and target exchanged, in order of the new source.

    >>> [str(link) for link in turned([Link(range(0, 1), range(1, 2), 1.0, True), Link(range(1, 2), range(0, 1))])]
    ['[0]:[1]', '[1]:[0]']
    """
    flipped = [link._replace(source=link.target, target=link.source) for link in links]
    result = [link for link in flipped if not link.crossing]
    for link in sorted((link for link in flipped if link.crossing), key=lambda link: link.source.start):
        later = (k for k, other in enumerate(result) if other.source and other.source.start > link.source.start)
        result.insert(next(later, len(result)), link)
    return result


def make_side(texts: Sequence[str], language: str, encoder: Encoder) -> SideArrays:
    """A document as the arrays that the search needs."""
    lengths = np.array([_length(text) for text in texts], dtype=np.float32)
    pieces = dictionary_encoder(encoder).pieces(texts)
    vectors = encoder.sums_of(pieces) if isinstance(encoder, StaticEncoder) else encoder.sums(texts)
    return SideArrays(
        vectors, lengths, evidence_vectors(texts, language), ends(texts), texts, pieces, scale_of(encoder)
    )


def _length(text: str) -> int:
    return len(text) - text.count(" ") // 2


def align_sides(
    source: SideArrays,
    target: SideArrays,
    config: CostConfig,
    encode_runs: EncodeRuns | None = None,
    dictionary: Dictionary | None = None,
    fixed: Fixed = NOTHING,
    usual: Usual | None = None,
) -> list[Link]:
    """Links between two sides given as arrays: search, then links between unrelated stretches taken apart.

    ``encode_runs``: gives vectors of joined sentences for models whose vectors do not add up; ``dictionary``: from the
    language of the source to that of the target.
    """
    n, m = len(source.lengths), len(target.lengths)
    if not n or not m:
        alone = [Link(range(k, k + 1), range(0), float(k in fixed.alone[0])) for k in range(n)]
        alone += [Link(range(0), range(k, k + 1), float(k in fixed.alone[1])) for k in range(m)]
        return [link._replace(confirmed=bool(link.score)) for link in alone]
    found = search_sides(source, target, config, encode_runs, dictionary, fixed, usual)
    scores = probabilities(
        found.path, source, target, (found.ratio, found.level, found.rate), found.said, found.against
    )
    links = []
    for step, score in zip(found.path, scores, strict=True):
        i, a, j, b, _gain = step
        sure = fixed.holds(step)
        crossing = i in found.crossing and bool(a and b)
        value = 1.0 if sure else round(float(score), 4)
        links.append(Link(range(i, i + a), range(j, j + b), value, crossing, sure))
    return links


def _confirmed(links: Sequence[Link]) -> str:
    """What a signature says of links that were confirmed: nothing where there is none."""
    count = sum(link.confirmed for link in links)
    return f"{FIXED}{count}" if count else ""


def _with_blank_lines(links: list[Link], rows: list[int], columns: list[int], n: int, m: int) -> list[Link]:
    """Links of the filled lines, numbered as in the documents, and blank lines as null links in their place."""
    if len(rows) == n and len(columns) == m:
        return links
    result: list[Link] = []
    crossing: list[Link] = []
    i = j = 0
    for link in links:
        left = [rows[k] for k in link.source]
        right = [columns[k] for k in link.target]
        if link.crossing:
            crossing.append(link._replace(source=range(left[0], left[-1] + 1), target=range(right[0], right[-1] + 1)))
            continue
        while left and i < left[0]:
            result.append(Link(range(i, i + 1), range(j, j)))
            i += 1
        while right and j < right[0]:
            result.append(Link(range(i, i), range(j, j + 1)))
            j += 1
        source = range(i, left[-1] + 1) if left else range(i, i)
        target = range(j, right[-1] + 1) if right else range(j, j)
        result.append(link._replace(source=source, target=target))
        i, j = source.stop, target.stop
    result += [Link(range(k, k + 1), range(j, j)) for k in range(i, n)]
    result += [Link(range(n, n), range(k, k + 1)) for k in range(j, m)]
    return _replaced(result, crossing)


def _replaced(links: list[Link], crossing: list[Link]) -> list[Link]:
    """Links in which the null links of what crosses give way to the crossing links."""
    if not crossing:
        return links
    by_source = {link.source.start: link for link in crossing}
    gone = [{k for link in crossing for k in link.sides[side]} for side in (0, 1)]
    result: list[Link] = []
    for link in links:
        if link.source and not link.target and link.source.start in gone[0]:
            result += [by_source[link.source.start]] if link.source.start in by_source else []
        elif link.source or link.target.start not in gone[1]:
            result.append(link)
    return result
