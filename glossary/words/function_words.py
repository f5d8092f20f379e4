"""Function words that cannot begin or end a rendering, or weigh next to nothing in it."""

from __future__ import annotations

from corpora.text import read_words

NEVER_EDGE_EN = frozenset(read_words(__package__, "never_edges.en.txt"))
AND_ZH = frozenset("的和与及在了并")
WITH_AND_ZH = frozenset(["目的", "参与", "普及", "涉及", "存在", "所在", "内在", "潜在", "合并", "给予"])
LIGHT_ZH = frozenset("的了和与及在是为对从以将并等其这该把由于而或也都就但之所被、")
