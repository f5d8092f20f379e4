"""A ``tokenizer.json``, looked at before it is used: it may come from a stranger, and the library that runs it stops for nothing.

What is let in: the kinds of steps that are known, patterns that cannot run away, pieces and numbers of the right types.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from align.encoders.charsmap import check_charsmap
from align.encoders.patterns import check_pattern
from corpora.errors import InputError, short

Result = TypeVar("Result")
LARGEST = 256 << 20
"""Bytes of a ``tokenizer.json``."""
LONGEST_PIECE = 512
"""Characters of a piece; the longest one says how far each place of a text is looked ahead."""
LONGEST_WORD = 1000
"""Characters of a word that WordPiece cuts in time that grows with their square."""
MOST_STEPS = 100
"""Steps before the pieces."""
GROWTH = 256
"""How many times as long a text may become by what its steps put in."""
STEEPEST = 1e6
"""The largest score of a piece."""
HINT = "give a folder made by 'align train'"
NORMALIZERS = frozenset(
    [
        "Sequence",
        "NFC",
        "NFD",
        "NFKC",
        "NFKD",
        "Lowercase",
        "Strip",
        "StripAccents",
        "Nmt",
        "Precompiled",
        "Prepend",
        "Replace",
        "ByteLevel",
        "BertNormalizer",
    ]
)
PRE_TOKENIZERS = frozenset(
    [
        "Sequence",
        "WhitespaceSplit",
        "Whitespace",
        "BertPreTokenizer",
        "ByteLevel",
        "Metaspace",
        "Punctuation",
        "Digits",
        "UnicodeScripts",
        "CharDelimiterSplit",
        "FixedLength",
        "Split",
    ]
)


def tokenizer_settings(path: Path) -> Any:
    """A ``tokenizer.json``, read once as long as it does not change: the look-up and the extractor need its pieces, too.

    Raises :class:`InputError` for one that is damaged, or could do harm.
    """
    try:
        stat = path.stat()
        if not path.is_file():
            raise ValueError("is no file")
        return _settings(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or short(str(error), 160)
        if isinstance(error, RecursionError):
            reason = "nested too deeply"
        raise InputError(f"{path}: not a tokenizer ({reason})", HINT) from error


@lru_cache(maxsize=2)
def _settings(path: Path, _changed: int, size: int) -> Any:
    if size > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MB")
    settings = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    if not isinstance(settings, dict) or not isinstance(settings.get("model"), dict):
        raise ValueError("no model of pieces")
    _check_pieces(settings["model"])
    if settings.get("added_tokens") is not None:
        _check_added(settings["added_tokens"])
    for section, kinds, inside in (
        ("normalizer", NORMALIZERS, "normalizers"),
        ("pre_tokenizer", PRE_TOKENIZERS, "pretokenizers"),
    ):
        growth = 1
        for number, step in enumerate(_steps(settings.get(section), inside)):
            _check_step(step, section, kinds)
            growth *= _growth(step)
            if number == MOST_STEPS or growth > GROWTH:
                raise ValueError(f"{section}: too many steps, or they make a text too long")
    return settings


def _growth(step: dict[str, Any]) -> int:
    """How many times as long a step makes a text at most by what it puts in."""
    pattern, content, prepended = step.get("pattern"), step.get("content", ""), step.get("prepend", "")
    if not isinstance(content, str) or not isinstance(prepended, str):
        raise ValueError("a step that puts in what is no text")
    if len(prepended) > LONGEST_PIECE:
        raise ValueError("a step that puts in a very long text")
    text = pattern.get("String", "") if isinstance(pattern, dict) else ""
    if step.get("type") == "Replace" and isinstance(pattern, dict) and "String" in pattern and not text:
        raise ValueError("a step that replaces nothing")
    return max(1, -(-len(content) // max(len(text) if isinstance(text, str) else 1, 1)))


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _check_pieces(model: dict[str, Any]) -> None:
    pieces = model.get("vocab")
    if not isinstance(pieces, list | dict) or not pieces:
        raise ValueError("no pieces")
    texts = _scored(pieces, model) if isinstance(pieces, list) else _numbered(pieces)
    if max(map(len, texts)) > LONGEST_PIECE:
        raise ValueError(f"a piece of more than {LONGEST_PIECE} characters")
    word = model.get("max_input_chars_per_word", 100)
    if not _is_number(word) or word > LONGEST_WORD:
        raise ValueError(f"words of more than {LONGEST_WORD} characters")


def _scored(pieces: list[Any], model: dict[str, Any]) -> list[str]:
    if model.get("type") not in ("Unigram", None):
        raise ValueError(f"pieces of {short(str(model['type']))} are no list")
    if not _all_scored(pieces):
        wrong = next(entry for entry in pieces if not _all_scored([entry]))
        raise ValueError(f"{short(str(wrong))} is no piece with its score")
    unknown = model.get("unk_id")
    if unknown is not None and not (_is_number(unknown) and unknown < len(pieces)):
        raise ValueError("the unknown piece is none of its pieces")
    return [piece for piece, _score in pieces]


def _all_scored(pieces: list[Any]) -> bool:
    """Whether all are a text with a score; the kinds of all at once, because a vocabulary has a hundred thousand."""
    if {*map(type, pieces)} != {list} or {*map(len, pieces)} != {2}:
        return False
    texts, scores = zip(*pieces, strict=True)
    kinds = {*map(type, scores)}
    return (
        {*map(type, texts)} == {str}
        and kinds <= {int, float}
        and all(map(math.isfinite, scores))
        and max(map(abs, scores)) <= STEEPEST
    )


def _numbered(pieces: dict[str, Any]) -> list[str]:
    if wrong := [piece for piece, number in pieces.items() if not _is_number(number)]:
        raise ValueError(f"{short(wrong[0])} has no number")
    return list(pieces)


def _check_added(added: Any) -> None:
    if not isinstance(added, list):
        raise ValueError("added tokens that are no list")
    for token in added:
        if not (isinstance(token, dict) and isinstance(token.get("content"), str) and _is_number(token.get("id"))):
            raise ValueError(f"{short(str(token))} is no added token")
        if not 0 < len(token["content"]) <= LONGEST_PIECE:
            raise ValueError("an added token without text, or a very long one")


def _steps(step: Any, inside: str) -> Iterator[dict[str, Any]]:
    """A step and all steps within it."""
    if step is None:
        return
    if not isinstance(step, dict):
        raise ValueError(f"{short(str(step))} is no step")
    yield step
    within = step.get(inside, [])
    if not isinstance(within, list):
        raise ValueError(f"{inside} that are no list")
    for one in within:
        yield from _steps(one, inside)


def _check_step(step: dict[str, Any], section: str, kinds: frozenset[str]) -> None:
    if step.get("type") not in kinds:
        raise ValueError(f"{section}: {short(str(step.get('type')))} is no kind that is known")
    if step["type"] == "Precompiled":
        check_charsmap(step.get("precompiled_charsmap"))
    pattern = step.get("pattern")
    if isinstance(pattern, dict) and "Regex" in pattern:
        if not isinstance(pattern["Regex"], str):
            raise ValueError(f"{section}: a pattern that is no text")
        check_pattern(pattern["Regex"])


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31


def pieces_of(settings: Any) -> list[str]:
    """The text of each piece by its number, those that were added too; nothing where a number is not used.

    Numbers beyond ten million are not looked at: see :func:`count_of`.
    """
    model = settings["model"]["vocab"]
    numbered = {k: piece for k, (piece, _score) in enumerate(model)} if isinstance(model, list) else {}
    if isinstance(model, dict):
        numbered = {number: piece for piece, number in model.items()}
    for token in settings.get("added_tokens") or []:
        numbered.setdefault(token["id"], token["content"])
    return [numbered.get(k, "") for k in range(min(count_of(settings), 10_000_000))]


def count_of(settings: Any) -> int:
    """How many rows a table needs for all pieces: the highest number and one."""
    model = settings["model"]["vocab"]
    highest = len(model) - 1 if isinstance(model, list) else max(model.values())
    return int(max([highest, *(token["id"] for token in settings.get("added_tokens") or [])])) + 1


def guarded(path: Path, work: Callable[[], Result]) -> Result:
    """What ``work`` gives; an error of the library, or a panic of it, which is no ``Exception``, becomes one line."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, InputError):
        raise
    except BaseException as error:
        raise InputError(f"{path}: not a tokenizer ({short(str(error), 160)})", HINT) from error
