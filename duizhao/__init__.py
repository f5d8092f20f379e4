"""duizhao, 对照: Chinese and English versions of United Nations documents, side by side."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duizhao.door import main

__all__ = ["main"]


def __getattr__(name: str) -> object:
    if name == "main":
        from duizhao.door import main

        return main
    raise AttributeError(f"module 'duizhao' has no attribute {name!r}")
