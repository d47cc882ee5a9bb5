"""Asking: run a pure question once for each way to settle what it meets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from minutebook.answers.found import Found, Why
from minutebook.answers.html import answer_html
from minutebook.answers.memory import Choice, Memo
from minutebook.answers.world import World
from minutebook.records.values import Cite

T = TypeVar("T")
U = TypeVar("U")
LIMIT = 1024


@dataclass(frozen=True, slots=True)
class WorldValue(Generic[T]):
    """One world of an answer: the readings that make it, and what holds in it."""

    readings: Mapping[str, str]
    value: T | None
    why: Why
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A value for each world that differs.

    `hinges` are the choices that change the result, all else equal; `immaterial` those that
    were read without effect; `fixed` those the caller settled. `adopted` is the world of the
    adopted alternatives, `readings` everything it settled. `complete` is False when there were
    more worlds than the limit: then `missing` says so.
    """

    worlds: tuple[WorldValue[T], ...]
    hinges: tuple[str, ...]
    immaterial: tuple[str, ...]
    missing: tuple[str, ...]
    fixed: Mapping[str, str]
    adopted: WorldValue[T]
    readings: Mapping[str, str]
    choices: Mapping[str, Choice]
    complete: bool

    @property
    def value(self) -> T | None:
        """The value, if every world has the same; else None."""
        return self.worlds[0].value if len(self.worlds) == 1 else None

    @property
    def why(self) -> Why:
        """The reasons in the adopted world."""
        return self.adopted.why

    @property
    def sources(self) -> tuple[Cite, ...]:
        """Every place that any world rests on."""
        found = {(c.source, c.locator): c for w in self.worlds for c in w.why.cites()}
        return tuple(found.values())

    def _repr_html_(self) -> str:
        """What a notebook shows: the value in each world, the hinges, and why."""
        return answer_html(self)


@dataclass(frozen=True, slots=True)
class _Leaf(Generic[T]):
    settled: Mapping[str, str]
    found: Found[T]
    passed: frozenset[str] = frozenset()


def ask(
    question: Callable[[World], Found[T]],
    fixed: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    adopted: Mapping[str, str] | None = None,
    memo: Memo | None = None,
) -> Answer[T]:
    """Answer a question in every world that it distinguishes.

    `question` is pure: the same world gives the same result. `fixed` settles readings by name;
    `adopted` says which alternative to show first. Worlds with equal values are merged. Over
    `limit` worlds the answer is marked incomplete and says so.
    """
    memo = memo if memo is not None else Memo()
    fixed = dict(fixed or {})
    leaves: list[_Leaf[T]] = []
    branches: list[_Branch] = []
    queue: list[dict[str, str]] = [{}]
    while queue and len(leaves) < limit:
        extra = queue.pop()
        world = World({**fixed, **extra}, memo, adopted)
        if extra and not world.consistent:
            continue  # its orders run in a circle, so there is no such world
        found = question(world)
        settled = {name: c for name, c in world.met.items() if name not in fixed}
        leaves.append(_Leaf({**extra, **settled}, found, frozenset(world.passed)))
        prefix = dict(extra)
        for name, chosen in settled.items():
            if name not in extra:
                branches.append(_Branch(dict(prefix), name, {chosen}))
                prefix[name] = chosen
        queue.extend(_others(branches, memo))
    return _answer(leaves, fixed, memo, complete=not queue)


def narrowed(answer: Answer[T], part: Callable[[T], U]) -> Answer[U]:
    """An answer looked at in part: worlds that the part does not tell apart become one."""
    shown = replace(answer.adopted, readings=answer.readings)
    leaves = [
        _Leaf(w.readings, Found(None if w.value is None else part(w.value), w.why, w.missing))
        for w in (shown, *answer.worlds)
    ]
    memo = Memo(choices=dict(answer.choices))
    found = _answer(leaves, answer.fixed, memo, complete=answer.complete)
    return replace(found, immaterial=(), missing=answer.missing)


@dataclass(frozen=True, slots=True)
class _Branch:
    """Where worlds part: what is settled before, the choice, and the alternatives gone into.

    A choice may be met later with further alternatives; then the branch is not done yet.
    """

    prefix: Mapping[str, str]
    name: str
    seen: set[str]


def _others(branches: Sequence[_Branch], memo: Memo) -> list[dict[str, str]]:
    """The worlds that have not been looked into, the first alternative last."""
    out = []
    for branch in branches:
        for other in reversed(memo.choices[branch.name].alternatives):
            if other not in branch.seen:
                branch.seen.add(other)
                out.append({**branch.prefix, branch.name: other})
    return out


