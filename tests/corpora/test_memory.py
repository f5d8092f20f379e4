"""Freed memory goes back to the system where it can; where it cannot, nothing happens."""

from __future__ import annotations

import pytest

from corpora import memory


def test_it_can_be_called_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.give_back_memory()
    monkeypatch.setattr("sys.platform", "win32")
    memory._trim.cache_clear()
    memory.give_back_memory()
    assert memory._trim() is None
    memory._trim.cache_clear()
