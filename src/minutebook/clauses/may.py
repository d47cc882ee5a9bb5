"""May a party do something: what forbids it, what excepts it, and on what that hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from minutebook.answers.found import Found, Why
from minutebook.records import nouns
from minutebook.records.conditions import ANSWERS, Guard, speaks_of_the_deed
from minutebook.records.deeds import Deed, matches
from minutebook.records.verbs import CONDUCT, RIGHTS
from minutebook.state.actors import can_exercise
from minutebook.state.authority import Power, powers, speaking
from minutebook.state.concerned import each
from minutebook.state.conduct import is_party
from minutebook.state.deals import causes
from minutebook.state.doubts import in_doubt
from minutebook.state.index import Bound
from minutebook.state.life import LIVE, Life, Lives
from minutebook.state.reading import Reader
from minutebook.state.rights import rights
from minutebook.state.state import State
from minutebook.state.waiting import asleep
from minutebook.state.waivers import consents, given_under
from minutebook.text.expression import (
    Call,
    Condition,
    Expression,
    Leaf,
    leaf_value,
    leaves,
    residual,
)

Outcome = Literal["permitted", "forbidden", "conditional"]


@dataclass(frozen=True, slots=True)
class Exempted:
    """What lets a party do what a norm forbids: a stated exception, a consent, another norm."""

    norm: str
    by: str
    says: str


@dataclass(frozen=True, slots=True)
class May:
    """Whether a party may do a deed.

    `condition` is what must be so first, or what would lift a prohibition; `norms` are those that
    bear on it, `exceptions` what lifted one, `consequence` what follows from doing it all the
    same.
    """

    outcome: Outcome
    condition: str | None = None
    norms: tuple[str, ...] = ()
    exceptions: tuple[Exempted, ...] = ()
    consequence: str | None = None


@dataclass(frozen=True, slots=True)
class _Bar:
    """One norm that forbids the deed, and how it stands to it."""

    bound: Bound
    outcome: Outcome | None
    why: Why
    condition: str | None = None
    exceptions: tuple[Exempted, ...] = ()
    missing: tuple[str, ...] = ()


def may(state: State, party: str, deed: Deed, lives: Lives | None = None) -> Found[May]:
    """Say whether a party may do a deed at the state's date.

    A prohibition in force forbids it, unless a stated exception holds, the one it is owed to has
    consented or waived it, or a permission goes before it. An exception that waits for somebody's
    answer to this very deed makes it conditional. What nothing at hand forbids is permitted.
    """
    lives = lives or Lives(state)
    bars = [_bar(lives, bound, party, deed) for bound in _speaking(lives, party, deed)]
    found = [bar for bar in bars if bar is not None]
    allowing = _allowing(lives, party, deed)
    lacking = _without_power(state, party, deed)
    whys = (*(bar.why for bar in found), *(life.why for _, life in allowing))
    if lacking is not None:
        return lacking
    return _settled(party, deed, found, tuple(b.norm.id for b, _ in allowing), whys)


def _settled(
    party: str, deed: Deed, bars: list[_Bar], allowing: tuple[str, ...], whys: tuple[Why, ...]
) -> Found[May]:
    norms = tuple(dict.fromkeys((*(bar.bound.norm.id for bar in bars), *allowing)))
    exceptions = tuple(e for bar in bars for e in bar.exceptions)
    order: tuple[Outcome | None, ...] = ("forbidden", None, "conditional")
    for outcome in order:
        hits = [bar for bar in bars if bar.outcome == outcome]
        if not hits:
            continue
        if outcome is None:
            missing = tuple(dict.fromkeys(m for bar in hits for m in bar.missing))
            says = f"whether {party} may {deed} is not determined"
            return Found(None, Why(says, because=whys), missing)
        condition = " and ".join(dict.fromkeys(b.condition for b in hits if b.condition)) or None
        consequence = _consequence(hits)
        words = "may not" if outcome == "forbidden" else "may"
        tail = f": only if {condition}" if condition and outcome == "conditional" else ""
        tail = f", unless {condition}" if condition and outcome == "forbidden" else tail
        value = May(outcome, condition, norms, exceptions, consequence)
        return Found(value, Why(f"{party} {words} {deed}{tail}", because=whys))
    says = f"{party} may {deed}"
    if exceptions:
        says += f", by {exceptions[0].by}"
    elif not norms:
        says += ": nothing at hand forbids it"
    return Found(May("permitted", None, norms, exceptions), Why(says, because=whys))


def _consequence(bars: list[_Bar]) -> str:
    found = {_follows(bar.bound) for bar in bars}
    return "void" if "void" in found else "voidable" if "voidable" in found else "breach"


def _follows(bound: Bound) -> str:
    if bound.norm.consequence is not None:
        return bound.norm.consequence
    # A contract binds its parties: what it withholds is a breach, unless it says more.
    disables = bound.norm.modality == "cannot" and bound.document.rank != "contract"
    return "void" if disables else "breach"


def _speaking(lives: Lives, party: str, deed: Deed) -> list[Bound]:
    """The prohibitions that speak of this party and this deed, whether in force or not."""
    return _norms(lives, ("cannot", "must not"), party, deed)


def _norms(lives: Lives, modalities: tuple[str, ...], party: str, deed: Deed) -> list[Bound]:
    state = lives.state
    said = [
        bound
        for modality in modalities
        for verb in (deed.verb, None)
        for bound in state.index.by_verb.get((modality, verb), ())
        if bound.deed is None or matches(bound.deed, deed)
    ]
    return [
        bound
        for bound in each(state, said, deed, state.now)
        if bound.holder is not None and is_party(state, bound.holder, party, state.now) is not False
    ]


def _allowing(lives: Lives, party: str, deed: Deed) -> list[tuple[Bound, Life]]:
    found = [(b, lives.of(b)) for b in _norms(lives, ("may",), party, deed)]
    return [(b, life) for b, life in found if life.stage in LIVE]


def _bar(lives: Lives, bound: Bound, party: str, deed: Deed) -> _Bar | None:
    """How a prohibition stands to the deed; None if it does not apply at all."""
    life = lives.of(bound)
    norm = bound.norm
    if life.stage == "undetermined":
        return _Bar(bound, None, life.why, missing=life.missing or (f"whether {norm.id} applies",))
    if life.stage not in LIVE and life.stage != "excepted":
        return None
    reader = lives.reader(lives.state.at, deed, by=party)
    if life.stage == "excepted":
        return _Bar(bound, "permitted", life.why, exceptions=(_lifted(life, bound, reader),))
    if speaks_of_the_deed(norm.when) and norm.upon is None:
        applies = reader.guard(norm.when)
        if applies is False:
            return None
        if applies is None:
            says = f"whether {norm.id} applies is not determined"
            because = (*reader.explained(norm.when), life.why)
            return _Bar(bound, None, Why(says, norm.says, bound.cites, because),
                        missing=reader.missing(norm.when))  # fmt: skip
    excepted = _excepted(lives, bound, party, deed, reader)
    if excepted is not None:
        says = f"{norm.id} does not stand in the way: {excepted.says}"
        return _Bar(bound, "permitted", Why(says, norm.says, bound.cites, (life.why,)),
                    exceptions=(excepted,))  # fmt: skip
    rest = _rest(norm.unless, reader)
    applied = reader.explained(norm.when) if speaks_of_the_deed(norm.when) else ()
    because = (*applied, *reader.explained(norm.unless), life.why)
    if rest is None:
        says = f"whether {norm.id} excepts it is not determined"
        return _Bar(bound, None, Why(says, norm.says, bound.cites, because),
                    missing=reader.missing(norm.unless))  # fmt: skip
    word = "cannot" if norm.modality == "cannot" else "must not"
    why = Why(f"{norm.holder} {word} {bound.deed}, by {norm.id}", norm.says, bound.cites, because)
    if rest is False:
        waiver = " or ".join(norm.counterparty)
        return _Bar(bound, "forbidden", why, f"{waiver} consents" if waiver else None)
    return _Bar(bound, "conditional", why, str(rest))


def _lifted(life: Life, bound: Bound, reader: Reader) -> Exempted:
    """The exception or the waiver that lifts a norm for every deed."""
    last = life.steps[-1]
    held = [part for part in _parts(bound.norm.unless) if reader.guard(part)]
    says = str(held[0]) if held else last.why.says
    return Exempted(life.norm, last.cause or f"the exception in {life.norm}", says)


def _open(leaf: Leaf) -> bool:
    """Whether a test waits for somebody's answer to the deed."""
    return isinstance(leaf, Call) and leaf.name in ANSWERS


