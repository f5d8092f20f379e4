"""Lines in; paragraphs, and the reasons for all that was removed, out."""

from corpora.repair.document import REPAIR_VERSION, Removal, Repaired, repair
from corpora.repair.masthead import Masthead, job_of_name, read_masthead
from corpora.repair.top import masthead_end

__all__ = [
    "REPAIR_VERSION",
    "Masthead",
    "Removal",
    "Repaired",
    "job_of_name",
    "masthead_end",
    "read_masthead",
    "repair",
]
