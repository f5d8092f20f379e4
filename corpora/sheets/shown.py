"""Numbers as a workbook shows them: dates, percentages, figures with a fixed number of decimals (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from corpora.text import late

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **{14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "mm-dd", 17: "yyyy-mm", 22: "yyyy-mm-dd hh:mm"},
    **{18: "hh:mm", 19: "hh:mm:ss", 20: "hh:mm", 21: "hh:mm:ss", 45: "mm:ss", 46: "hh:mm:ss", 47: "mm:ss"},
    **{37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"},
    **dict.fromkeys((27, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy年m月d日"),
    **dict.fromkeys((28, 29, 30, 55, 56), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35), "hh:mm"),
}
"""Formats that have a number only; those of dates, which Excel shows as the system likes, in the order of ISO 8601."""
_TOKENS = late(
    r'"[^"]{0,99}+"|\\.|_.|\*.|\[[^\]]{0,99}+\]|y++|m++|d++|h++|s++|e++|am/pm|a/p|上午/下午|[0#?]++(?:,[0#?]++)*+(?:\.[0#?]++)?+|.',
    2,
)
_FIGURE = re.compile(r"[0#?]")
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
LAST_DAY = 2_958_466  # the year 10000, which Excel does not know


@lru_cache(512)
def tokens_of(code: str) -> tuple[str, ...]:
    """The parts of the first section of a number format; none for ``General``.

    >>> tokens_of('yyyy"年"m"月"'), tokens_of("General"), tokens_of("#,##0.00;[Red]-#,##0.00")
    (('yyyy', '"年"', 'm', '"月"'), (), ('#,##0.00',))
    """
    if len(code) > 300 or code.lower() in ("", "general", "@"):
        return ()
    found = []
    for match in _TOKENS.finditer(code.lower() if '"' not in code and "\\" not in code else code):
        if match[0] == ";":
            break
        if match[0][0] != "[" or re.fullmatch(r"\[[hms]+\]", match[0], re.I):
            found.append(match[0])
    return tuple(found)


def shown(number: str, code: str, from_1904: bool = False) -> str:
    """A number of a cell as the sheet shows it.

    >>> shown("45418", "yyyy-mm-dd"), shown("45418.5", 'm"月"d"日" h:mm'), shown("0.5", "General"), shown("0.25", "0%")
    ('2024-05-06', '5月6日 12:00', '0.5', '25%')
    >>> shown("2030.0", ""), shown("0.10000000000000001", ""), shown("1234.5", "#,##0.00"), shown("1e3", "0"), shown("x", "0")
    ('2030', '0.1', '1,234.50', '1000', 'x')
    """
    try:
        value = float(number)
    except ValueError:
        return number
    tokens = tokens_of(code)
    words = {token[0].lower() for token in tokens if token[0].lower() in "ydhse" or token.lower().startswith("m")}
    if words and not any(_FIGURE.match(token) for token in tokens) and 0 <= value < LAST_DAY:
        return _date(value, tokens, from_1904)
    figure = next((token for token in tokens if _FIGURE.match(token)), "")
    if not figure or "e" in (token.lower() for token in tokens) or "/" in tokens:
        return _general(value)
    text = "".join(_literal(token) if token != figure else "\0" for token in tokens)
    value *= 100 if "%" in tokens else 1
    whole, _, decimals = figure.partition(".")
    made = f"{abs(value):{',' if ',' in whole else ''}.{len(decimals)}f}"
    if decimals and "0" not in decimals:
        made = made.rstrip("0").rstrip(".")
    return ("-" if value < 0 and made.strip("0.,") else "") + text.replace("\0", made, 1).replace("\0", "").strip()


def _general(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _literal(token: str) -> str:
    """What a part of a format puts down as it is."""
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("\\"):
        return token[1:]
    return "" if token[0] in "_*[" else token


def _date(value: float, tokens: tuple[str, ...], from_1904: bool) -> str:
    """A day, counted from the first one of the workbook, in a format of dates."""
    elapsed = next((token for token in tokens if token.lower() in ("[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]")), "")
    moment = EPOCHS[from_1904] + timedelta(seconds=round(value * 86400))
    if value < 60 and not from_1904 and value >= 1:
        moment += timedelta(days=1)  # Excel has a 29 February 1900
    half = any(token.lower() in ("am/pm", "a/p", "上午/下午") for token in tokens)
    made = []
    for place, token in enumerate(tokens):
        low = token.lower()
        if token == elapsed:
            made.append(str(int(value * {"h": 24, "m": 1440, "s": 86400}[low[1]])))
        elif low[0] in "ydhsm" and set(low) == {low[0]}:
            made.append(_part(low, moment, half, _is_minute(tokens, place)))
        elif low in ("am/pm", "a/p", "上午/下午"):
            made.append(token.split("/")[moment.hour >= 12])
        elif low.strip("e"):
            made.append(_literal(token))
        else:
            made.append(str(moment.year))
    return "".join(made).strip()


def _is_minute(tokens: tuple[str, ...], place: int) -> bool:
    """Whether an ``m`` is of minutes: an hour stands before it, or a second behind it."""
    before = [t[0].lower() for t in tokens[:place] if t[0].lower() in "ydhs"]
    behind = [t[0].lower() for t in tokens[place + 1 :] if t[0].lower() in "ydhs"]
    return before[-1:] == ["h"] or behind[:1] == ["s"] or any(t.lower() in ("[h]", "[hh]") for t in tokens[:place])


def _part(token: str, moment: datetime, half: bool, minute: bool) -> str:
    kind, width = token[0], len(token)
    if kind == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if kind == "m" and not minute:
        return moment.strftime("%B" if width == 4 else "%b") if width > 2 else f"{moment.month:0{width}d}"
    if kind == "d":
        return moment.strftime("%A" if width > 3 else "%a") if width > 2 else f"{moment.day:0{width}d}"
    value = {"h": (moment.hour % 12 or 12) if half else moment.hour, "m": moment.minute, "s": moment.second}[kind]
    return f"{value:0{min(width, 2)}d}"
