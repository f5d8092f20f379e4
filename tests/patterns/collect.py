"""Every regular expression of the program, as it is compiled: from its calls of ``re`` and from what modules hold."""

import ast
import copy
import dataclasses
import functools
import importlib
import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

PACKAGES = ("corpora", "align", "glossary", "duizhao")
CALLS = {"compile", "search", "match", "fullmatch", "split", "sub", "subn", "findall", "finditer", "late"}
SCANS = {"search", "split", "sub", "subn", "findall", "finditer"}
"""Calls that try every place of a text."""
FLAGS_AT = {"compile": 1, "late": 1, "sub": 4, "subn": 4, "split": 3}
"""Which argument of a call holds the flags; the third of others."""
DEPTH, MANY = 5, 5000
"""How far patterns are looked for inside the constants of a module."""


class Found(NamedTuple):
    """A pattern, where it is written, and what becomes of it: tried at every place, has to take the whole."""

    place: str
    pattern: str | bytes
    flags: int
    searched: bool
    matched: bool
    whole: bool

    @property
    def shown(self):
        """The beginning of the pattern, after its place."""
        return f"{self.place}  {self.pattern!r}"[:200]


class UnknownError(Exception):
    """A call whose pattern cannot be known without running the program."""


@functools.cache
def modules():
    """All modules of the program, imported."""
    names = []
    for package in PACKAGES:
        root = importlib.import_module(package)
        names += [package, *(m.name for m in pkgutil.walk_packages(root.__path__, f"{package}."))]
    return {name: importlib.import_module(name) for name in names if not name.endswith("__main__")}


def is_pattern_call(node):
    """``re.compile(...)``, ``re.sub(...)``, ``late(...)``."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "re" and function.attr in CALLS
    return isinstance(function, ast.Name) and function.id == "late"


class Escaped(ast.NodeTransformer):
    """``re.escape(anything)`` becomes a word: what is escaped has no repeats."""

    def __init__(self, word):
        self.word = word

    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "escape":
            return ast.copy_location(ast.Constant(self.word), node)
        return node


def value(node, names):
    """What an expression is, with the names of its module."""
    for word in ("word", b"word"):
        tree = ast.fix_missing_locations(ast.Expression(Escaped(word).visit(copy.deepcopy(node))))
        try:
            return eval(compile(tree, "pattern", "eval"), dict(names))
        except TypeError:
            continue
    raise TypeError(ast.unparse(node))


def called(name, module, samples):
    """The patterns that a module writes into its calls: (place, pattern, flags, how)."""
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if not is_pattern_call(node):
            continue
        how = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        flags = [k.value for k in node.keywords if k.arg == "flags"]
        flags += node.args[FLAGS_AT.get(how, 2) :][:1]
        known = 0
        for one in samples.get(name, [{}]):
            try:
                pattern = value(node.args[0], vars(module) | one)
            except NameError as error:
                missing = error.name
                continue
            known += 1
            if isinstance(pattern, str | bytes):
                yield f"{name}:{node.lineno}", pattern, value(flags[0], vars(module)) if flags else 0, how
        if not known and (name, missing) not in samples:
            raise UnknownError(f"{name}:{node.lineno}: what is {missing!r} in a pattern? Give samples")


def held(thing, depth=0):
    """Patterns inside what a module holds."""
    if isinstance(thing, re.Pattern) or type(thing).__name__ == "_Late":
        yield thing
    elif depth == DEPTH:
        return
    elif isinstance(thing, Mapping):
        for one in list(thing.values())[:MANY]:
            yield from held(one, depth + 1)
    elif isinstance(thing, list | tuple | set | frozenset):
        for one in list(thing)[:MANY]:
            yield from held(one, depth + 1)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from held(getattr(thing, field.name, None), depth + 1)


@functools.cache
def uses():
    """How each module uses names: ``NAME.search(...)``; "passed" where a name goes to another place."""
    return {name: dict(used(Path(module.__file__))) for name, module in modules().items()}


def used(path):
    """Names of one file with the attributes asked of them."""
    found, asked = {}, set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            base = node.value
            name = base.id if isinstance(base, ast.Name) else getattr(base, "attr", None)
            asked.add(id(base))
            found.setdefault(name, set()).add(node.attr)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in asked:
            found.setdefault(node.id, set()).add("passed")
    return found


@functools.cache
def ways_of_use():
    """How each compiled pattern is used, over all modules that give it a name."""
    ways = {}
    for name, module in modules().items():
        for variable, value in vars(module).items():
            if isinstance(value, re.Pattern) or type(value).__name__ == "_Late":
                ways.setdefault(value.pattern, set()).update(uses()[name].get(variable, set()))
    return ways


def every_pattern(samples):
    """All patterns of the program; raises :class:`UnknownError` for a call whose pattern is not known.

    ``samples``: by module, what names that only a running program knows can stand for; and pairs (module, name) for what
    ends up in a constant of the module, where it is found.
    """
    patterns = {}
    for name, module in modules().items():
        found = list(called(name, module, samples))
        found += [(name, thing.pattern, thing.flags, "held") for thing in held(dict(vars(module)))]
        for place, pattern, flags, how in found:
            ways = ways_of_use().get(pattern) or {"passed"} if how in ("compile", "late", "held") else {how}
            key = pattern, int(flags) & ~re.UNICODE
            before = patterns.get(key)
            new = Found(
                before.place if before else place,
                *key,
                not ways.isdisjoint(SCANS | {"passed"}),
                not ways.isdisjoint({"match", "fullmatch", "passed"}),
                "fullmatch" in ways,
            )
            if before:
                new = new._replace(
                    **{f: getattr(new, f) or getattr(before, f) for f in ("searched", "matched", "whole")}
                )
            patterns[key] = new
    return list(patterns.values())