def _answer(
    leaves: Sequence[_Leaf[T]], fixed: Mapping[str, str], memo: Memo, *, complete: bool
) -> Answer[T]:
    met = list(dict.fromkeys(name for leaf in leaves for name in leaf.settled))
    kinds = _kinds(leaves)
    hinges = tuple(name for name in met if _is_hinge(name, leaves, kinds))
    worlds = _merge(leaves, kinds, hinges, memo)
    first = leaves[0]
    missing = tuple(dict.fromkeys(m for leaf in leaves for m in leaf.found.missing))
    if not complete:
        missing = (*missing, f"more than {len(leaves)} worlds: settle some readings")
    used = {name: fixed[name] for name in fixed}
    adopted = WorldValue(
        {name: c for name, c in first.settled.items() if name in hinges},
        first.found.value,
        first.found.why,
        first.found.missing,
    )
    return Answer(
        worlds=worlds,
        hinges=hinges,
        immaterial=_immaterial(leaves, met, hinges, memo),
        missing=missing,
        fixed=used,
        adopted=adopted,
        readings=dict(first.settled),
        choices=memo.choices,
        complete=complete,
    )


def _immaterial(
    leaves: Sequence[_Leaf[T]], met: Sequence[str], hinges: tuple[str, ...], memo: Memo
) -> tuple[str, ...]:
    """What was read without effect; of what the books leave open, not of mere silence."""
    passed = sorted({name for leaf in leaves for name in leaf.passed})
    said = [n for n in passed if memo.choices[n].kind in ("reading", "claims")]
    return tuple(name for name in dict.fromkeys((*met, *said)) if name not in hinges)


def _is_hinge(name: str, leaves: Sequence[_Leaf[T]], kinds: Sequence[int]) -> bool:
    """Whether two worlds that differ in this choice alone have different values.

    A world settles only what it met; two worlds that agree wherever both settle something can
    be completed so that they differ in this choice alone.
    """
    found = [(leaf.settled, k) for leaf, k in zip(leaves, kinds, strict=True)]
    with_name = [(settled, k) for settled, k in found if name in settled]
    for i, (a, kind_a) in enumerate(with_name):
        for b, kind_b in with_name[i + 1 :]:
            if a[name] == b[name] or kind_a == kind_b:
                continue
            if all(b.get(n, c) == c for n, c in a.items() if n != name):
                return True
    return False


def _kinds(leaves: Sequence[_Leaf[T]]) -> list[int]:
    """The number of each world's value among the different ones.

    Values can be large, and worlds are compared in pairs: so each value is looked at once.
    """
    different: list[T | None] = []
    kinds = []
    for leaf in leaves:
        value = leaf.found.value
        kind = next((k for k, known in enumerate(different) if known == value), len(different))
        if kind == len(different):
            different.append(value)
        kinds.append(kind)
    return kinds


@dataclass(frozen=True, slots=True, eq=False)
class _Joined(Generic[T]):
    """Worlds of one value: what they have settled in common, and the first of them."""

    readings: Mapping[str, str]
    kind: int
    found: Found[T]

    def without(self, name: str) -> tuple[int, frozenset[tuple[str, str]]]:
        """The value and everything settled but one choice."""
        return self.kind, frozenset((n, c) for n, c in self.readings.items() if n != name)


def _merge(
    leaves: Sequence[_Leaf[T]], kinds: Sequence[int], hinges: tuple[str, ...], memo: Memo
) -> tuple[WorldValue[T], ...]:
    """Join worlds of equal value into as few as simple steps allow."""
    worlds: list[_Joined[T]] = []
    for leaf, kind in zip(leaves, kinds, strict=True):
        readings = {name: leaf.settled[name] for name in hinges if name in leaf.settled}
        _add(worlds, _Joined(readings, kind, leaf.found))
    changed = True
    while changed:
        changed = any(_join(worlds, name, memo.choices[name].alternatives) for name in hinges)
    return tuple(
        WorldValue(world.readings, world.found.value, world.found.why, world.found.missing)
        for world in worlds
    )


def _add(worlds: list[_Joined[T]], world: _Joined[T]) -> None:
    """Add a world unless a wider one of equal value is there; drop those it covers."""
    for other in worlds:
        if other.kind == world.kind and other.readings.items() <= world.readings.items():
            return
    worlds[:] = [
        other
        for other in worlds
        if not (other.kind == world.kind and world.readings.items() <= other.readings.items())
    ]
    worlds.append(world)


def _join(worlds: list[_Joined[T]], name: str, alternatives: tuple[str, ...]) -> bool:
    """Drop a choice from worlds that are equal under all its alternatives."""
    families: dict[tuple[int, frozenset[tuple[str, str]]], list[_Joined[T]]] = {}
    for world in worlds:
        families.setdefault(world.without(name), []).append(world)
    for family in families.values():
        if {other.readings.get(name) for other in family} >= set(alternatives):
            first = family[0]
            position = worlds.index(first)
            worlds[:] = [w for w in worlds if w not in family]
            rest = {n: c for n, c in first.readings.items() if n != name}
            worlds.insert(position, _Joined(rest, first.kind, first.found))
            return True
    return False
