"""Two files that somebody named as the two versions of one document."""

from __future__ import annotations

from pathlib import Path

from corpora.catalogue.folder import disagreements
from corpora.catalogue.identify import FileFacts, identify
from corpora.catalogue.table import Catalogue, Entry
from corpora.errors import InputError
from corpora.text import LANGUAGE_NAMES


def pair_files(first: Path, second: Path) -> Catalogue:
    """The catalogue of one document, in whichever order its two files are named.

    Raises :class:`InputError` where one cannot be read, is in neither language, or both are in one.
    """
    facts = [_facts(path) for path in (first, second)]
    if facts[0].language == facts[1].language:
        both = f"{first} and {second} are both {LANGUAGE_NAMES[facts[0].language]}"
        raise InputError(both, "give one Chinese and one English file")
    zh, en = sorted(facts, key=lambda one: one.language != "zh")
    symbol = next((one.key for one in (zh, en) if one.known), en.key)
    entry = Entry(symbol, zh.path, en.path, zh, en, disagreements(zh, en))
    return Catalogue((entry,), ())


def _facts(path: Path) -> FileFacts:
    if path.is_dir():
        raise InputError(f"{path}: is a folder", "give one folder, or two files")
    found = identify(path, path.parent)
    if not isinstance(found, FileFacts):
        what = f"is in another language ({found})" if found else "has no text in Chinese or English"
        raise InputError(f"{path}: {what}", "give one Chinese and one English file")
    return found
