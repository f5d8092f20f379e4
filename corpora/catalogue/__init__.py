"""A folder of documents: which file is which document in which language."""

from corpora.catalogue.folder import pair_folder
from corpora.catalogue.table import Catalogue, Entry, Problem

__all__ = ["Catalogue", "Entry", "Problem", "pair_folder"]