def _rest(guard: Guard | None, reader: Reader) -> Expression | bool | None:
    """What of the exceptions still waits for an answer; False if none can help any more."""
    if guard is None:
        return False
    if isinstance(guard, Condition):
        return residual(guard.expression, lambda leaf: leaf_value(leaf, reader), _open)
    return reader.guard(guard)


def _excepted(
    lives: Lives, bound: Bound, party: str, deed: Deed, reader: Reader
) -> Exempted | None:
    """What lifts a prohibition for this deed: a stated exception, a consent, a permission."""
    norm = bound.norm
    for consent in consents(lives, norm.counterparty, deed, lives.state.at):
        if not given_under(lives.of(bound).steps, consent):
            continue
        return Exempted(norm.id, consent.name, f"{consent.by} consented to {deed}")
    for other in _norms(lives, ("may", "can"), party, deed):
        if norm.id in other.norm.despite and lives.of(other).stage in LIVE:
            return Exempted(norm.id, other.norm.id, f"{other.norm.id} goes before it")
        if norm.id in other.norm.despite and _kept(lives, other, deed):
            says = f"it was covered before {other.norm.id} ended, and stays so"
            return Exempted(norm.id, other.norm.id, says)
    if norm.unless is not None and reader.guard(norm.unless):
        for part in _parts(norm.unless):
            if reader.guard(part):
                names = [n for leaf in _tests(part) for n in _cause(lives, leaf, deed)]
                by = names[0] if names else f"the exception in {norm.id}"
                return Exempted(norm.id, by, str(part))
    return None


