"""A deed at a date as a game over the persons who can carry it.

Any power to do the deed counts. A body is a vote over its voters; a voter that is an
organisation votes as the body (or the holder of the post) it acts through decides; persons, and
organisations of whose organs the book says nothing, are the players. The rules, the roll and
what stands in the way are those of the judge: `minutebook.state` is read, nothing is counted by
a rule of our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from minutebook.answers.found import Why
from minutebook.power.actors import actors, body_behind, equals_among, no_rule
from minutebook.power.affairs import powers_or_own
from minutebook.power.casting import votes_with
from minutebook.power.coalitions import Group
from minutebook.power.decision import NOBODY, Decision, Means, Ways, either
from minutebook.power.games import Game, any_of, weighted
from minutebook.power.rule_games import (
    SOMEBODY,
    Ask,
    Roll,
    all_come,
    coming_serves,
    everybody,
    if_all_come,
    names_in,
    nobody,
    presence_hurts,
    recused,
    vote,
)
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, Rule
from minutebook.state.actors import can_exercise
from minutebook.state.aspects import aspect, exercised
from minutebook.state.authority import Power, powers
from minutebook.state.bars import bars
from minutebook.state.consents import with_consents, with_presider
from minutebook.state.election import in_advance
from minutebook.state.electorate import call_roll
from minutebook.state.judge import judge
from minutebook.state.preconditions import displaced
from minutebook.state.presiding import chair_of
from minutebook.state.seating import of_seat
from minutebook.state.slots import Seats
from minutebook.state.sole import acting, roll_with
from minutebook.state.state import State
from minutebook.state.tested import counts_absent
from minutebook.state.verdict import Effect
from minutebook.state.waiting import asleep


@dataclass(slots=True)
class Compiler:
    """Compiles deeds in one state; what it has worked out is remembered."""

    state: State
    _ways: dict[tuple[Deed, int], Ways] = field(default_factory=dict)
    _deciders: dict[tuple[str, Deed | None], Decision] = field(default_factory=dict)
    _seats: dict[str, Seats] = field(default_factory=dict)
    heaped: set[Deed] = field(default_factory=set)
    """Appointments that are voted on cumulatively, of those compiled so far."""

    def deed(self, deed: Deed) -> Decision:
        """Who can do a deed, by any power to do it."""
        means, whys, missing = self.means(deed)
        found = either(m.decision for m in means)
        if missing and not means:
            return Decision(nobody(), everybody(), whys, missing)
        because = tuple(dict.fromkeys((*found.whys, *whys)))
        lacking = tuple(dict.fromkeys((*found.missing, *missing)))
        return replace(found, whys=because, missing=lacking)

    def seats(self, place: str) -> Seats:
        """Who sits there."""
        if place not in self._seats:
            self._seats[place] = self.state.seats(place)
        return self._seats[place]

    def voters(self, deed: Deed) -> Decision:
        """Who would decide on a deed, whether or not it has something to act on."""
        deed = of_seat(self.state, deed, self.state.now)
        return either(
            decision
            for power in powers(self.state, deed, self.state.now)
            for actor in actors(self.state, power)
            for _, decision in self._by(deed, power, actor)
        )

    def means(self, deed: Deed, together: int = 1) -> Ways:
        """Every way to do a deed; why others are none; what is missing if no power is known.

        `together` with others of its kind it may be harder: of votes that can be heaped on one
        candidate, it takes more to elect several.
        """
        deed = of_seat(self.state, deed, self.state.now)
        key = (deed, together)
        if key not in self._ways:
            self._ways[key] = self._means(deed, together)
        return self._ways[key]

    def _means(self, deed: Deed, together: int) -> Ways:
        found = powers_or_own(self.state, deed)
        if not found:
            waiting, says = asleep(self.state, deed, self.state.now), f"who has the power to {deed}"
            return (), waiting or (Why(f"nothing at hand says {says}"),), () if waiting else (says,)
        means: list[Means] = []
        whys: list[Why] = []
        failed: list[Why] = []
        for power in found:
            if power.holder is None:
                whys.append(power.why)
            for actor in actors(self.state, power):
                stands, hold = self._stands(deed, power, actor)
                whys.extend(hold)
                if stands is False:
                    continue
                for form, decision in self._by(deed, power, actor, together):
                    usable, effect = self._usable(deed, actor, form)
                    if usable is False:
                        failed.append(effect.why)
                        continue
                    if usable is None or stands is None:
                        none = nobody(names_in(decision.may))
                        lacking = effect.missing or (f"whether {actor} can act under {power.name}",)
                        lacking = (*decision.missing, *lacking)
                        decision = replace(decision, sure=none, missing=lacking)
                    means.append(Means(power, actor, decision, form))
        # Why a way fails explains nothing where another one serves.
        return tuple(means), tuple(dict.fromkeys([*whys, *(() if means else failed)])), ()

    def _stands(self, deed: Deed, power: Power, actor: str) -> tuple[bool | None, tuple[Why, ...]]:
        """Whether no norm takes that power away, and why: an actor may have another that stands."""
        hold = bars(self.state, deed, actor, self.state.now)
        voids = [bar for bar in hold if bar.bearing(power) == "void"]
        if any(bar.sure for bar in voids):
            return False, (power.why, *(bar.why for bar in voids))
        sure = power.sure and can_exercise(self.state, power, actor, self.state.now) is True
        return True if sure and not voids else None, tuple(bar.why for bar in hold)

    def _usable(self, deed: Deed, actor: str, form: Form | None) -> tuple[bool | None, Effect]:
        """Whether everybody together carries it: else something stands in the way.

        Asked of the judge, so that preconditions, bars and doubts about powers are his. Those
        whom it is about may have to stay away.
        """
        party = deed.get("party") if deed.verb == "remove" else self._displaced(deed, actor)
        away: dict[str, Choice] = {party: "absent"} if party is not None else {}
        effect = self._judged(deed, actor, Ballot({}, others="for"), form)
        if effect.standing == "void" and away:
            other = self._judged(deed, actor, Ballot(away, others="for"), form)
            effect = effect if other.standing == "void" else other
        if effect.standing == "void":
            return False, effect
        if effect.standing == "undetermined" and effect.carried:
            return None, effect
        return True, effect

    def _judged(self, deed: Deed, actor: str, ballot: Ballot, form: Form | None) -> Effect:
        return judge(self.state, deed, by=actor, choices=ballot, form=form, explain=False)

    # -- what was met on the way

    @property
    def open(self) -> tuple[str, ...]:
        """What was missing for any deed compiled so far."""
        found = (*(m for _, _, lacking in self._ways.values() for m in lacking),
                 *(m for ways, _, _ in self._ways.values() for w in ways
                   for m in w.decision.missing if not w.decision.known))  # fmt: skip
        return tuple(dict.fromkeys(found))

    @property
    def all_known(self) -> bool:
        """Whether who surely wins and who may is the same in everything compiled so far."""
        ways = (w.decision for ways, _, _ in self._ways.values() for w in ways)
        return all(d.known for d in (*ways, *self._deciders.values()))

    def games(self) -> list[Game]:
        """The games of every deed compiled so far."""
        return [w.decision.may for ways, _, _ in self._ways.values() for w in ways]

    def organs(self) -> tuple[tuple[str, Game], ...]:
        """Those who decide through others, in any deed compiled so far."""
        decided = (w.decision.organs for ways, _, _ in self._ways.values() for w in ways)
        return tuple({n: (n, g) for organs in decided for n, g in organs}.values())

    # -- how an actor decides

    def _by(
        self, deed: Deed, power: Power, actor: str, together: int = 1
    ) -> Iterator[tuple[Form | None, Decision]]:
        body = body_behind(self.state, actor)
        if body is None:
            found = self.decider(actor)
            if power.rule is not None:
                found = self._with_others(deed, power, power.rule, actor)
            yield None, replace(found, whys=(power.why, *found.whys))
            return
        for form in self._forms(body, deed, power):
            votes = [
                self._vote(body, [(deed, power), *more], form, (), together)
                for more in self._removal(deed, actor)
            ]
            decision = either(votes)
            yield form, replace(decision, whys=(power.why, *decision.whys))

    def _removal(self, deed: Deed, actor: str) -> list[list[tuple[Deed, Power | None]]]:
        """The removal that an appointment takes, by each power that the actor has to it."""
        holder = self._displaced(deed, actor)
        if holder is None:
            return [[]]
        removal = Deed("remove", (("party", holder), ("post", deed.get("post") or "")))
        now = self.state.now
        found = powers(self.state, removal, now)
        return [[(removal, p)] for p in found if can_exercise(self.state, p, actor, now)]

    def _displaced(self, deed: Deed, actor: str) -> str | None:
        if deed.verb not in ("appoint", "elect"):
            return None
        return displaced(self.state, deed, actor, self.state.now, (), None)

    def _forms(self, body: nouns.Body, deed: Deed, power: Power | None) -> list[Form]:
        if power is not None and power.form is not None:
            return ["without meeting" if power.form == "written consent" else "meeting"]
        if aspect(self.state, body, "without meeting", deed, self.state.now).said:
            return ["meeting", "without meeting"]
        return ["meeting"]

    def decider(self, name: str, above: tuple[str, ...] = (), deed: Deed | None = None) -> Decision:
        """Who makes somebody consent, to a deed if one is given: organisations by their organs.

        An organisation that is asked about on the way to its own decision cannot give that
        decision a ground: it then consents for nobody. (In a monotone system a shortest ground
        never needs itself, so this is the least fixpoint.)
        """
        if name in above:
            return NOBODY
        key = (name, deed)
        if key in self._deciders:
            return self._deciders[key]
        found, through = self._decider(name, above, deed)
        if through is not None:
            found = replace(found, organs=(*found.organs, (name, found.sure)))
        if not above:
            self._deciders[key] = found
        return found

    def _decider(
        self, name: str, above: tuple[str, ...], deed: Deed | None
    ) -> tuple[Decision, str | None]:
        record = self.state.book.records.get(name)
        on = (*above, name)
        if isinstance(record, nouns.Entity) and record.acts_through is not None:
            return self.decider(record.acts_through, on, deed), record.acts_through
        if isinstance(record, nouns.Post):
            holders = [
                o.holder or f"the holder of {name}" for o in self.state.sitting(name).occupants
            ]
            return either(self.decider(h, on, deed) for h in holders), name
        if isinstance(record, nouns.Body):
            own = Deed("decide", (("matter", f"how {name} votes"),))
            if deed is not None:
                own = Deed("consent", (("deed", str(deed)),))
            forms = self._forms(record, own, None)
            return either(self._vote(record, [(own, None)], form, on) for form in forms), name
        player = any_of([name])
        return Decision(player, player), None

    def _vote(
        self,
        body: nouns.Body,
        questions: Sequence[tuple[Deed, Power | None]],
        form: Form,
        above: tuple[str, ...],
        together: int = 1,
    ) -> Decision:
        """A body's vote over its voters, each of whom may be decided by others.

        Several questions are put to one ballot where one deed takes another: who appoints
        somebody to an office that is held has to remove the holder.
        """
        asks: list[Ask] = []
        whys: list[Why] = []
        missing: list[str] = []
        unsure: list[Game] = []
        now, untold = self.state.now, Ballot({})
        chair = chair_of(self.state, body, questions[0][0], now) if form == "meeting" else None
        for deed, power in questions:
            rule, quorum, why = self._rule(body, deed, power, form, together)
            called = call_roll(self.state, body, deed, untold, form, None, now)
            if rule is not None:
                rule, called = with_consents(self.state, rule, called, untold, now, deed)
            called = with_presider(self.state, called, chair, untold)
            counts = equals_among(self.state, called.electorate.voters)
            roll = Roll(called.electorate.voters, called.electorate.vacant, counts)
            missing += [m for m in called.missing if not m.endswith((" voted", " consents"))]
            whys.append(replace(why, because=(*why.because, *called.notes)))
            if rule is None:
                missing.append(no_rule(body, form))
                unsure.append(nobody())
                rule = SOMEBODY
            elif form == "meeting" and quorum is None and not counts_absent(rule):
                missing.append(f"the quorum of {body.id}")
                unsure.append(all_come(roll))
            asks.append(Ask(rule, quorum, roll))
        sure, may = votes_with(chair, asks)
        if sure != may and not missing:
            missing.append(f"when the casting vote of {chair} decides: too many ways to vote")
        for game in unsure:
            sure = sure & game
        known = sure == may
        names = tuple(dict.fromkeys(v.name for ask in asks for v in ask.roll.voters))
        hurts = any(presence_hurts(ask.rule, ask.roll) for ask in asks) and not coming_serves(
            sure, asks
        )
        found = Decision(sure, sure if known else may, tuple(whys), () if known else tuple(missing),
                         (), not hurts, if_all_come(asks) if hurts else None,
                         recused(asks) if hurts else ())  # fmt: skip
        return self._nest(found, names, above)

    def _with_others(self, deed: Deed, power: Power, rule: Rule, actor: str) -> Decision:
        """Who makes one actor do a deed for which a norm asks others' consent besides."""
        now, untold = self.state.now, Ballot({})
        rule, called = roll_with(self.state, power, rule, deed, actor, untold, now)
        voters = called.electorate.voters
        roll = Roll(voters, called.electorate.vacant, equals_among(self.state, voters))
        game = vote([Ask(rule, None, roll)], "sure")
        first = acting(self.state, actor, now)
        game = game & weighted(1, {first: Group(roll.counts.get(first, 1))})
        for voter in voters:
            if voter.choices == {"for"} and voter.name != first:
                game = game.replace(voter.name, everybody())
        names = [v.name for v in voters if v.choices != {"for"} or v.name == first]
        why = Why(f"{actor} with others: {say_rule(rule)}")
        return self._nest(Decision(game, game, (why,)), names, (), deed)

    def _rule(
        self, body: nouns.Body, deed: Deed, power: Power | None, form: Form, together: int
    ) -> tuple[Rule | None, Rule | None, Why]:
        """By which rule and quorum a body decides in a form; the rule None if none is known."""
        own, point = power.rule if power is not None else None, self.state.now
        if form == "meeting":
            said = exercised(self.state, body, power, deed, point)
            rule = cast("Rule | None", said.value)
            needed = exercised(self.state, body, power, deed, point, "quorum")
            quorum = cast("Rule | None", needed.value)
        else:
            said = aspect(self.state, body, "without meeting", deed, point)
            rule, quorum = cast("Rule | None", said.value), None
            if power is not None and power.form == "written consent" and own is not None:
                said = exercised(self.state, body, power, deed, point, "without meeting")
                rule = cast("Rule | None", said.value)
            elif power is not None and own is not None and rule is not None:
                binding = exercised(self.state, body, power, deed, point).value
                rule = AllOf((rule, cast("Rule", binding)))
        if rule is None:
            return None, None, said.why
        said_rule, rule = rule, in_advance(self.state, deed, rule, point, together)
        if rule != said_rule:
            self.heaped.add(deed)
        says = f"{body.id} {'at a meeting' if form == 'meeting' else form}: {say_rule(rule)}"
        if quorum is not None:
            says += f"; quorum: {say_rule(quorum)}"
        return rule, quorum, Why(says, None, (), () if rule == own else (said.why,))

    def _nest(
        self,
        decision: Decision,
        names: Iterable[str],
        above: tuple[str, ...],
        deed: Deed | None = None,
    ) -> Decision:
        """Put those who decide for a voter in the voter's place; or on consenting to a deed."""
        sure, may = decision.sure, decision.may
        known, coming = decision.known, decision.coming
        missing, organs = list(decision.missing), list(decision.organs)
        for name in names:
            inner = self.decider(name, above, deed)
            if inner.sure == any_of([name]) or name not in sure.players:
                continue
            sure = sure.replace(name, inner.sure)
            if coming is not None and name in coming.players:
                coming = coming.replace(name, inner.sure)
            known = known and inner.known
            may = sure if known else may.replace(name, inner.may)
            missing.extend(inner.missing)
            organs.extend(inner.organs)
        return Decision(sure, may, decision.whys, tuple(dict.fromkeys(missing)), tuple(organs),
                        decision.monotone, coming, decision.recused)  # fmt: skip
