"""Blocks of a long bitext looked at by worker processes, each of which loads the model once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.encoders import load_encoder
from corpora.bitext import Pair
from glossary.checks import Selection
from glossary.concept import Termbase
from glossary.quality.blocks import Looked, Task, look
from glossary.rows import Rows

if TYPE_CHECKING:
    from align.encoders import Encoder
    from align.jobs import Spread

Block = tuple[int, Sequence[Pair]]
"""The number of rows before it, and its rows."""


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
    start, pairs = block
    return look(Worker.task, Rows(pairs, Worker.encoder), start)


def name_of(block: Block) -> str:
    """A block for people, by its first document."""
    return block[1][0].symbol if block[1] else "nothing"