def _kept(lives: Lives, bound: Bound, deed: Deed) -> bool:
    """Whether a permission that ended still covers what there was before its end."""
    life = lives.of(bound)
    if not bound.norm.keeps or life.stage != "ended" or not life.steps:
        return False
    record = lives.record(deed.get("object") or "")
    made = lives.moment(record) if record is not None else None
    return made is not None and made.before(life.steps[-1].at) is True


def _parts(guard: Guard | None) -> tuple[Guard, ...]:
    """The exceptions of a norm, in order."""
    if guard is None:
        return ()
    from minutebook.text.expression import Or

    if isinstance(guard, Condition) and isinstance(guard.expression, Or):
        return tuple(Condition(str(part), part) for part in guard.expression.parts)
    return (guard,)


def _tests(guard: Guard) -> tuple[Leaf, ...]:
    return tuple(leaves(guard.expression)) if isinstance(guard, Condition) else ()


def _cause(lives: Lives, leaf: Leaf, deed: Deed) -> list[str]:
    """The records that make an answer to the deed."""
    if not isinstance(leaf, Call) or leaf.name not in ANSWERS:
        return []
    if leaf.name == "consented":
        return [one.name for one in consents(lives, (leaf.args[0],), deed, lives.state.at)]
    reader = lives.reader(lives.state.at, deed)
    return [one.name for one in causes(reader, leaf.name, leaf.args)]


