"""Whether a pattern can read one text in many ways, which is what makes it slow: exponential, or steeper than its length.

Two ways to go round one loop with the same text are exponential; a loop that can give its text to a later one makes
a product of their lengths, and so does the search itself, which tries every place of the text (A. Weber, H. Seidl,
"On the degree of ambiguity of finite automata", 1991).
"""

import functools
import math
import operator
from typing import NamedTuple

from tests.patterns.automaton import UNBOUNDED, Automaton

PREFIX = -1
"""The search itself: any text before the match."""
MOST_STEPS = 4000
"""A character may be looked at so often: the product of what bounded repeats share."""


class Trouble(NamedTuple):
    """What is wrong, with a text to try: before, what is repeated."""

    kind: str
    where: str
    repeated: str


class Graph:
    """States (place, kind of the last character) of a pattern and the ways between them: (characters, state)."""

    def __init__(self, pattern, flags=0, whole=True):
        self.machine = Automaton(pattern, flags)
        self.whole = whole
        self.waiting = {}
        self.next = {}
        self.sensitive = {}
        self._explore()
        self.back = {}
        for state, out in self.next.items():
            for _, target in out:
                self.back.setdefault(target, set()).add(state)
        self._components()

    def _split(self, node, mask):
        """Characters by their kind, where conditions of what follows look back."""
        if node not in self.sensitive:
            seen, todo, found = set(), [node], False
            while todo and not found:
                at = todo.pop()
                if at in seen:
                    continue
                seen.add(at)
                for before, _, _, target in self.machine.edges.get(at, ()):
                    found = found or before != (self.machine.all | self.machine.outside)
                    todo.append(target)
            self.sensitive[node] = found
        if not self.sensitive[node]:
            return [(mask, self.machine.all)]
        return [(mask & kind, kind) for kind in self.machine.kinds if mask & kind]

    def _explore(self):
        machine = self.machine
        todo = [(PREFIX, kind) for kind in machine.kinds] + [(PREFIX, machine.outside)]
        while todo:
            state = todo.pop()
            if state in self.next:
                continue
            place, before = state
            out = []
            if place == PREFIX:
                node = machine.start
                out = [(kind, (PREFIX, kind)) for kind in machine.kinds]
            else:
                node = machine.places[place].target
            for may, following in machine.follow(node, before):
                for mask, kind in self._split(machine.places[following].target, may & machine.all):
                    out.append((mask, (following, kind)))
            self.next[state] = out
            todo += [target for _, target in out]

    def _components(self):  # noqa: C901, Tarjan's algorithm in one piece
        """The loops: strongly connected states (Tarjan), without recursion."""
        index, low, on, stack, self.component = {}, {}, set(), [], {}
        self.members = []
        for root in self.next:
            if root in index:
                continue
            work = [(root, iter(self.next[root]))]
            index[root] = low[root] = len(index)
            stack.append(root)
            on.add(root)
            while work:
                state, ways = work[-1]
                for _, target in ways:
                    if target not in index:
                        index[target] = low[target] = len(index)
                        stack.append(target)
                        on.add(target)
                        work.append((target, iter(self.next[target])))
                        break
                    if target in on:
                        low[state] = min(low[state], index[target])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[state])
                    if low[state] == index[state]:
                        group = []
                        while True:
                            one = stack.pop()
                            on.discard(one)
                            group.append(one)
                            if one == state:
                                break
                        for one in group:
                            self.component[one] = len(self.members)
                        self.members.append(group)

    def loops(self):
        """The components that can be gone round."""
        for number, group in enumerate(self.members):
            if group[0][0] != PREFIX and any(self.component[t] == number for s in group for _, t in self.next[s]):
                yield number

    def atoms(self, number):
        """The atomic groups that a loop stands in as a whole."""
        return set.intersection(*(set(self.machine.places[place].atoms) for place, _ in self.members[number]))

    def waits(self, number):
        """The states of a loop that can be gone round, far, without a place where the match could have ended."""
        if number not in self.waiting:
            self.waiting[number] = self._waits(number)
        return self.waiting[number]

    def _waits(self, number):
        machine, ways, atoms, everywhere = self.machine, {}, self.atoms(number), True
        for state in self.members[number]:
            ends = machine.ends_before(machine.places[state[0]].target, state[1], atoms)
            if self.whole and not atoms:
                ends = 0
            on = [(mask, to) for mask, to in self.next[state] if self.component[to] == number]
            ways[state] = {to for mask, to in on if mask & ~ends}
            taken = functools.reduce(operator.or_, (mask for mask, _ in on), 0)
            everywhere = everywhere and bool(ends & machine.outside) and taken == machine.all
        if everywhere:  # it takes anything, and may end where the text does
            return {}
        while True:  # what is left when all that leads out of it is taken away goes round
            left = {state: to & ways.keys() for state, to in ways.items() if to & ways.keys()}
            if left == ways:
                return left
            ways = left

    def bound(self, number):
        """How often a loop can be gone round before it fails: the product of its repeats."""
        loops = [self.machine.places[place].loops for place, _ in self.waits(number)]
        inner = {found[-1] for found in loops if found}
        if len(inner) == 1 and all(loops):
            return inner.pop().most
        return math.prod(loop.most for loop in set().union(*loops))


