"""Blocks of a long bitext looked at by worker processes, each of which loads the model once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from align.encoders import load_encoder
from corpora.bitext import Pair
from glossary.checks import Selection
from glossary.concept import Termbase
from glossary.quality.blocks import Looked, Task, look
from glossary.rows import Rows, Scripts

if TYPE_CHECKING:
    from align.encoders import Encoder
    from align.jobs import Spread


class Block(NamedTuple):
    """The number of rows before it, its rows, and the scripts of their documents, which may reach beyond it."""

    start: int
    pairs: Sequence[Pair]
    scripts: Scripts

    @classmethod
    def of(cls, rows: Rows, which: range) -> Block:
        """Some rows of all."""
        pairs = rows.pairs[which.start : which.stop]
        symbols = {pair.symbol for pair in pairs}
        return cls(which.start, pairs, {symbol: table for symbol, table in rows.scripts.items() if symbol in symbols})


@dataclass(frozen=True, slots=True)
class Given:
    """A task as it goes to a worker: a model by its name, rows without what was worked out of them."""

    model: str
    termbase: Termbase | None
    measured: Termbase | None
    against: Sequence[Pair] | None
    selection: Selection


class Worker:
    """What a worker process knows: set once, before its first block."""

    task: Task
    encoder: Encoder


def spread_blocks(task: Task, model: str, blocks: Sequence[Block], spread: Spread) -> Iterator[Looked]:
    """What each block gives, in their order, by as many workers as ``spread`` has."""
    against = None if task.against is None else task.against.pairs
    given = Given(model, task.termbase, task.measured, against, task.selection)
    return spread(begin, (given,), look_at, blocks, name_of)


def begin(given: Given) -> None:
    """Make a process a worker."""
    Worker.encoder = load_encoder(given.model)
    against = None if given.against is None else Rows(given.against, Worker.encoder)
    Worker.task = Task(given.termbase, given.measured, against, given.selection)


def look_at(block: Block) -> Looked:
    """What a worker does with a block."""
    return look(Worker.task, Rows.scripted(block.pairs, block.scripts, Worker.encoder), block.start)


def name_of(block: Block) -> str:
    """A block for people, by its first document."""
    return block.pairs[0].symbol if block.pairs else "nothing"