def _without_power(state: State, party: str, deed: Deed) -> Found[May] | None:
    """A deed that takes a power is not for those who have none."""
    if deed.verb in RIGHTS:
        return _without_right(state, party, deed)
    if deed.verb in CONDUCT or deed.verb in ("announce", "decide", "sign"):
        return None
    found = powers(state, deed, state.now)
    usable = [(p, can_exercise(state, p, party, state.now)) for p in found]
    if any(able and power.sure for power, able in usable):
        return None
    if not found:
        return _nobody(state, party, deed)
    open_ = [(power, able) for power, able in usable if able is not False]
    if open_:
        missing = tuple(m for p, able in open_ for m in _open_power(state, p, party, able))
        return Found(None, Why(f"whether {party} can {deed} is not determined"), missing)
    holders = " or ".join(dict.fromkeys(p.whose for p in found))
    why = Why(f"{party} has no power to {deed}: it is {holders}'s",
              because=tuple(p.why for p in found))  # fmt: skip
    norms = tuple(dict.fromkeys(p.name for p in found))
    return Found(May("forbidden", f"{holders} does it", norms, (), "void"), why)


def _open_power(state: State, power: Power, party: str, able: bool | None) -> tuple[str, ...]:
    """What is not known of whether a party can act under a power."""
    if able is None:
        return (f"whether {party} can act under {power.name}",)
    return in_doubt(state, power, party, state.now, sure=True)


def _nobody(state: State, party: str, deed: Deed) -> Found[May]:
    """A power that nothing at hand gives anybody, with what was searched for it."""
    waiting = asleep(state, deed, state.now)
    if waiting:
        why = Why(f"nobody can {deed} while the power to it waits", because=waiting)
        return Found(May("forbidden", None, (), (), "void"), why)
    documents = state.book.of(nouns.Document)
    count = sum(len(document.norms) for document in documents)
    says = (f"nothing at hand lets {party} {deed}: none of the {count} norms in {len(documents)} "
            "documents speaks of it, and no post or fact names who can")  # fmt: skip
    because = [_held(state, party)]
    act = state.book.get(deed.get("act"), nouns.Act)
    for effect in act.effects if act is not None else ():
        found = powers(state, effect, state.now)
        holders = " or ".join(dict.fromkeys(p.whose for p in found))
        whose = f"it is {holders}'s to {effect}" if found else f"nobody at hand can {effect}"
        because.append(Why(whose, because=tuple(p.why for p in found)))
    return Found(May("forbidden", None, (), (), "void"), Why(says, because=tuple(because)))


def _held(state: State, party: str) -> Why:
    """The rights and powers of a party at the state's date, each with its source."""
    lives = Lives(state)
    held = [
        (bound, lives.of(bound).stage)
        for modality in ("can", "may")
        for bound in state.bound_norms(modality)
        if bound.holder is not None and is_party(state, bound.holder, party, state.now)
    ]
    rights = tuple(
        Why(f"{b.norm.id}: {party} {b.norm.modality} {b.deed or ''}".strip(), b.norm.says, b.cites)
        for b, stage in held
        if stage in LIVE
    )
    count = f"{len(rights)} rights and powers" if len(rights) != 1 else "one right or power"
    says = f"{party} has {count} at that date" if rights else f"{party} has no right at that date"
    return Why(f"{says}, none of which speaks of it", because=rights)


def _without_right(state: State, party: str, deed: Deed) -> Found[May] | None:
    """A deed that takes a right under the contract itself."""
    found = [*powers(state, deed, state.now), *rights(state, deed, state.now)]
    usable = [can_exercise(state, right, party, state.now) for right in found]
    if True in [u and right.sure for u, right in zip(usable, found, strict=True)]:
        return None
    if None in usable or True in usable:
        says = f"whether {party} may {deed} is not determined"
        return Found(None, Why(says), tuple(f"whether {right.name} applies" for right in found))
    says = f"nothing in force gives {party} the right to {deed}"
    norms = tuple(b.norm.id for b in speaking(state, "may", deed) if b.holder == party)
    because = tuple(state.norm_status(b).why for b in speaking(state, "may", deed))
    return Found(May("forbidden", None, norms, (), "void"), Why(says, because=because))


__all__ = ["Exempted", "May", "Outcome", "may"]
