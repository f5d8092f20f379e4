"""Code that a model folder brings along: it is never run, and said before torch is loaded, which takes seconds.

sentence-transformers, transformers and torch refuse it too (``trust_remote_code=False``, ``weights_only``).
"""

from __future__ import annotations

import json
import pickletools
import zipfile
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from corpora.errors import short

LARGEST_CONFIG = 1 << 20  # bytes
LARGEST_PICKLE = 1 << 26  # bytes of the list of tensors; they themselves are other entries of the archive
WEIGHTS = ("pytorch_model*.bin", "adapter_model.bin")
"""Names of weights that are pickled, where no file of the same beginning holds them as safetensors."""
HARMLESS = frozenset(["torch", "torch._utils", "torch._tensor", "torch.storage", "collections"])
"""Modules that a list of tensors names."""
STRINGS = ("UNICODE", "BINUNICODE", "BINUNICODE8", "SHORT_BINUNICODE", "STRING", "BINSTRING", "SHORT_BINSTRING")


def refuse_code(folder: Path) -> None:
    """Raise :class:`ValueError` for a folder whose settings or weights name code that is not of the libraries."""
    for path in (*folder.glob("config.json"), *folder.glob("*/config.json")):
        _check_config(path)
    for pattern in WEIGHTS:
        for path in (*folder.glob(pattern), *folder.glob(f"*/{pattern}")):
            if not any(path.parent.glob("*.safetensors")):
                _check_pickle(path)


def _check_config(path: Path) -> None:
    """Settings that name code of their own (``auto_map``), of a kind of model that transformers does not have itself."""
    if path.stat().st_size > LARGEST_CONFIG:
        raise ValueError(f"{path.name} is too large")
    settings = json.loads(path.read_text("utf-8"))
    if not isinstance(settings, dict):
        raise ValueError(f"{path.name} holds no settings")
    if settings.get("auto_map") and not _is_known(settings.get("model_type")):
        raise ValueError(f"{path.name} names code of its own (auto_map), which is never run")


def _is_known(kind: object) -> bool:
    """Whether transformers has a kind of model itself; it is looked for and not loaded."""
    found = find_spec("transformers")
    places = (found.submodule_search_locations if found else None) or ()
    name = kind.replace("-", "_") if isinstance(kind, str) else ""
    return name.isidentifier() and any((Path(place) / "models" / name).is_dir() for place in places)


def _check_pickle(path: Path) -> None:
    """Weights as torch pickles them: an archive whose list of tensors names nothing but tensors."""
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path.name} is an old pickle, which can hold code: save the weights as safetensors")
    try:
        with zipfile.ZipFile(path) as archive:
            lists = [one for one in archive.infolist() if one.filename.endswith(".pkl")]
            if sum(one.file_size for one in lists) > LARGEST_PICKLE:
                raise ValueError(f"{path.name} is too large")
            named = {module for one in lists for module in _modules(archive.read(one))}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ValueError(f"{path.name} is damaged") from error
    if foreign := sorted(named - HARMLESS):
        raise ValueError(f"{path.name} names code: {short(foreign[0])}; no code of a model is run")


def _modules(data: bytes) -> Iterator[str]:
    """The modules of all that a pickle names; a name that is not written out is a question mark."""
    strings: list[str] = []
    for code, value, _place in pickletools.genops(data):
        if code.name in ("GLOBAL", "INST"):
            yield str(value).split(" ")[0]
        elif code.name == "STACK_GLOBAL":
            yield strings[-2] if len(strings) > 1 else "?"
        elif code.name in STRINGS:
            strings.append(str(value))
        elif code.name in ("GET", "BINGET", "LONG_BINGET"):
            strings.append("?")
        elif code.name in ("EXT1", "EXT2", "EXT4"):
            yield "?"
