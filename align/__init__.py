"""Floor 2: which sentence renders which.

>>> from align import Aligner
>>> bitext = Aligner().align(["谢谢。"], ["Thank you."])
>>> bitext.pairs()[0].en
'Thank you.'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.aligner import Aligner

__all__ = ["Aligner"]


def __getattr__(name: str) -> object:
    # numpy and polars take a third of a second: `duizhao --help` must not wait for them
    if name == "Aligner":
        from align.aligner import Aligner

        return Aligner
    raise AttributeError(f"module 'align' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
