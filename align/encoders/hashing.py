"""A table from 64-bit keys to numbers on arrays: open addressing, whole batches of keys at a time."""

from __future__ import annotations

import numpy as np

from corpora.arrays import Ints, Keys, Longs

BASE = 0x9E3779B97F4A7C15  # odd; keys of strings are polynomials in it, modulo 2**64
SPREAD = np.uint64(0xD6E8FEB86659FD93)


def power_table(count: int) -> Keys:
    """``BASE ** k`` modulo ``2 ** 64`` for ``k`` in 0..count - 1."""
    powers, value = [], 1
    for _ in range(count):
        powers.append(value)
        value = value * BASE % (1 << 64)
    return np.array(powers, np.uint64)


class HashTable:
    """Keys to numbers >= -2; a missing key is -1. Room for half of ``2 ** bits`` keys; key 0 is never stored.

    >>> table = HashTable(4)
    >>> table.add(np.array([5, 9], np.uint64), np.array([1, 2], np.int32), replace=True)
    >>> table.find(np.array([9, 7, 5], np.uint64)).tolist()
    [2, -1, 1]
    """

    def __init__(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, np.uint64)
        self._values = np.full(1 << bits, -1, np.int32)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def room(self) -> int:
        """How many keys it holds before look-ups become slow."""
        return len(self._keys) // 2

    def _slots(self, keys: Keys) -> Longs:
        return ((keys * SPREAD) >> self._shift).astype(np.int64)

    def find(self, keys: Keys) -> Ints:
        """Numbers of ``keys``, -1 where a key is missing."""
        slots = self._slots(keys)
        there = self._keys[slots]
        values = self._values[slots]
        missed = np.flatnonzero((there != keys) & (there != 0))
        while len(missed):
            slots[missed] = (slots[missed] + 1) & self._mask
            there = self._keys[slots[missed]]
            values[missed] = self._values[slots[missed]]
            missed = missed[(there != keys[missed]) & (there != 0)]
        return values

    def add(self, keys: Keys, values: Ints, *, replace: bool) -> None:
        """Store ``values``; a key that is known keeps its number unless ``replace``."""
        while self._count + len(keys) > len(self._keys) * 3 // 4:  # a full table would be searched for ever
            self._grow()
        slots = self._slots(keys)
        waiting = np.arange(len(keys))
        while len(waiting):
            at, wanted = slots[waiting], keys[waiting]
            free = self._keys[at] == 0
            self._keys[at[free]] = wanted[free]  # of several claims to one slot the last one stays
            won = self._keys[at] == wanted
            write = won if replace else won & free
            self._values[at[write]] = values[waiting[write]]
            waiting = waiting[~won]
            slots[waiting] = (slots[waiting] + 1) & self._mask
        self._count = int(np.count_nonzero(self._keys))
        if self._count > self.room:
            self._grow()

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        used = keys != 0
        self.__init__(len(keys).bit_length())  # type: ignore[misc]
        self.add(keys[used], values[used], replace=True)
