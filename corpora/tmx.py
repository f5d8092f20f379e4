"""TMX 1.4 (the document calls itself 1.4b), level 1: translation memories in and out, streaming.

What real clients need (measured, see docs/decisions.md): a DOCTYPE, ``version="1.4"``, hyphens in language codes and
the same case in ``srclang`` and ``xml:lang``, dates as ``YYYYMMDDThhmmssZ``, no empty segment, a unit only once.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, cast

from lxml import etree

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.tables import atomic_path, clean_text

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# what XML 1.0 cannot hold, what no client wants: controls, private use, U+FFFD, non-characters
ILLEGAL = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffc\U00010000-\U000effff]|[\u0080-\u009f]"
)


LANGUAGES = {"zh": "Chinese (zh)", "en": "English (en)"}
THREE_LETTERS = {"zho": "zh", "chi": "zh", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar"}


def xml_text(text: str) -> str:
    r"""Text that XML can hold: NFC, no controls, white space plain, none outside.

    >>> xml_text(" a\x00b\tc\ufffd ")
    'ab c'
    """
    return re.sub(r"\s*[\t\n\r]\s*", " ", ILLEGAL.sub("", clean_text(text))).strip()


def write_tmx(
    pairs: Iterable[Pair], path: Path, *, zh_code: str = "zh-CN", en_code: str = "en", source: str = "zh"
) -> int:
    """Write units that have both sides, each text pair once; return their number. The same pairs give the same bytes.

    ``source``: which language is ``srclang``. Rows with one side are left out: a unit needs both.
    """
    for code in (zh_code, en_code):
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
            raise InputError(f"language code {code!r} is not of the form that TMX wants", "for example zh-CN or en")
    with atomic_path(path) as temporary:
        try:
            return _write_units(pairs, temporary, zh_code, en_code, source)
        except etree.SerialisationError as error:
            raise OSError(None, f"the disk is full or cannot be written, {error}") from error


def _write_units(pairs: Iterable[Pair], path: Path, zh_code: str, en_code: str, source: str) -> int:
    seen: set[tuple[str, str]] = set()
    ids: set[str] = set()
    with etree.xmlfile(str(path), encoding="utf-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n")
            header = {
                "creationtool": "duizhao",
                "creationtoolversion": _version(),
                "segtype": "sentence",
                "o-tmf": "duizhao",
                "adminlang": "en",
                "srclang": zh_code if source == "zh" else en_code,
                "datatype": "plaintext",
            }
            xml.write(etree.Element("header", header))
            with xml.element("body"):
                for pair in pairs:
                    zh, en = xml_text(pair.zh), xml_text(pair.en)
                    if not zh or not en or (zh, en) in seen:
                        continue
                    seen.add((zh, en))
                    xml.write("\n")
                    xml.write(_unit(pair, zh, en, zh_code, en_code, ids))
                xml.write("\n")
            xml.write("\n")
    return len(seen)


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("duizhao")
    except metadata.PackageNotFoundError:
        return "0"


def _unit(pair: Pair, zh: str, en: str, zh_code: str, en_code: str, ids: set[str]) -> etree._Element:
    name = f"{xml_text(pair.symbol) or 'x'}#{pair.position}"
    while name in ids:
        name += "+"
    ids.add(name)
    unit = etree.Element("tu", tuid=name)
    for kind, value in (
        ("x-symbol", pair.symbol),
        ("x-position", str(pair.position)),
        ("x-score", f"{pair.score:.4f}"),
        ("x-kind", pair.kind),
        ("x-source-ids", ",".join(map(str, pair.source_ids))),
        ("x-target-ids", ",".join(map(str, pair.target_ids))),
    ):
        if value:
            prop = etree.SubElement(unit, "prop", type=kind)
            prop.text = xml_text(value)
    for code, text in ((zh_code, zh), (en_code, en)):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: code})
        etree.SubElement(variant, "seg").text = text
    return unit


def read_tmx(path: Path, languages: tuple[str, str] = ("zh", "en")) -> Iterator[Pair]:
    """Rows of a TMX, one a unit, streaming; gzip is accepted. Codes (``bpt``, ``ph``) are dropped, text is kept.

    ``languages``: the two that are read, the first into ``zh`` and the second into ``en`` of the rows. Raises
    :class:`InputError` for XML that is malformed, and for a file without both languages.
    """
    number = paired = 0
    counts: dict[str, int] = {}
    with closing(_open(path)) as stream:
        try:
            events = etree.iterparse(
                stream,
                events=("end",),
                tag=("tu", "tmx"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=True,
            )
            root_seen = False
            for _event, element in events:
                root_seen = root_seen or element.getroottree().getroot().tag == "tmx"
                if element.tag != "tu":
                    continue
                number += 1
                pair = _read_unit(element, path, languages, counts)
                element.clear()
                while element.getprevious() is not None:
                    del cast("etree._Element", element.getparent())[0]
                if pair is not None:
                    paired += bool(pair.zh) and bool(pair.en)
                    yield pair
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"{path}:{error.lineno or 0}: not well-formed XML ({_first(error)})", "export the memory again"
            ) from error
    if not number:
        raise InputError(f"{path}: no translation unit in it", "is it a TMX file?")
    if not paired:
        raise InputError(
            f"{path}: no unit holds both {LANGUAGES.get(languages[0], languages[0])} and "
            f"{LANGUAGES.get(languages[1], languages[1])}",
            "check the language codes of the export",
        )


def _first(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or error).split(", line")[0]


def _open(path: Path) -> IO[bytes]:
    try:
        with path.open("rb") as probe:
            head = probe.read(2)
        return cast("IO[bytes]", gzip.open(path)) if head == b"\x1f\x8b" else path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the name and its rights") from error


def _read_unit(unit: etree._Element, path: Path, languages: tuple[str, str], counts: dict[str, int]) -> Pair | None:
    texts: dict[str, str] = {}
    for variant in unit.findall("tuv"):
        code = (variant.get(XML_LANG) or variant.get("lang") or "").lower().replace("_", "-")
        main = THREE_LETTERS.get(code.split("-")[0], code.split("-")[0])
        language = {languages[0]: "zh", languages[1]: "en"}.get(main, "")
        segment = variant.find("seg")
        if language and segment is not None:
            texts.setdefault(language, _plain(segment).strip())
    if not any(texts.values()):
        return None
    props = {prop.get("type", ""): (prop.text or "") for prop in unit.findall("prop")}
    symbol = props.get("x-symbol") or path.name.split(".")[0]
    counts[symbol] = counts.get(symbol, 0) + 1
    zh, en = texts.get("zh", ""), texts.get("en", "")
    ids = tuple(
        tuple(int(k) for k in props.get(name, "").split(",") if k.isdigit())
        for name in ("x-source-ids", "x-target-ids")
    )
    position = props.get("x-position", "")
    return Pair(
        symbol=symbol,
        position=int(position) if position.isdigit() else counts[symbol],
        zh=zh,
        en=en,
        source_ids=ids[0],
        target_ids=ids[1],
        score=_number(props.get("x-score", "")),
        kind=props.get("x-kind") or "body",
        link=f"{len(ids[0]) or bool(zh):d}-{len(ids[1]) or bool(en):d}",
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _plain(segment: etree._Element) -> str:
    """Text of a segment: ``hi`` and ``sub`` keep theirs, native codes go."""
    parts = [segment.text or ""]
    for child in segment:
        if child.tag in ("hi", "sub", "mrk", "g"):
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts)
