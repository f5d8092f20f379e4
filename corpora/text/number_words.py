"""English number words and their values."""

from __future__ import annotations

_UNITS = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNIT_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth"
_TEEN_ORDINALS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_TEN_ORDINALS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"

UNITS = dict(zip(_UNITS.split(), range(1, 10), strict=True))
TEENS = dict(zip(_TEENS.split(), range(10, 20), strict=True))
TENS = dict(zip(_TENS.split(), range(20, 100, 10), strict=True))
UNIT_ORDINALS = dict(zip(_UNIT_ORDINALS.split(), UNITS.values(), strict=True))
TEEN_ORDINALS = dict(zip(_TEEN_ORDINALS.split(), TEENS.values(), strict=True))
TEN_ORDINALS = dict(zip(_TEN_ORDINALS.split(), TENS.values(), strict=True))
ORDINAL_OF = dict(zip([*UNITS, *TEENS, *TENS], [*UNIT_ORDINALS, *TEEN_ORDINALS, *TEN_ORDINALS], strict=True))
"""The ordinal of a cardinal of one word."""
