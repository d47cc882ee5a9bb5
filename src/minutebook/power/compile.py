"""A deed at a date as a game over the persons who can carry it.

Any power to do the deed counts. A body is a vote over its voters; a voter that is an
organisation votes as the body (or the holder of the post) it acts through decides; persons, and
organisations of whose organs the book says nothing, are the players. The rules, the roll and
what stands in the way are those of the judge: `minutebook.state` is read, nothing is counted by
a rule of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import cast

from minutebook.answers.found import Why
from minutebook.power.casting import with_casting_vote
from minutebook.power.games import Either, Game, Group, any_of, weighted
from minutebook.power.rule_games import Roll, View, everybody, meeting, nobody
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Form
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, AnyOf, Consent, Number, Rule, Share
from minutebook.state.authority import Power, aspect, powers
from minutebook.state.electorate import call_roll
from minutebook.state.judge import judge
from minutebook.state.state import State
from minutebook.state.verdict import Effect

EACH = ("any member of ", "each member of ", "any holder of ", "each holder of ")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who surely carries something, and who may: the same game unless something is not known.

    `organs` are the organisations and posts that decide through others, each with the game of
    its own people; `bodies` those whose votes were compiled.
    """

    sure: Game
    may: Game
    whys: tuple[Why, ...] = ()
    missing: tuple[str, ...] = ()
    organs: tuple[tuple[str, Game], ...] = ()

    def view(self, view: View) -> Game:
        """The game surely won, or the one that may be."""
        return self.sure if view == "sure" else self.may

    @property
    def known(self) -> bool:
        """Whether nothing is left open."""
        return self.sure is self.may

    @property
    def players(self) -> tuple[str, ...]:
        """Everybody who stands in either game."""
        return tuple(dict.fromkeys(cast("Iterable[str]", (*self.sure.players, *self.may.players))))


_LOST = nobody()
NOBODY = Decision(_LOST, _LOST)


def either(decisions: Iterable[Decision]) -> Decision:
    """Any of them is enough."""
    found = list(decisions)
    if len(found) == 1:
        return found[0]
    if not found:
        return NOBODY
    sure: Game = Either(tuple(d.sure for d in found))
    may = sure if all(d.known for d in found) else Either(tuple(d.may for d in found))
    return Decision(
        sure,
        may,
        tuple(w for d in found for w in d.whys),
        tuple(dict.fromkeys(m for d in found for m in d.missing)),
        tuple({n: (n, g) for d in found for n, g in d.organs}.values()),
    )


@dataclass(frozen=True, slots=True)
class Means:
    """One way to do a deed: the power, who acts, in which form, and who decides that."""

    power: Power
    actor: str
    decision: Decision
    form: Form | None = None


