"""Any sentence-transformers model as an encoder, by name or folder, on CPU or GPU.

Such a model is a thousand times slower than the built-in one, so texts are encoded once (:mod:`align.encoders.vector_cache`), and
runs of sentences only where the search asks for them. This is one of the two modules that import torch.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders.pieces import clean
from align.encoders.vector_cache import VectorCache
from align.encoders.vectors import fingerprint
from corpora.arrays import Floats, unit
from corpora.errors import MODELS_EXTRA, InputError, MissingDependencyError, short
from corpora.files import cache_folder

LONGEST = 1500  # characters that are encoded at a time; a longer text is the mean of its parts
KEPT = 2048  # texts that are encoded before their vectors go to disk: what an interrupted run can lose


class HubEncoder:
    """A sentence-transformers model; unit vectors.

    ``prompt`` goes before every text. Without one the model's own default prompt is used, and ``query: `` for the e5
    family, whose authors ask for it in bitext mining (Wang et al. 2024, arXiv 2402.05672).
    """

    additive = False

    def __init__(self, name: str, device: str | None = None, prompt: str | None = None, cached: bool = True) -> None:
        self.model: Any = _load(name, device or os.environ.get("DUIZHAO_DEVICE"))
        _try(self.model, name)
        self.prompt = _default_prompt(self.model, name) if prompt is None else prompt
        own = fingerprint(Path(name)) if Path(name).exists() else self._weights_fingerprint(name)
        self.fingerprint = own if not self.prompt else f"{own}+{self.prompt.strip()}"
        self.cache = VectorCache(cache_folder() / "vectors.sqlite", self.fingerprint) if cached else None

    def _weights_fingerprint(self, name: str) -> str:
        """A hub name with the revision that was loaded, where the library tells it."""
        config = getattr(getattr(self.model[0], "auto_model", None), "config", None)
        revision = getattr(config, "_commit_hash", None)
        return f"{name}@{revision[:8]}" if revision else name

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)``; zeros for a text of spaces."""
        cleaned = [clean(text).strip() for text in texts]
        wanted = list(dict.fromkeys(text for text in cleaned if text))
        known = self.cache.get(wanted) if self.cache else {}
        missing = [text for text in wanted if text not in known]
        # the longest first and in portions of like length: little padding, and the worst for memory comes at once
        missing.sort(key=lambda text: (-len(text), text))
        for start in range(0, len(missing), KEPT):
            portion = missing[start : start + KEPT]
            vectors = self._encode(portion)
            known.update(zip(portion, vectors, strict=True))
            if self.cache:
                self.cache.put(portion, vectors)
        width = len(next(iter(known.values()))) if known else self._width()
        out = np.zeros((len(texts), width), np.float32)
        for row, text in zip(out, cleaned, strict=True):
            if text:
                row[:] = known[text]
        return out

    def _width(self) -> int:
        return int(self.model.get_embedding_dimension() or 1)

    def _encode(self, texts: list[str]) -> Floats:
        parts = [text[k : k + LONGEST] for text in texts for k in range(0, len(text), LONGEST)]
        counts = np.array([-(-len(text) // LONGEST) for text in texts], np.int64)
        vectors = self.model.encode(
            [self.prompt + part for part in parts],
            prompt="",
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        rows = np.nan_to_num(np.asarray(vectors, dtype=np.float32).reshape(len(parts), -1))
        starts = np.cumsum(counts) - counts
        return unit(np.add.reduceat(rows, starts, axis=0))

    def sums(self, texts: Sequence[str]) -> Floats:
        """Unit vectors times the square root of the number of characters: sums stand for runs, roughly."""
        weight = np.sqrt([max(len(text), 1) for text in texts]).astype(np.float32)
        weighted: Floats = self.encode(texts) * weight[:, None]
        return weighted


def _load(name: str, device: str | None) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingDependencyError(
            f"model {name!r}: only the built-in model, and those trained from it, run without sentence-transformers",
            MODELS_EXTRA,
        ) from error
    # a name that is wrong is said in one line, not with a page of warnings; the imports above set levels of their own
    for logger in ("huggingface_hub", "huggingface_hub.utils._http", "transformers", "sentence_transformers"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    if device and device != "cpu":
        _check_device(device)
    local = Path(name).exists()
    reason = ""
    for offline in (True, False):  # what was downloaded before needs no network
        if local and not offline:
            break
        try:
            with _no_bars():
                # modules outside of the library would be code of whoever made the model. Since version 6 it refuses them
                # for folders too, with this argument; before, a folder was trusted: hence ">=6.0" in pyproject.toml
                return SentenceTransformer(name, device=device, local_files_only=offline, trust_remote_code=False)
        except (MemoryError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of the tokenizer is no Exception
            reason = short(str(error), 160)
    raise InputError(
        f"model {name!r} cannot be loaded: {reason}",
        "check the name or folder and the network, or take the built-in model",
    )


def _try(model: Any, name: str) -> None:
    """Raise :class:`InputError` for a model whose vectors cannot be used: its files may be damaged, or not belong together."""
    try:
        vectors = np.asarray(model.encode(["会议", "The meeting rose."], prompt="", show_progress_bar=False))
        if vectors.ndim != 2 or vectors.dtype.kind != "f" or not np.isfinite(vectors).all() or not vectors.any():
            raise ValueError("its vectors are not finite, or nothing but zeros")
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        reason = short(str(error), 160)
        raise InputError(f"model {name!r} cannot be used: {reason}", "take another, or the built-in model") from error


@contextmanager
def _no_bars() -> Iterator[None]:
    """Loading weights is a bar on standard error, which belongs to the program that calls."""
    import transformers

    told: Any = transformers.utils.logging
    before = told.is_progress_bar_enabled()
    told.disable_progress_bar()
    try:
        yield
    finally:
        if before:
            told.enable_progress_bar()


def _check_device(device: str) -> None:
    import torch

    try:
        torch.zeros(1, device=device)
    except Exception as error:
        reason = short(str(error), 100)
        raise InputError(f"device {device!r} cannot be used: {reason}", "name none, or cpu") from error


def _default_prompt(model: Any, name: str) -> str:
    prompts: dict[str, str] = dict(getattr(model, "prompts", None) or {})
    default = getattr(model, "default_prompt_name", None)
    if default and prompts.get(default):
        return prompts[default]
    family = Path(name).name.lower()
    return "query: " if "e5" in family.replace("_", "-").split("-") and "instruct" not in family else ""
