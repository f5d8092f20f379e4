"""Names of SKOS and its neighbours, and how our concepts are called in RDF."""

from __future__ import annotations

from urllib.parse import quote, unquote

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWN = "urn:duizhao:"
SCHEME = f"{OWN}termbase"
CONCEPT = f"{OWN}concept:"
XL = "http://www.w3.org/2008/05/skos-xl#"
RECORD = f"{OWN}record"
"""A JSON literal with what SKOS has no property for: evidence, and all of the terms."""
PREFIXES = {"skos": SKOS, "dct": DCT, "rdfs": RDFS}
LABELS = {"prefLabel": "preferred", "altLabel": "admitted", "hiddenLabel": "deprecated"}
"""The status that a kind of label stands for."""


def iri_of(id: str) -> str:
    """The IRI of a concept of ours.

    >>> iri_of("c 1"), id_of(iri_of("c 1"))
    ('urn:duizhao:concept:c%201', 'c 1')
    """
    return CONCEPT + quote(id, safe="")


def id_of(iri: str) -> str:
    """The id in an IRI of ours; empty for any other."""
    return unquote(iri[len(CONCEPT) :]) if iri.startswith(CONCEPT) else ""


def local_part(iri: str) -> str:
    """What stands behind the last slash, hash or colon of an IRI.

    >>> local_part("http://metadata.un.org/thesaurus/1000001"), local_part("urn:x#a")
    ('1000001', 'a')
    """
    for mark in "#/:":
        _, found, tail = iri.rpartition(mark)
        if found and tail:
            return unquote(tail)
    return iri
