"""The words that the sentence rules know: abbreviations by what they say of the full stop after them, words that begin sentences.

They stand in ``abbreviations.tsv``, without their last full stop, in small letters.
"""

from __future__ import annotations

from corpora.text.word_lists import read_lists

_LISTS = read_lists(__package__, "abbreviations.tsv")

LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.")
# a name follows: "Mr. Li", "St. Petersburg"; only where they are written with a capital
TITLES = frozenset(_LISTS["title"])
# never at the end of a sentence, whatever follows
JOINING = frozenset(_LISTS["joining"])
# a number, a letter or a symbol follows: "para. 3", "sect. A", "Suppl. No. 12", "dec. 2020/1"; before any other word the sentence may have ended
NUMBERED = frozenset(_LISTS["numbered"])
# a capital after them proves nothing, a word such as "The" does: "Smith et al. The report", but "Acme Inc. Chairman"
NAMED = frozenset(_LISTS["named"])
# hours: a day or a zone may follow
HOURS = frozenset(_LISTS["hour"])
AFTER_HOURS = frozenset(_LISTS["after_hour"])
# what a single letter names when it closes a sentence: "as shown in annex B. Members of the Council"
LETTERED = _LISTS["lettered"]
# a sentence that begins with one of these after an abbreviation is a sentence: articles, pronouns, prepositions, conjunctions, adverbs
STARTERS = frozenset(_LISTS["starter"])
# verbs between a quotation and its speaker: "Is it so?" Wang asked.
REPORTING = "|".join(_LISTS["reporting"])
# what stands before the colon of a quotation that is a text of its own, not before speech in a tale (说：道：)
FORMAL = _LISTS["formal"]
# what stands before "as follows:" where a declaration follows, not a list
DECLARING = "|".join(_LISTS["declaring"])
ZH_DECLARING = "|".join(_LISTS["declaring_zh"])
