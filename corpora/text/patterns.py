"""Regular expressions that are compiled when they are first used: compiling all of them takes longer than most work."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a compiled pattern; once it was used, its methods are those of the pattern."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        known = {one: getattr(compiled, one) for one in dir(compiled) if not one.startswith("__")}
        self.__dict__.update(known)
        return known[name]


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What :func:`re.compile` gives, compiled when it is first used.

    >>> late("[ab]+").findall("ab c b")
    ['ab', 'b']
    """
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
