"""A model by name: the built-in one, a folder, or one of sentence-transformers."""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from pathlib import Path
from stat import S_IFREG, S_ISDIR, S_ISREG

from align.encoders.centred import CentredEncoder, PairedEncoder, is_ours
from align.encoders.encoder import BUILTIN, Encoder, StaticEncoder
from align.encoders.foreign_code import refuse_code
from align.encoders.hub import HubEncoder
from align.encoders.mixture import refuse_mixed, refuse_unfinished, warn_of_verdict
from align.encoders.tokenizer_file import HINT, tokenizer_settings
from corpora.errors import InputError, short
from corpora.logs import staged

TOGETHER = "two models together are builtin+NAME, NAME a folder or a sentence-transformers model"
MODULES = "modules.json"
MOST_FILES = 100_000
LARGEST_LIST = 1 << 20  # bytes
CONFIGS = ("config.json", "adapter_config.json")
"""Of which a folder without a list of modules holds one."""
_NAME = re.compile(r"[\w./-]{1,200}", re.ASCII)
KNOWN = "sentence_transformers."
"""How the types of modules begin whose code is not of whoever made the model."""


def is_static(folder: Path) -> bool:
    """Whether a folder holds one table of piece vectors that needs no torch.

    Raises :class:`InputError` for a folder that cannot be looked at, or in which something is no file: reading it would wait for ever.
    """
    try:
        if not folder.is_dir():
            return False
        for k, path in enumerate(folder.rglob("*")):
            if k == MOST_FILES:
                raise ValueError(f"more than {MOST_FILES:,} files")
            # a link that leads nowhere is missed by whoever needs it
            mode = path.stat().st_mode if path.exists() else S_IFREG
            if not (S_ISREG(mode) or S_ISDIR(mode)):
                raise ValueError(f"{path.name} is no file")
        modules = folder / MODULES
        if not modules.exists():
            if not any((folder / name).is_file() for name in CONFIGS):
                raise ValueError(f"there is neither {MODULES} nor {CONFIGS[0]}")
            refuse_code(folder)
            return False
        listed = _listed(modules)
        _check_types(folder, [one.get("type") for one in listed])
        refuse_code(folder)
        return any("StaticEmbedding" in str(one["type"]) for one in listed)
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or short(str(error), 120)
        raise InputError(f"{folder}: not a model folder ({reason})", HINT) from error


def _listed(modules: Path) -> list[dict[str, object]]:
    """What a list of modules says of each. Raises :class:`ValueError` for one that is none."""
    if modules.stat().st_size > LARGEST_LIST:
        raise ValueError(f"{MODULES} is too large")
    listed = json.loads(modules.read_text(encoding="utf-8"))
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError(f"{MODULES} is no list of modules")
    if not listed:
        raise ValueError(f"{MODULES} names no module")
    return listed


def _check_types(folder: Path, types: list[object]) -> None:
    """Raise :class:`ValueError` for modules that cannot be loaded: it is said here, before torch is, which takes seconds."""
    for one in types:
        if not isinstance(one, str) or not one.startswith(KNOWN):
            raise ValueError(
                f"{MODULES} names {short(str(one))}, which is none of sentence-transformers; no other code is run"
            )
    if types[:1] == [f"{KNOWN}models.Transformer"] and not any(path.name in CONFIGS for path in folder.rglob("*.json")):
        raise ValueError(f"there is no {CONFIGS[0]}")


def is_no_name(model: str) -> bool:
    """Whether what is given can only be a folder, and is none: no network is asked for it.

    >>> [is_no_name(name) for name in ("somebody/model", "./model", "/no/such/folder", "out/models/new", "my model")]
    [False, True, True, True, True]
    """
    if not os.path.exists(model) and not _NAME.fullmatch(model):  # noqa: PTH110
        return True
    looks_like_a_path = model.startswith((".", "~", "/")) or model.count("/") > 1 or "\\" in model
    return looks_like_a_path and not os.path.exists(model)  # noqa: PTH110 - a name of any kind


@lru_cache(maxsize=1)
def builtin_encoder() -> StaticEncoder:
    """The model that ships in the package, loaded once."""
    return StaticEncoder(BUILTIN)


@lru_cache(maxsize=4)
@staged("load model")
def load_encoder(
    model: str = "builtin", device: str | None = None, prompt: str | None = None, cached: bool = True
) -> Encoder:
    """``builtin``, a folder, or a hub name; ``builtin+`` and one of these for both together.

    Device, prompt and cache are for models that are not static. What is not ours is centred (:mod:`align.encoders.centred`).
    """
    if model == "builtin":
        return builtin_encoder()
    if second := second_model(model):
        if second == "builtin":
            raise InputError(f"{model}: twice the same model", TOGETHER)
        return PairedEncoder(builtin_encoder(), load_encoder(second, device, prompt, cached))
    return like_ours(_load(model, device, prompt, cached), cached)


def second_model(model: str) -> str:
    """The model that is named beside the built-in one; empty for a single one. Raises :class:`InputError` for other sums.

    >>> second_model("builtin+intfloat/multilingual-e5-small"), second_model("builtin")
    ('intfloat/multilingual-e5-small', '')
    """
    if "+" not in model or os.path.exists(model):  # noqa: PTH110 - a name of any kind
        return ""
    first, _, second = model.partition("+")
    if first != "builtin" or not second:
        raise InputError(f"{model}: no such model", TOGETHER)
    return second


def like_ours(encoder: Encoder, cached: bool = True) -> Encoder:
    """An encoder whose cosines mean what those of the built-in model mean: as it is where it is ours, else centred."""
    return encoder if is_ours(encoder) else CentredEncoder(encoder, builtin_encoder(), cached)


def _load(model: str, device: str | None, prompt: str | None, cached: bool) -> Encoder:
    if is_no_name(model):
        raise InputError(f"{model}: no such folder", HINT)
    refuse_unfinished(Path(model))
    if is_static(Path(model)):
        refuse_mixed(Path(model))
        warn_of_verdict(Path(model))
        return StaticEncoder(Path(model))
    if Path(model).exists() and not Path(model).is_dir():
        raise InputError(f"{model}: is not a folder", "give the folder of a model, or 'builtin'")
    if Path(model).is_dir():
        for path in Path(model).rglob("tokenizer.json"):
            tokenizer_settings(path)
    return HubEncoder(model, device, prompt, cached)


def dictionary_encoder(encoder: Encoder) -> StaticEncoder:
    """The static model whose pieces and dictionary go with ``encoder``: itself, or the built-in one."""
    return encoder if isinstance(encoder, StaticEncoder) else builtin_encoder()
