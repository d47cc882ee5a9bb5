"""What later acts make of an act: they ratify it, annul it, find how it stands, or suspend it.

An act is judged twice: by itself, and in the light of the later acts on it. Each of those is
judged in the state that leaves its target as it was before any of them, so nothing ratifies
itself; and as each step leaves one act more as it was, the chain of cures is finite.

What reaches back counts from the act on, as it stands in the end (a finding that was reversed for
good never counted). What counts from then on begins or ends the effect when it takes effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from minutebook.answers.found import Why
from minutebook.records.nouns import Act
from minutebook.state.horizon import concerning_act
from minutebook.state.timelines import ENDS, Writer
from minutebook.state.timing import END_OF, UNDATED, effect_label, pending_on, same_instant
from minutebook.state.verdict import NEVER, Effect, Standing, Takes, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minutebook.state.state import State

WORDS: Final[Mapping[str, str]] = {
    "ratify": "ratified",
    "annul": "annulled",
    "find": "found",
    "uphold": "upheld",
    "overturn": "overturned",
    "suspend": "suspended",
}
"""What each verb makes of the act; to waive a defect is asked where the defect is."""

BY_DEFAULT: Final[Mapping[str, bool | None]] = {
    # Ratification has the effect of authority at the time (Restatement (Third) of Agency,
    # s. 4.02(1)); a finding declares what was so; a stay takes nothing back.
    "ratify": True,
    "find": True,
    "uphold": True,
    "overturn": True,
    "suspend": False,
    "annul": None,
}


@dataclass(frozen=True, slots=True)
class _Saying:
    """A later act on an act: which way it turns the effect, how far back, and when it counts."""

    act: Act
    verb: str
    on: bool
    back: bool
    standing: Standing | None
    turns: tuple[Turn, ...]
    why: Why

    @property
    def lasting(self) -> bool:
        """Whether it counts in the end."""
        return self.turns[-1].on

    @property
    def says(self) -> str:
        """What it does, in words."""
        word = WORDS[self.verb]
        return f"{word} {self.standing}" if self.verb == "find" else word


@dataclass(frozen=True, slots=True)
class _Fate:
    """An effect in the light of later acts: when it applied, and how it stands in the end.

    `standing` None: as it was by itself.
    """

    turns: tuple[Turn, ...]
    standing: Standing | None = None
    whys: tuple[Why, ...] = ()


def turns(state: State, act: Act, place: int) -> tuple[Turn, ...]:
    """When an effect began and ceased to apply; the first turn is how it began."""
    return _fate(state, act, place).turns


def turned(state: State, writer: Writer) -> bool | None:
    """What a writer does to its slot: True applies its deed, False undoes it, None nothing."""
    over = writer.place == ENDS
    if writer.target is None:
        place = writer.act.effects.index(writer.deed) if over else writer.place
        return not over if state.took_effect(writer.act, place) else None
    name = f"{END_OF}{writer.act.id}" if over else writer.act.id
    for turn in state.turns(*writer.target)[1:]:
        if turn.by == name:
            return turn.on
    return None


def in_their_light(state: State, act: Act, place: int, own: Effect) -> Effect:
    """The judgment of an effect, as later acts have changed it."""
    if not is_spoken_of(state, act.id):
        return own
    fate = _fate(state, act, place)
    if not fate.whys:
        return own
    standing = fate.standing or own.standing
    begun = next((t for t in fate.turns if t.on), None)
    last = fate.turns[-1]
    takes, third = own.takes_effect, own.toward_third_parties
    if begun is None and standing != "undetermined":
        takes = third = NEVER
    elif begun is not None:
        takes = third = Takes("from", begun.when, end=None if last.on else last.when)
    said = "; ".join(str(t) for t in fate.turns if t.verb is not None)
    says = f"{own.deed}: {standing}; {said}" if said else f"{own.deed}: {standing}"
    settled = standing != "undetermined"
    mended = fate.standing in ("valid", "voidable")
    return replace(
        own,
        # Consent that was given later, or that a court found to be there, carries it.
        carried=True if mended else own.carried,
        standing=standing,
        takes_effect=takes,
        toward_third_parties=third,
        why=Why(says, None, (), (*fate.whys, own.why)),
        challenge=own.challenge if standing == "voidable" else None,
        first=own.standing,
        turns=tuple(t for t in fate.turns if t.verb is not None),
        # What the act still lacked then mends nothing that was settled since.
        cures=own.cures if fate.standing is None else (),
        missing=() if settled else own.missing,
    )


def is_spoken_of(state: State, act: str) -> bool:
    """Whether later acts speak of an act, and count in this state."""
    return act in state.index.later and act not in state.uncured


def _fate(state: State, act: Act, place: int) -> _Fate:
    state = concerning_act(state, act.id)
    key = ("fate", act.id, place, state.known, state.uncured)
    return state.world.remember(key, lambda: _worked_out(state, act, place))


def _worked_out(state: State, act: Act, place: int) -> _Fate:
    start = state.effective(act)
    if not is_spoken_of(state, act.id):
        return _Fate((Turn(state.applies_by_itself(act, place), act.id, start),))
    sayings = _sayings(state, act, place)
    events = _in_order(
        state, [(s, t) for s in sayings for t in s.turns if t.on or t.by != s.act.id]
    )
    order = list(dict.fromkeys(s.act.id for s, _ in events))
    sayings.sort(key=lambda s: order.index(s.act.id) if s.act.id in order else -1)
    counts = {s.act.id for s in sayings if s.back and s.lasting}
    first = _last(sayings, counts)
    on = first.on if first is not None else state.applies_by_itself(act, place)
    verb = first.says if first is not None else None
    begun = Turn(on, first.act.id if first else act.id, start, verb, first is not None)
    found = [begun]
    active: set[str] = set()
    ended: set[str] = set()
    for saying, turn in events:
        if turn.by == f"{END_OF}{saying.act.id}":
            ended.add(saying.act.id)
        # What has ended by itself does not come back when something that stayed it ends.
        on_again = turn.on and saying.act.id not in ended
        (active.add if on_again else active.discard)(saying.act.id)
        now = _last(sayings, counts | active)
        applies = now.on if now is not None else state.applies_by_itself(act, place)
        if applies is not found[-1].on:
            says = saying.says if turn.on else f"{saying.act.id} {turn.verb}"
            found.append(Turn(applies, turn.by, turn.when, says))
    lasting = [s for s in sayings if s.lasting]
    standing: Standing | None = None
    for saying in lasting:
        standing = _stands(saying) or standing
    return _Fate(tuple(found), standing, tuple(s.why for s in sayings))


def _last(sayings: Sequence[_Saying], among: set[str]) -> _Saying | None:
    """The last word: of those later acts that count."""
    return next((s for s in reversed(sayings) if s.act.id in among), None)


def _stands(saying: _Saying) -> Standing | None:
    """How an effect stands by a later act; None if that leaves it as it was."""
    if saying.standing is not None:
        return saying.standing
    if saying.on:
        return "valid"
    return "void" if saying.back else None


def _sayings(state: State, act: Act, place: int) -> list[_Saying]:
    """The later acts that took effect, each judged with this act left as it was."""
    inner = state.leaving(act.id)
    found = []
    for later, at in state.index.later[act.id]:
        deed = later.effects[at]
        if deed.verb not in WORDS:
            continue
        made = inner.turns(later, at)
        if not any(t.on for t in made) or pending_on(inner, later, at) is not None:
            continue
        # How it began is its own, though what reaches back to it made it so.
        made = (replace(made[0], by=later.id), *made[1:])
        ends = state.effective(later, ENDS) if deed.verb == "suspend" else UNDATED
        if ends != UNDATED:
            # What was granted for a time ends with it.
            made = (*made, Turn(False, f"{END_OF}{later.id}", ends, "ended"))
        effect = inner.effect(later.id, at)
        on = deed.verb in ("ratify", "uphold")
        standing: Standing | None = None
        if deed.verb == "find":
            standing = _FOUND[deed.get("standing") or ""]
            on = standing != "void"
        back = _reaches_back(state, later, deed.verb, effect)
        found.append(_Saying(later, deed.verb, on, back, standing, made, effect.why))
    return found


_FOUND: Final[Mapping[str, Standing]] = {"valid": "valid", "voidable": "voidable", "void": "void"}


def _reaches_back(state: State, later: Act, verb: str, effect: Effect) -> bool:
    """Whether a later act counts from the act on; where no rule says it, that is open."""
    if effect.reaches is not None:
        return effect.reaches == "back"
    usual = BY_DEFAULT[verb]
    if usual is not None:
        return usual
    options = ("from then", "back")
    return state.world.choose(f"reach of {later.id}", options, kind="rule") == "back"


def _in_order(state: State, events: Sequence[tuple[_Saying, Turn]]) -> list[tuple[_Saying, Turn]]:
    """Events in the order of their dates; asked of the world only where it matters."""
    out: list[tuple[_Saying, Turn]] = []
    for event in events:
        place = len(out)
        while place and _comes_first(state, event, out[place - 1]):
            place -= 1
        out.insert(place, event)
    return out


def _comes_first(state: State, a: tuple[_Saying, Turn], b: tuple[_Saying, Turn]) -> bool:
    (mine, first), (theirs, second) = a, b
    if first.by == second.by:
        return False
    if mine.act.id == theirs.act.id and same_instant(first.when, second.when):
        # Its own end goes before whatever else happens to it at that instant.
        return first.by == f"{END_OF}{mine.act.id}"
    if state.index.follows(first.by, second.by):
        return False
    if state.index.follows(second.by, first.by):
        return True
    sure = second.when.before(first.when)
    if sure is not None and not same_instant(first.when, second.when):
        return not sure
    if (mine.on is first.on) is (theirs.on is second.on) and mine.standing == theirs.standing:
        return False
    acts = state.index.acts
    labels = [effect_label(acts[t.by]) if t.by in acts else t.by for t in (first, second)]
    return state.world.order(labels[0], labels[1])
