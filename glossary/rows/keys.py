"""By what a value derived from rows is known."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """The name of a derived value of type ``T``, and what else it depends on. The wing that derives a value owns its key.

    >>> lengths: Key[list[int]] = Key("lengths")
    >>> lengths.of("zh") == Key("lengths", ("zh",))
    True
    """

    name: str
    parts: tuple[Hashable, ...] = ()

    def of(self, *parts: Hashable) -> Key[T]:
        """The same value for these parameters."""
        return Key(self.name, parts)


class Same:
    """A part of a key that is known by being the very same object, such as a termbase; it is kept alive with the key.

    >>> one = []
    >>> Same(one) == Same(one), Same(one) == Same([])
    (True, False)
    """

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)
