"""What the floors have to say while they work: to a program that listens, and to nobody else."""

from __future__ import annotations

import logging

FLOORS = ("corpora", "align", "glossary")


def logger(name: str) -> logging.Logger:
    """The logger of a module. Where nobody listens it is silent: Python itself would write warnings to standard error.

    >>> logger("align.encoders.example").name
    'align.encoders.example'
    """
    floor = logging.getLogger(name.partition(".")[0])
    if not any(isinstance(one, logging.NullHandler) for one in floor.handlers):
        floor.addHandler(logging.NullHandler())
    return logging.getLogger(name)


def is_heard() -> bool:
    """Whether somebody listens, such as the door of the program."""
    loggers = [logging.getLogger(name) for name in ("", *FLOORS)]
    return any(not isinstance(one, logging.NullHandler) for each in loggers for one in each.handlers)