def letter(graph, mask):
    """One of these characters."""
    return graph.machine.letters[(mask & -mask).bit_length() - 1]


def twice(graph, number):  # noqa: C901, one search
    """A text with which a loop can be gone round in two ways."""
    inside = {s: [w for w in graph.next[s] if graph.component[w[1]] == number] for s in graph.members[number]}
    for ways in inside.values():
        for k, (mask, target) in enumerate(ways):
            for other, to in ways[:k]:
                if target == to and mask & other:
                    return letter(graph, mask & other)
    back, todo = {}, [(s, s) for s in inside]
    seen = dict.fromkeys(todo, "")
    while todo:
        pair = todo.pop()
        for mask, a in inside[pair[0]]:
            for other, b in inside[pair[1]]:
                if mask & other:
                    to = (a, b) if a <= b else (b, a)
                    back.setdefault(to, set()).add(pair)
                    if to not in seen:
                        seen[to] = seen[pair] + letter(graph, mask & other)
                        todo.append(to)
    returning, todo = set(), [(s, s) for s in inside]
    while todo:
        for pair in back.get(todo.pop(), ()):
            if pair not in returning and pair[0] != pair[1]:
                returning.add(pair)
                todo.append(pair)
    return min((seen[pair] for pair in returning), key=len, default=None)


def shared(graph, first, second, reach):  # noqa: C901, one search
    """A text that two loops can both take, one after another."""
    for p in graph.members[first]:
        if p not in reach:
            continue
        for q in graph.members[second]:
            start, goal = (p, p, q), (p, q, q)
            seen, todo = {start: ""}, [start]
            while todo and len(seen) < 20_000:
                x, y, z = triple = todo.pop()
                for x_mask, a in graph.next[x]:
                    if graph.component[a] != first:
                        continue
                    for z_mask, c in graph.next[z]:
                        both = x_mask & z_mask
                        if not both or graph.component[c] != second:
                            continue
                        for y_mask, b in graph.next[y]:
                            to = (a, b, c)
                            if both & y_mask and b in reach and to not in seen:
                                seen[to] = seen[triple] + letter(graph, both & y_mask)
                                if to == goal:
                                    return seen[to]
                                todo.append(to)
    return None


def leading(graph, number):
    """The states from which a loop can be reached."""
    reach, todo = set(), list(graph.members[number])
    while todo:
        state = todo.pop()
        if state not in reach:
            reach.add(state)
            todo += graph.back.get(state, ())
    return reach


def troubles(pattern, flags=0, searched=True, whole=False):  # noqa: C901, both kinds of trouble
    """All that makes a pattern slow.

    ``searched``: it is tried at every place of the text; ``whole``: the match has to reach the end (fullmatch).
    """
    graph = Graph(pattern, flags, whole)
    loops = list(graph.loops())
    if not loops:
        return []
    found = []
    steep = {}
    for number in loops:
        text = twice(graph, number) if graph.waits(number) else None
        if text is not None:
            found.append(Trouble("exponential", describe(graph, number), text))
    prefix = graph.component[PREFIX, graph.machine.kinds[0]]
    for second in loops:
        reach = leading(graph, second)
        for first in [prefix, *loops]:
            if first == second or not graph.waits(second) or (first == prefix and not searched):
                continue
            if first != prefix and graph.atoms(first) - graph.atoms(second):
                continue  # what is atomic gives nothing back
            text = shared(graph, first, second, reach)
            if text is not None:
                steep.setdefault(second, []).append((first, text))
    cost = {}

    def price(number):
        if number not in cost:
            own = UNBOUNDED if number == prefix else graph.bound(number)
            best = (int(own == UNBOUNDED), own if own != UNBOUNDED else 1.0)
            for first, _ in steep.get(number, ()):
                degree, factor = price(first)
                here = (degree + int(own == UNBOUNDED), factor * (own if own != UNBOUNDED else 1.0))
                best = max(best, here)
            cost[number] = best
        return cost[number]

    for number, causes in steep.items():
        degree, factor = price(number)
        if degree > 1 or factor > MOST_STEPS:
            first, text = causes[-1]
            before = "search" if first == prefix else describe(graph, first)
            found.append(Trouble(f"degree {degree} x {factor:.0f}", f"{before} > {describe(graph, number)}", text))
    return found


def describe(graph, number):
    """A loop in a few of its characters."""
    places = sorted({place for place, _ in graph.members[number]})
    letters = graph.machine.letters
    shown = []
    for place in places[:4]:
        takes = graph.machine.places[place].takes
        shown.append("".join(c for k, c in enumerate(letters) if takes >> k & 1)[:8])
    return f"{shown}"
