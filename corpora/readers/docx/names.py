"""Names of WordprocessingML: both namespaces of the standard, and values of attributes as they are meant."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.files import Attributes, Budget, Closing, Opening, Target

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = ("http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math")
OFF = ("0", "false", "off")


def named(local: str) -> Iterator[str]:
    """The full names of a WordprocessingML element or attribute in the transitional and the strict namespace."""
    return (f"{{{space}}}{local}" for space in (TRANSITIONAL, STRICT))


ATTRIBUTES = {
    local: tuple(named(local))
    for local in (
        *("val", "format", "type", "id", "styleId", "default", "ilvl", "abstractNumId", "numId", "fldCharType"),
        *("char", "font", "customMarkFollows", "instr", "ascii", "hAnsi", "name", "dropCap"),
    )
}


def value(attributes: Attributes, local: str = "val") -> str:
    """An attribute of WordprocessingML; empty where it is missing.

    >>> value({"{http://purl.oclc.org/ooxml/wordprocessingml/main}val": "Heading1"})
    'Heading1'
    """
    transitional, strict = ATTRIBUTES[local]
    return attributes.get(transitional) or attributes.get(strict) or ""


def switch(attributes: Attributes) -> bool:
    """Whether an element that is on by being there is on.

    >>> switch({}), switch({"{http://purl.oclc.org/ooxml/wordprocessingml/main}val": "0"})
    (True, False)
    """
    return value(attributes).lower() not in OFF


def integer(text: str) -> int | None:
    """A whole number of at most nine digits, or ``None``.

    >>> integer("12"), integer("-1"), integer(""), integer("9" * 5000)
    (12, -1, None, None)
    """
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


class WordTarget(Target):
    """A target that is told local names of WordprocessingML."""

    def __init__(self, budget: Budget, part: str) -> None:
        super().__init__(budget, part)
        self.leave_out(*("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange"))
        self.leave_out("tblPrExChange", "numberingChange", "tblStylePr")

    def on(self, local: str, opening: Opening | None = None, closing: Closing | None = None) -> None:
        """Call ``opening`` where an element ``local`` begins and ``closing`` where it ends."""
        for name in named(local):
            if opening:
                self.opening[name] = opening
            if closing:
                self.closing[name] = closing

    def leave_out(self, *locals: str) -> None:
        """Skip elements of these names with all that is in them."""
        for local in locals:
            self.on(local, lambda attributes: self.skip())
