"""A folder of documents: which file is which document in which language; the bitexts of a folder."""

from corpora.catalogue.bitexts import Bitexts, read_bitexts
from corpora.catalogue.folder import pair_folder
from corpora.catalogue.identify import language_of_folder
from corpora.catalogue.table import Catalogue, Entry, Problem
from corpora.catalogue.two import pair_files

__all__ = [
    "Bitexts",
    "Catalogue",
    "Entry",
    "Problem",
    "language_of_folder",
    "pair_files",
    "pair_folder",
    "read_bitexts",
]
