"""A model by name: the built-in one, a folder, or one of sentence-transformers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from align.encoders.encoder import BUILTIN, Encoder, StaticEncoder
from align.encoders.hub import HubEncoder
from align.encoders.mixture import refuse_mixed
from corpora.logs import staged


def is_static(folder: Path) -> bool:
    """Whether a folder holds one table of piece vectors that needs no torch."""
    modules = folder / "modules.json"
    return modules.is_file() and "StaticEmbedding" in modules.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def builtin_encoder() -> StaticEncoder:
    """The model that ships in the package, loaded once."""
    return StaticEncoder(BUILTIN)


@lru_cache(maxsize=4)
@staged("load model")
def load_encoder(
    model: str = "builtin", device: str | None = None, prompt: str | None = None, cached: bool = True
) -> Encoder:
    """``builtin``, a folder, or a hub name; device, prompt and cache are for models that are not static."""
    if model == "builtin":
        return builtin_encoder()
    if is_static(Path(model)):
        refuse_mixed(Path(model))
        return StaticEncoder(Path(model))
    return HubEncoder(model, device, prompt, cached)


def dictionary_encoder(encoder: Encoder) -> StaticEncoder:
    """The static model whose pieces and dictionary go with ``encoder``: itself, or the built-in one."""
    return encoder if isinstance(encoder, StaticEncoder) else builtin_encoder()
