"""A regular expression as an automaton: which characters can follow which, and under what condition.

States are the places of a pattern that take one character. Conditions look one character back and one ahead, which is
what ``\\b``, ``(?<!...)`` and ``(?!...)`` with single characters say; what looks further is taken as always possible,
so that more is found than there is, and never less.
"""

import functools
import operator
import re
from re import _constants as op
from re import _parser as parser
from typing import NamedTuple

SAMPLES = "aezAEZ059_ \t\n\r\f\v\x00\x1c\x85\xa0\u2028\u3000-–!.,;:/()\"'“’<>&[]%*#中一第é\u0301Ａ０٣αд①ⅳ🙂\ufeff\ufffd"
CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
UNROLLED = 10
"""A repeat that is bounded by this is taken as so many places, a longer one as a loop."""
SETS = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
UNBOUNDED = float("inf")


class Loop(NamedTuple):
    """A repeat of a pattern: how often at most."""

    number: int
    most: float


class Place(NamedTuple):
    """A place of a pattern that takes one character: which, where it leads, in which repeats and atomic groups it is."""

    takes: int
    target: int
    loops: tuple[Loop, ...]
    atoms: tuple[int, ...]


class Automaton:
    """The places of one pattern."""

    def __init__(self, pattern, flags=0):
        tree = parser.parse(pattern, flags)
        self.flags = tree.state.flags
        self.binary = isinstance(pattern, bytes)
        wanted = dict.fromkeys(SAMPLES)
        self._collect(tree, wanted, self.flags)
        self.letters = [c for c in wanted if not self.binary or ord(c) < 256]
        self.place_of = {letter: k for k, letter in enumerate(self.letters)}
        self.kin = [self._kin(letter) for letter in self.letters]
        self.masks = {}
        self.outside = 1 << len(self.letters)  # the character before the first and after the last
        self.all = self.outside - 1
        self.word = self._mask(lambda c: re.match(r"\w", c) is not None)
        self.line = self._mask(lambda c: c == "\n")
        self.places = []
        self.edges = {}  # node -> [(before, after, node)], without a character
        self.takers = {}  # node -> [place]
        self.nodes = self.repeats = self.groups = 0
        self.loops, self.atoms, self.ends, self.exits = [], [], set(), {}
        self.start, end = self.node(), self.node()
        self.ends.add(end)
        self.lengths = {}
        self.build(tree, self.start, end, self.flags)
        self.kinds = self._kinds()
        self.memo = {}

    def _kinds(self):
        """Characters that conditions looking back tell apart, as masks."""
        kinds = [self.all]
        for before in {b & self.all for ways in self.edges.values() for b, *_ in ways}:
            kinds = [part for kind in kinds for part in (kind & before, kind & ~before) if part]
        return kinds

    # -- characters

    def _collect(self, tree, wanted, flags):
        """Characters on both sides of every edge of a set."""
        for code, value in tree:
            if code in SETS:
                for inner in value if code is op.IN else [(code, value)]:
                    if inner[0] is op.RANGE:
                        numbers = {n + d for n in inner[1] for d in (-1, 0, 1)}
                    else:
                        numbers = {inner[1]} if inner[0] in (op.LITERAL, op.NOT_LITERAL) else set()
                    for number in sorted(numbers):
                        if 0 <= number < 0x110000 and not 0xD800 <= number < 0xE000:
                            letter = chr(number)
                            wanted[letter] = None
                            if flags & re.I:
                                wanted |= dict.fromkeys(c for c in (letter.lower(), letter.upper()) if len(c) == 1)
            else:
                for part, its_flags in inside(code, value, flags):
                    self._collect(part, wanted, its_flags)

    def _kin(self, letter):
        """The bits of a character, small and capital."""
        return sum(1 << self.place_of[c] for c in {letter, letter.lower(), letter.upper()} if c in self.place_of)

    def _mask(self, test):
        return sum(1 << k for k, letter in enumerate(self.letters) if test(letter))

    def mask(self, one, flags):
        """The characters that a set takes, one bit each."""
        code, value = one
        key = (code, repr(value), flags & (re.I | re.S | re.A))
        if key not in self.masks:
            if code is op.ANY:
                found = self.all if flags & re.S else self.all & ~self.line
            elif code is op.IN:
                found = 0
                for inner in value:
                    found |= self._of(inner, flags)
            else:
                found = self._of((op.LITERAL, value), flags)
            if flags & re.I and code is not op.ANY:
                found |= sum(1 << k for k, kin in enumerate(self.kin) if kin & found)
            negated = code is op.NOT_LITERAL or (code is op.IN and bool(value) and value[0][0] is op.NEGATE)
            self.masks[key] = self.all & ~found if negated else found
        return self.masks[key]

    def _of(self, inner, flags):
        code, value = inner
        if code is op.LITERAL:
            return 1 << self.place_of[chr(value)] if chr(value) in self.place_of else 0
        if code is op.RANGE:
            return self._mask(lambda c: value[0] <= ord(c) <= value[1])
        if code is op.CATEGORY:
            ascii_only = re.A if self.binary or flags & re.A else 0
            return self._mask(lambda c: re.match(CATEGORIES[value], c, ascii_only) is not None)
        return 0

    # -- building

    def node(self):
        """A new node."""
        self.nodes += 1
        return self.nodes - 1

    def edge(self, source, target, before=None, after=None, soft=None):
        """A way without a character, where it stands after and before one of these.

        ``soft``: what may follow for sure in the end; a repeat that gives nothing back ends only at another character.
        """
        anything = self.all | self.outside
        after = anything if after is None else after
        self.edges.setdefault(source, []).append(
            (anything if before is None else before, after, after if soft is None else soft, target)
        )

    def take(self, source, target, mask):
        """A place that takes a character."""
        self.takers.setdefault(source, []).append(len(self.places))
        self.places.append(Place(mask, target, tuple(self.loops), tuple(self.atoms)))

    def build(self, tree, source, target, flags):
        """The ways through a sequence."""
        parts = list(tree)
        for k, (code, value) in enumerate(parts):
            if k + 1 < len(parts) and code in SETS:
                earlier = self.seen_before((code, value), parts[k + 1], flags)
                if earlier is not None:
                    between = self.node()
                    self.edge(source, between, before=earlier)
                    source = between
            after = target if k == len(parts) - 1 else self.node()
            self.step(code, value, source, after, flags)
            source = after
        if not parts:
            self.edge(source, target)

    def seen_before(self, one, following, flags):
        """What may stand before a character where ``(?<!AB)`` behind it speaks of that one too; ``None``: anything."""
        code, value = following
        if code is op.SUBPATTERN and len(value[3]):
            return self.seen_before(one, value[3][0], (flags | value[1]) & ~value[2])
        if code is op.BRANCH:
            found = [self.seen_before(one, branch[0], flags) if len(branch) else None for branch in value[1]]
            return None if None in found else functools.reduce(operator.or_, found)
        if code not in (op.ASSERT, op.ASSERT_NOT) or value[0] > 0 or len(value[1]) < 2:
            return None
        first, last = value[1][-2:]
        if first[0] not in SETS or last[0] not in SETS:
            return None
        seen = self.mask(first, flags)
        if code is op.ASSERT:
            return seen
        whole = len(value[1]) == 2 and not self.mask(one, flags) & ~self.mask(last, flags)
        return (self.all | self.outside) & ~seen if whole else None

    def step(self, code, value, source, target, flags):  # noqa: C901, one case a kind
        """The ways through one part."""
        if code in SETS:
            self.take(source, target, self.mask((code, value), flags))
        elif code is op.BRANCH:
            for branch in value[1]:
                self.build(branch, source, target, flags)
        elif code is op.SUBPATTERN:
            given = [v[1] for c, v in walk(value[3]) if c in (op.MAX_REPEAT, op.MIN_REPEAT) and v[1] > UNROLLED]
            if value[0] is not None and given:
                self.lengths[value[0]] = UNBOUNDED if op.MAXREPEAT in given else max(given)
            self.build(value[3], source, target, (flags | value[1]) & ~value[2])
        elif code in REPEATS:
            self.repeat(code, value, source, target, flags)
        elif code is op.ATOMIC_GROUP:
            inner = self.atom()
            self.build(value, source, inner, flags)
            self.atoms.pop()
            self.edge(inner, target)
        elif code is op.AT:
            self.at(value, source, target, flags)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            self.look(code, value, source, target, flags)
        elif code is op.GROUPREF_EXISTS:
            for branch in value[1:]:
                self.build(branch or [], source, target, flags)
        elif code is op.GROUPREF:  # compared in one way, once for each length that the group could still take
            middle = self.node()
            self.edge(source, target)
            if value in self.lengths:
                self.edge(source, middle)
                self.loops.append(self.loop(self.lengths[value]))
                self.take(middle, middle, self.all)
                self.loops.pop()
                self.edge(middle, target)
        else:
            raise NotImplementedError(code)

    def atom(self):
        """Begin an atomic group; the node at which it ends."""
        self.groups += 1
        self.atoms.append(self.groups)
        node = self.node()
        self.exits[node] = self.groups
        return node

    def loop(self, most):
        """A new repeat."""
        self.repeats += 1
        return Loop(self.repeats, most)

    def repeat(self, code, value, source, target, flags):
        """A repeat: so many places where it is short, else a loop."""
        least, most, body = value
        most = UNBOUNDED if most is op.MAXREPEAT else most
        single = len(body) == 1 and body[0][0] in SETS
        possessive = code is op.POSSESSIVE_REPEAT
        outer = target
        if possessive and not single:
            target = self.atom()
        out, every = None, self.all | self.outside
        if possessive and single and most == UNBOUNDED:
            out = (self.all | self.outside) & ~self.mask(body[0], flags)
        for _ in range(min(least, UNROLLED) if most > UNROLLED else least):
            after = self.node()
            self.build(body, source, after, flags)
            source = after
        if most > UNROLLED:
            self.loops.append(self.loop(most))
            inner, again = self.node(), self.node()
            self.edge(source, inner)
            self.build(body, inner, again, flags)
            self.edge(again, inner)
            self.edge(again, target, after=out, soft=self.all | self.outside)
            self.edge(source, target, after=out, soft=self.all | self.outside)
            self.loops.pop()
        else:
            for _ in range(int(most) - least):
                after = self.node()
                if possessive and single:
                    self.edge(source, target, after=every & ~self.mask(body[0], flags), soft=every)
                else:
                    self.edge(source, target)
                self.build(body, source, after, flags)
                source = after
            self.edge(source, target)
        if possessive and not single:
            self.atoms.pop()
            self.edge(target, outer)

    def at(self, where, source, target, flags):
        """Anchors and edges of words."""
        outside, word = self.outside, self.word
        other = (self.all & ~word) | outside
        lines = self.line if flags & re.M else 0
        if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            self.edge(source, target, before=outside | (lines if where is op.AT_BEGINNING else 0))
        elif where in (op.AT_END, op.AT_END_STRING):
            self.edge(source, target, after=outside | (self.line if where is op.AT_END else 0))
        elif where is op.AT_BOUNDARY:
            self.edge(source, target, before=word, after=other)
            self.edge(source, target, before=other, after=word)
        else:
            self.edge(source, target, before=word, after=word)
            self.edge(source, target, before=other, after=other)

    def look(self, code, value, source, target, flags):
        """What stands before or behind: as far as one character tells, and a way into it where it repeats."""
        direction, body = value
        singles, certain = self.first(body, flags, last=direction < 0)
        every = self.all | self.outside
        if code is op.ASSERT:
            seen, sure = every if singles is None else singles, certain
        else:
            seen, sure = every & ~certain, 0 if singles is None else every & ~singles
        if direction < 0:
            self.edge(source, target, before=seen, soft=every if seen == sure else 0)
            return
        self.edge(source, target, after=seen, soft=sure)
        if any(code in REPEATS and v[1] > UNROLLED for code, v in walk(body)):
            entry, end = self.node(), self.node()
            self.ends.add(end)
            self.edge(source, entry)
            self.build(body, entry, end, flags)

    def first(self, body, flags, last=False):  # noqa: C901, one case a kind
        """The characters with which a part can begin (None: any), and those that are all of it."""
        parts = list(body)
        if not parts:
            return None, 0
        code, value = parts[-1 if last else 0]
        alone = len(parts) == 1
        if code in SETS:
            mask = self.mask((code, value), flags)
            return mask, mask if alone else 0
        if code is op.SUBPATTERN:
            singles, certain = self.first(value[3], (flags | value[1]) & ~value[2], last)
            return singles, certain if alone else 0
        if code is op.BRANCH:
            found = [self.first(branch, flags, last) for branch in value[1]]
            if len(parts) > 1 and not last and any(not len(branch) for branch in value[1]):
                return None, 0
            singles = None if any(s is None for s, _ in found) else 0
            certain = 0
            for s, c in found:
                singles = None if singles is None else singles | s
                certain |= c
            return singles, certain if alone else 0
        if code is op.AT and alone:
            if value in (op.AT_END, op.AT_END_STRING):
                return self.outside | (self.line if value is op.AT_END else 0), self.outside
            if value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
                mask = self.outside | (self.line if flags & re.M else 0)
                return mask, mask
        if code in REPEATS and value[0] == 0 and not last and not alone:
            mine, rest = self.first(value[2], flags)[0], self.first(parts[1:], flags)[0]
            return None if mine is None or rest is None else mine | rest, 0
        if code in REPEATS and value[0] >= 1 and len(value[2]) == 1:
            singles, certain = self.first(value[2], flags, last)
            return singles, certain if alone and value[0] == 1 else 0
        return None, 0

    # -- walking

    def follow(self, node, before):
        """Every way from a node to a place that takes a character: (which may follow, place)."""
        key = (node, before)
        if key not in self.memo:
            ways = []
            self._closure(node, before, self.all | self.outside, (), ways)
            self.memo[key] = ways
        return self.memo[key]

    def _closure(self, node, before, after, path, ways):
        if node in path or not after or len(ways) > 4000:
            return
        path = (*path, node)
        for place in self.takers.get(node, ()):
            may = after & self.places[place].takes
            if may and ways.count((may, place)) < 2:
                ways.append((may, place))
        for b, a, _, target in self.edges.get(node, ()):
            if b & before:
                self._closure(target, before, after & a, path, ways)

    def ends_before(self, node, before, atoms):
        """The characters before which the pattern, or an atomic group that all of this stands in, can end here."""
        found, seen, todo = 0, {}, [(node, self.all | self.outside)]
        while todo:
            node, after = todo.pop()
            if seen.get(node, 0) | after == seen.get(node, 0):
                continue
            seen[node] = seen.get(node, 0) | after
            if node in self.ends or self.exits.get(node) in atoms:
                found |= after
            todo += [(t, after & soft) for b, _, soft, t in self.edges.get(node, ()) if b & before and after & soft]
        return found


def inside(code, value, flags):
    """The parts of a part."""
    if code is op.BRANCH:
        return [(branch, flags) for branch in value[1]]
    if code is op.SUBPATTERN:
        return [(value[3], (flags | value[1]) & ~value[2])]
    if code in REPEATS:
        return [(value[2], flags)]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [(value[1], flags)]
    if code is op.ATOMIC_GROUP:
        return [(value, flags)]
    if code is op.GROUPREF_EXISTS:
        return [(branch, flags) for branch in value[1:] if branch]
    return []


def walk(tree):
    """All parts of a pattern."""
    for code, value in tree:
        yield code, value
        for inner, _ in inside(code, value, 0):
            yield from walk(inner)