@dataclass(slots=True)
class Compiler:
    """Compiles deeds in one state; what it has worked out is remembered."""

    state: State
    _ways: dict[Deed, tuple[tuple[Means, ...], tuple[Why, ...], tuple[str, ...]]] = field(
        default_factory=dict
    )
    _deciders: dict[str, Decision] = field(default_factory=dict)

    def deed(self, deed: Deed) -> Decision:
        """Who can do a deed, by any power to do it."""
        means, whys, missing = self.means(deed)
        found = either(m.decision for m in means)
        if missing and not means:
            return Decision(nobody(), everybody(), whys, missing)
        because = tuple(Why(w.says, w.rule, w.src, w.because) for w in (*found.whys, *whys))
        return replace(found, whys=because, missing=tuple(dict.fromkeys((*found.missing, *missing))))

    def means(self, deed: Deed) -> tuple[tuple[Means, ...], tuple[Why, ...], tuple[str, ...]]:
        """Every way to do a deed; why others are none; what is missing if no power is known."""
        if deed not in self._ways:
            self._ways[deed] = self._means(deed)
        return self._ways[deed]

    def _means(self, deed: Deed) -> tuple[tuple[Means, ...], tuple[Why, ...], tuple[str, ...]]:
        found = powers(self.state, deed, self.state.now)
        if not found:
            says = f"who has the power to {deed}"
            return (), (Why(f"nothing at hand says {says}"),), (says,)
        means: list[Means] = []
        whys: list[Why] = []
        for power in found:
            if power.holder is None:
                whys.append(power.why)
            for actor in self._actors(power):
                for form, decision in self._by(deed, power, actor):
                    usable, effect = self._usable(deed, actor, form)
                    if usable is False:
                        whys.append(effect.why)
                        continue
                    if usable is None:
                        none = nobody(decision.may.players)
                        decision = replace(
                            decision,
                            sure=none,
                            missing=(*decision.missing, *effect.missing),
                        )
                    means.append(Means(power, actor, decision, form))
        return tuple(means), tuple(dict.fromkeys(whys)), ()

    def _actors(self, power: Power) -> list[str]:
        """Who can exercise a power: its holder, the holder of a post, any member."""
        holder = power.holder
        if holder is None:
            return []
        if holder == "anyone":
            return [p.id for p in self.state.book.of(nouns.Person)]
        for prefix in EACH:
            if holder.startswith(prefix):
                return self._members(holder[len(prefix) :])
        if isinstance(self.state.book.records.get(holder), nouns.Post):
            on_register = power.name.endswith("registered by'")
            seats = self.state.seats(holder, register=on_register)
            return [o.holder or f"the holder of {holder}" for o in seats.occupants]
        return [holder]

    def _members(self, place: str) -> list[str]:
        """The members of a body, the holders of an instrument, the holder of a post."""
        record = self.state.book.records.get(place)
        if isinstance(record, nouns.Instrument):
            units = self.state.register(place)
            return [holder for holder, held in units.items() if held.more_than(0) is not False]
        if isinstance(record, nouns.Body) and record.holders_of:
            return list(dict.fromkeys(m for i in record.holders_of for m in self._members(i)))
        return [o.holder or f"the holder of {place}" for o in self.state.seats(place).occupants]

    def _usable(self, deed: Deed, actor: str, form: Form | None) -> tuple[bool | None, Effect]:
        """Whether everybody together carries it: else something stands in the way.

        Asked of the judge, so that preconditions, bars and doubts about powers are his.
        """
        effect = judge(self.state, deed, by=actor, choices=Ballot({}, others="for"), form=form)
        if effect.standing == "void":
            return False, effect
        if effect.standing == "undetermined" and effect.carried:
            return None, effect
        return True, effect

    # -- what was met on the way

    @property
    def open(self) -> tuple[str, ...]:
        """What was missing for any deed compiled so far."""
        found = (*(m for _, _, lacking in self._ways.values() for m in lacking),
                 *(m for ways, _, _ in self._ways.values() for w in ways
                   for m in w.decision.missing if not w.decision.known))  # fmt: skip
        return tuple(dict.fromkeys(found))

    def games(self) -> list[Game]:
        """The games of every deed compiled so far."""
        return [w.decision.may for ways, _, _ in self._ways.values() for w in ways]

    def organs(self) -> tuple[tuple[str, Game], ...]:
        """Those who decide through others, in any deed compiled so far."""
        found = {
            n: (n, g) for ways, _, _ in self._ways.values() for w in ways
            for n, g in w.decision.organs
        }  # fmt: skip
        return tuple(found.values())

    # -- how an actor decides

    def _by(self, deed: Deed, power: Power, actor: str) -> Iterator[tuple[Form | None, Decision]]:
        body = self._body(actor)
        if body is None:
            yield None, replace(self.decider(actor), whys=(power.why,))
            return
        for form in self._forms(body, deed, power):
            decision = self._vote(body, deed, power, form, (actor, body.id))
            if decision is not None:
                yield form, replace(decision, whys=(power.why, *decision.whys))

    def _body(self, actor: str) -> nouns.Body | None:
        record = self.state.book.records.get(actor)
        if isinstance(record, nouns.Entity) and record.acts_through is not None:
            record = self.state.book.records.get(record.acts_through)
        return record if isinstance(record, nouns.Body) else None

    def _forms(self, body: nouns.Body, deed: Deed, power: Power | None) -> list[Form]:
        if power is not None and power.form is not None:
            return ["meeting" if power.form == "meeting" else "without meeting"]
        if aspect(self.state, body, "without meeting", deed, self.state.now).said:
            return ["meeting", "without meeting"]
        return ["meeting"]

    def decider(self, name: str, above: tuple[str, ...] = ()) -> Decision:
        """Who makes somebody consent: a person themselves, an organisation through its organ.

        An organisation that is asked about on the way to its own decision cannot give that
        decision a ground: it then consents for nobody. (In a monotone system a shortest ground
        never needs itself, so this is the least fixpoint.)
        """
        if name in above:
            return NOBODY
        if name in self._deciders:
            return self._deciders[name]
        found, through = self._decider(name, above)
        if through is not None:
            found = replace(found, organs=(*found.organs, (name, found.sure)))
        if not above:
            self._deciders[name] = found
        return found

    def _decider(self, name: str, above: tuple[str, ...]) -> tuple[Decision, str | None]:
        record = self.state.book.records.get(name)
        on = (*above, name)
        if isinstance(record, nouns.Entity) and record.acts_through is not None:
            return self.decider(record.acts_through, on), record.acts_through
        if isinstance(record, nouns.Post):
            holders = [o.holder or f"the holder of {name}" for o in self.state.seats(name).occupants]
            return either(self.decider(h, on) for h in holders), name
        if isinstance(record, nouns.Body):
            own = Deed("decide", (("matter", f"how {name} votes"),))
            votes = (
                self._vote(record, own, None, form, on) for form in self._forms(record, own, None)
            )
            return either(v for v in votes if v is not None), name
        player = any_of([name])
        return Decision(player, player), None

    def _vote(
        self, body: nouns.Body, deed: Deed, power: Power | None, form: Form, above: tuple[str, ...]
    ) -> Decision | None:
        """A body's vote over its voters, each of whom may be decided by others.

        None if the body does not act in that form.
        """
        found = self._rule(body, deed, power, form)
        if found is None:
            return None
        rule, quorum, why = found
        ballot = Ballot({}, others=None)
        called = call_roll(self.state, body, deed, ballot, form, None, self.state.now)
        roll = Roll(called.electorate.voters, called.electorate.vacant, self._counts(body, rule))
        names = tuple(dict.fromkeys(v.name for v in roll.voters))
        missing = [m for m in called.missing if not m.startswith("how ")]
        if rule is None:
            sure: Game = nobody(names, roll.counts)
            may = meeting(Number(Fraction(1), False, "heads", "in office"), None, roll, "may")
            missing.append(f"the rule by which {body.id} decides"
                           + ("" if form == "meeting" else " without a meeting"))  # fmt: skip
        else:
            sure = meeting(rule, quorum, roll, "sure")
            may = meeting(rule, quorum, roll, "may")
            if form == "meeting" and quorum is None and not counts_absent(rule):
                sure = sure & _all_come(roll)
            if form == "meeting" and body.casting_vote is not None:
                sure, may = with_casting_vote(self.state, body, rule, quorum, roll, sure, may)
        if may != sure and rule is not None and quorum is None and not counts_absent(rule):
            missing.append(f"the quorum of {body.id}")
        notes = tuple(called.notes)
        decision = Decision(sure, sure if may == sure else may, (replace_because(why, notes),),
                            tuple(missing) if may != sure else ())  # fmt: skip
        return self._nest(decision, names, above)

    def _rule(
        self, body: nouns.Body, deed: Deed, power: Power | None, form: Form
    ) -> tuple[Rule | None, Rule | None, Why] | None:
        """By which rule and quorum a body decides in a form; the rule None if none is known."""
        own = power.rule if power is not None else None
        point = self.state.now
        if form == "meeting":
            said = aspect(self.state, body, "decides", deed, point)
            rule = own if own is not None else cast("Rule | None", said.value)
            quorum = cast("Rule | None", aspect(self.state, body, "quorum", deed, point).value)
        else:
            said = aspect(self.state, body, "without meeting", deed, point)
            rule, quorum = cast("Rule | None", said.value), None
            if power is not None and power.form == "written consent" and own is not None:
                rule = own
            elif own is not None and rule is not None:
                rule = AllOf((rule, own))
        if rule is None:
            return None, None, said.why
        says = f"{body.id} {'at a meeting' if form == 'meeting' else form}: {say_rule(rule)}"
        if quorum is not None:
            says += f"; quorum: {say_rule(quorum)}"
        return rule, quorum, Why(says, None, (), () if own is not None else (said.why,))

    def _counts(self, body: nouns.Body, rule: Rule | None) -> dict[str, int]:
        """The groups among the holders whose members hold alike and vote each for themselves."""
        counts: dict[str, int] = {}
        if not body.holders_of or rule is None or _counts_heads(rule):
            return counts
        for instrument in body.holders_of:
            for holder in self.state.register(instrument):
                group = self.state.book.get(holder, nouns.Group)
                size = self.state.pick(group.count) if group is not None else None
                if size is not None and size.exact is not None and size.exact > 1:
                    counts[holder] = int(size.exact)
        return counts

    def _nest(self, decision: Decision, names: Iterable[str], above: tuple[str, ...]) -> Decision:
        """Put those who decide for a voter in the voter's place."""
        sure, may = decision.sure, decision.may
        known = decision.known
        missing, organs = list(decision.missing), list(decision.organs)
        for name in names:
            inner = self.decider(name, above)
            if inner.sure == any_of([name]) or name not in sure.players:
                continue
            sure = sure.replace(name, inner.sure)
            known = known and inner.known
            may = sure if known else may.replace(name, inner.may)
            missing.extend(inner.missing)
            organs.extend(inner.organs)
        return Decision(sure, may, decision.whys, tuple(dict.fromkeys(missing)), tuple(organs))


def replace_because(why: Why, more: tuple[Why, ...]) -> Why:
    """The same step with more reasons."""
    return replace(why, because=(*why.because, *more))


def _all_come(roll: Roll) -> Game:
    """Everybody has to come where a quorum is needed and not known."""
    counts = {v.name: roll.counts.get(v.name, 1) for v in roll.voters if v.counted}
    return weighted(sum(counts.values()), {n: Group(c) for n, c in counts.items()})


def counts_absent(rule: Rule) -> bool:
    """Whether a rule asks for consents as a part of everyone, so that it needs no quorum."""
    match rule:
        case Share(_, _, base):
            return base.population in ("seats", "in office", "outstanding")
        case Number() | Consent():
            return True
        case AllOf(rules):
            return any(counts_absent(r) for r in rules)
        case AnyOf(rules):
            return all(counts_absent(r) for r in rules)
    return False


def _counts_heads(rule: Rule) -> bool:
    match rule:
        case Share(_, _, base):
            return base.measure == "heads"
        case Number(measure=measure):
            return measure == "heads"
        case AllOf(rules) | AnyOf(rules):
            return any(map(_counts_heads, rules))
    return False
