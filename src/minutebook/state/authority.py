"""Who has the power to do a deed, and by which rule a body decides.

Powers come from norms in force and from the short forms of posts and bodies ("appointed by"),
which are norms of the rank of a bylaw. The ladder of ranks settles which rule of decision
holds: a default yields to what lower documents say, a floor can only be raised, a ceiling only
lowered, a mandatory rule stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import ANY, Deed, matches
from minutebook.records.nouns import RANKS, Force, Norm
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, AnyOf, Rule
from minutebook.records.values import Cite
from minutebook.state.index import family
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State

SHORT_FORM_RANK = RANKS.index("bylaw")


@dataclass(frozen=True, slots=True)
class Power:
    """A power to do a deed: who holds it, by which rule, of which rank, where it is read.

    `holder` None: the power belongs to a role that nobody fills, named by `role`.
    """

    holder: str | None
    name: str
    rank: int
    rule: Rule | None = None
    form: Literal["meeting", "written consent"] | None = None
    role: str | None = None
    says: str | None = None
    src: tuple[Cite, ...] = ()
    sure: bool = True
    force: Force = "default"

    @property
    def why(self) -> Why:
        """The reason for the power."""
        who = self.holder or f"{self.role} (nobody fills that role)"
        return Why(f"{who} can, by {self.name}", self.says, self.src)


def canonical(state: State, deed: Deed) -> tuple[Deed, ...]:
    """The deed in the forms that a power may speak of it.

    Emptying a seat is emptying a place on its body; adopting a later version is amending.
    """
    forms = [deed]
    post = state.book.get(deed.get("post"), nouns.Post)
    if post is not None and post.in_ is not None:
        forms.append(_with(deed, "post", post.in_))
    document = state.book.get(deed.get("document"), nouns.Document)
    if deed.verb == "adopt" and document is not None and document.amends is not None:
        forms.append(Deed("amend", (("document", document.amends),)))
    return tuple(forms)


def _with(deed: Deed, name: str, value: str) -> Deed:
    return Deed(deed.verb, tuple((n, value if n == name else v) for n, v in deed.args))


def speaking(state: State, modality: str, deed: Deed) -> list[Bound]:
    """The norms of a modality that speak of the deed, whether in force or not."""
    by_verb = state.index.by_verb
    said = (modality, None) in by_verb or (modality, family(deed.verb)) in by_verb
    # Only to adopt has a form with another verb.
    if not said and deed.verb != "adopt":
        return []
    forms = canonical(state, deed)
    found: list[Bound] = []
    for verb in dict.fromkeys((None, *(family(form.verb) for form in forms))):
        found.extend(
            bound
            for bound in by_verb.get((modality, verb), ())
            if bound.deed is None or any(matches(bound.deed, form) for form in forms)
        )
    found.sort(key=lambda b: b.serial)
    return found


def powers(state: State, deed: Deed, point: Point) -> list[Power]:
    """Every power that could produce the deed, whoever holds it."""
    found = [*_short_forms(state, deed), *_inherent(state, deed)]
    for bound in speaking(state, "can", deed):
        status = state.norm_state(bound, point)
        if status in ("in force", "undetermined"):
            found.append(_of_norm(state, bound, sure=status == "in force"))
    return found


def _of_norm(state: State, bound: Bound, *, sure: bool) -> Power:
    norm = bound.norm
    return Power(
        holder=bound.holder,
        name=norm.id,
        rank=rank_of(bound.document),
        rule=state.pick(norm.by),
        form=norm.form,
        role=norm.holder if bound.holder is None else None,
        says=norm.says,
        src=bound.cites,
        sure=sure,
        force=norm.force,
    )


def rank_of(document: nouns.Document) -> int:
    """The place on the ladder, 0 the highest; a contract stands outside, below all."""
    return RANKS.index(document.rank) if document.rank in RANKS else len(RANKS)


def _short_forms(state: State, deed: Deed) -> list[Power]:
    """`appointed by` and `removed by`: who may appoint may remove, unless the post says who else.

    A seat of a body follows its body where it says nothing itself.
    """
    record = state.book.records.get(deed.get("post") or "")
    if deed.verb not in ("appoint", "elect", "remove") or not isinstance(
        record, nouns.Body | nouns.Post
    ):
        return []
    chain: list[nouns.Body | nouns.Post] = [record]
    if isinstance(record, nouns.Post) and record.in_ is not None:
        body = state.book.get(record.in_, nouns.Body)
        if body is not None:
            chain.append(body)
    for place in chain:
        key, value = "appointed by", place.appointed_by
        if deed.verb == "remove" and place.removed_by is not None:
            key, value = "removed by", place.removed_by
        holder = state.pick(value)
        if holder is not None:
            says = f"{place.id} is {key} {holder}"
            if deed.verb == "remove" and key == "appointed by":
                says += "; who may appoint may remove, as the book does not say who else"
            return [Power(holder, f"{place.id}, '{key}'", SHORT_FORM_RANK, says=says,
                          src=place.src)]  # fmt: skip
    return []


def _inherent(state: State, deed: Deed) -> list[Power]:
    """Powers that need no document: to resign, to transfer what is yours, to register."""
    match deed.verb:
        case "resign":
            occupants = state.book.records.get(deed.get("post") or "")
            name = f"any member of {deed.get('post')}"
            says = "whoever holds a post can resign from it"
            return [Power(name, "resignation", len(RANKS), says=says)] if occupants else []
        case "transfer":
            says = "whoever holds units can transfer them"
            return [Power(deed.get("from"), "ownership", len(RANKS), says=says)]
        case "determine":
            fact = state.book.get(deed.get("fact"), nouns.Fact)
            by = state.pick(fact.determined_by) if fact is not None else None
            if fact is not None and by is not None:
                return [Power(by, f"{fact.id}, 'determined by'", SHORT_FORM_RANK, src=fact.src)]
        case "register":
            return _registrars(state, deed)
    return []


def _registrars(state: State, deed: Deed) -> list[Power]:
    act = state.index.acts.get(deed.get("act") or "")
    found = []
    for effect in act.effects if act is not None else ():
        post = state.book.get(effect.get("post"), nouns.Post)
        for who in state.pick(post.registered_by) if post is not None else ():
            assert post is not None
            found.append(Power(who, f"{post.id}, 'registered by'", SHORT_FORM_RANK, src=post.src))
    return found


EACH = ("any member of ", "each member of ", "any holder of ", "each holder of ")


def can_exercise(state: State, power: Power, actor: str, point: Point) -> bool | None:
    """Whether an actor is who holds a power: itself, as the holder of a post, as a member.

    A post acts through its holder, and an organisation through the body it acts through.
    """
    if power.holder is None:
        return False
    if power.holder in (actor, "anyone"):
        return True
    # Who registers is whom the register shows; that is the point of a register.
    register = power.name.endswith("registered by'")
    found = _is_holder(state, power.holder, actor, point, register=register)
    acting = state.book.records.get(actor)
    if isinstance(acting, nouns.Post) and found is False:
        held = state.holder(actor, point)
        if held is None:
            return False
        if held.holder is None:
            return None
        if held.holder == power.holder:
            return True
        return _is_holder(state, power.holder, held.holder, point, register=register)
    return found


def _is_holder(
    state: State, holder: str, actor: str, point: Point, *, register: bool
) -> bool | None:
    for prefix in EACH:
        if holder.startswith(prefix):
            place = holder[len(prefix) :]
            if isinstance(state.book.records.get(place), nouns.Instrument):
                return state.units(actor, place, point).more_than(0)
            return _occupies(state, place, actor, point, register=False)
    record = state.book.records.get(holder)
    if isinstance(record, nouns.Entity) and record.acts_through == actor:
        return True
    if isinstance(record, nouns.Post):
        return _occupies(state, holder, actor, point, register=register)
    acting = state.book.records.get(actor)
    return isinstance(acting, nouns.Entity) and acting.acts_through == holder


def _occupies(state: State, post: str, actor: str, point: Point, *, register: bool) -> bool | None:
    if actor == post:
        return True
    body = state.book.get(post, nouns.Body)
    if body is not None and body.holders_of:
        units = [state.units(actor, i, point).more_than(0) for i in body.holders_of]
        return True if True in units else None if None in units else False
    seats = state.seats(post, point, register=register)
    if any(o.holder == actor for o in seats.occupants):
        return True
    return None if any(o.holder is None for o in seats.occupants) else False


@dataclass(frozen=True, slots=True)
class Bar:
    """A norm that stands in the way: it disables (`cannot`) or only forbids (`must not`)."""

    norm: Norm
    document: nouns.Document
    src: tuple[Cite, ...] = ()
    sure: bool = True

    @property
    def why(self) -> Why:
        """The reason in words."""
        what = "cannot" if self.norm.modality == "cannot" else "must not"
        return Why(f"{self.norm.holder} {what}, by {self.norm.id}", self.norm.says, self.src)

    def bearing(self, power: Power) -> Literal["void", "voidable", "breach", "none"]:
        """What the norm does to an act by that power.

        The norm's own consequence goes first. A contract binds its parties and takes no power
        away: acting against it is a breach. On the ladder a norm of a lower rank may restrict a
        power that is a default, and none that is mandatory.
        """
        rank = rank_of(self.document)
        if self.document.rank != "contract" and rank > power.rank and power.force != "default":
            return "none"
        if self.norm.consequence is not None:
            return self.norm.consequence
        if self.norm.modality == "must not" or self.document.rank == "contract":
            return "breach"
        return "void"


def bars(state: State, deed: Deed, actor: str, point: Point) -> list[Bar]:
    """The norms in force that disable or forbid the deed to this actor."""
    from minutebook.state.life import excused

    found = []
    for bound in (*speaking(state, "cannot", deed), *speaking(state, "must not", deed)):
        if bound.holder is None:
            continue
        named = Power(bound.holder, bound.norm.id, 0)
        bound_by = can_exercise(state, named, actor, point)
        if bound_by is False:
            continue
        status = state.norm_state(bound, point)
        if status in ("in force", "undetermined"):
            excuse = excused(state, bound, deed, point)
            if excuse is not True:
                sure = status == "in force" and bound_by is True and excuse is False
                found.append(Bar(bound.norm, bound.document, bound.cites, sure))
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What the documents together say on one aspect of how a body acts.

    `value` None with `said` False: nothing is said.
    """

    value: object
    said: bool
    why: Why


@dataclass(frozen=True, slots=True)
class _Voice:
    value: object
    rank: int
    force: Force
    specific: bool
    name: str
    why: Why = field(compare=False)


Aspect = Literal["decides", "quorum", "without meeting", "proxies", "target votes"]


def aspect(state: State, body: nouns.Body, name: Aspect, deed: Deed, point: Point) -> Said:
    """What holds for a body on one aspect: the ladder of ranks applied to all that is said."""
    forms: tuple[Deed, ...] | None = None
    voices: list[Bound] = []
    for bound in state.index.by_holder.get((name, body.id), ()):
        if bound.document.rank == "contract":
            continue
        if bound.deed is not None:
            forms = forms if forms is not None else canonical(state, deed)
            if not any(matches(bound.deed, form) for form in forms):
                continue
        status = state.norm_state(bound, point)
        if status == "undetermined":
            applies = f"{bound.norm.id} applies"
            if state.world.choose(applies, ("yes", "no"), "yes", "rule") == "yes":
                status = "in force"
        if status == "in force":
            voices.append(bound)
    key = ("aspect", name, body.id, tuple(b.serial for b in voices))
    return state.world.remember(key, lambda: _settle(state, body, name, voices))


def _settle(state: State, body: nouns.Body, name: Aspect, bounds: list[Bound]) -> Said:
    voices = [*_voices(state, name, bounds), *_own_voice(state, body, name)]
    if not voices:
        why = Why(f"nothing at hand says '{name}' of {body.id}")
        return Said(None, False, why)
    specific = [v for v in voices if v.specific]
    if specific:
        lowest = max(v.rank for v in specific)
        highest = min(v.rank for v in specific)
        voices = [
            v
            for v in voices
            if v.specific or (v.rank < lowest and v.force != "default" and v.rank <= highest)
        ]
    return _ladder(state, body, name, voices)


def _voices(state: State, name: Aspect, bounds: list[Bound]) -> Iterable[_Voice]:
    for bound in bounds:
        value = state.pick(bound.norm.by) or state.pick(bound.norm.value)
        if value is not None:
            yield _Voice(value, rank_of(bound.document), bound.norm.force, bound.deed is not None,
                         bound.norm.id, Why(f"{name}: {_say(value)}, by {bound.norm.id}",
                                            bound.norm.says, bound.cites))  # fmt: skip


def _own_voice(state: State, body: nouns.Body, name: Aspect) -> Iterable[_Voice]:
    fields = {
        "decides": body.decides,
        "quorum": body.quorum,
        "without meeting": body.without_meeting,
        "proxies": body.proxies,
        "target votes": body.target_votes,
    }
    value = state.pick(fields[name])
    if value is not None:
        says = Why(f"{name}: {_say(value)}, by {body.id}", None, body.src)
        yield _Voice(value, SHORT_FORM_RANK, "default", False, body.id, says)


def _say(value: object) -> str:
    return value if isinstance(value, str) else say_rule(value)  # type: ignore[arg-type]  # a voice is a word or a rule


def _ladder(state: State, body: nouns.Body, name: Aspect, voices: list[_Voice]) -> Said:
    ranks = sorted({v.rank for v in voices})
    current: _Voice | None = None
    steps: list[Why] = []
    for rank in ranks:
        here = [v for v in voices if v.rank == rank]
        voice = here[0]
        if len({_say(v.value) for v in here}) > 1:
            names = tuple(sorted({v.name for v in here}))
            choice = f"{name} of {body.id}: {' or '.join(names)}"
            chosen = state.world.choose(choice, names, kind="rule")
            voice = next(v for v in here if v.name == chosen)
        steps.append(voice.why)
        current = voice if current is None else _lower(current, voice)
    assert current is not None
    why = (
        steps[0]
        if len(steps) == 1
        else Why(f"{name} of {body.id}: {_say(current.value)}", None, (), tuple(steps))
    )
    return Said(current.value, True, why)


def _lower(higher: _Voice, lower: _Voice) -> _Voice:
    """What holds when a lower document speaks too.

    A lower rule under a floor must meet both: the one that is weaker adds nothing. Under a
    ceiling either suffices: the one that is stronger cannot be demanded.
    """
    if higher.force == "mandatory":
        return higher
    if higher.force in ("floor", "ceiling") and not isinstance(lower.value, str):
        both = AllOf if higher.force == "floor" else AnyOf
        rules: tuple[Rule, Rule] = (higher.value, lower.value)  # type: ignore[assignment]  # rules, as neither is a word
        value = higher.value if higher.value == lower.value else both(rules)
        return _Voice(value, lower.rank, higher.force, lower.specific, lower.name, lower.why)
    return lower


__all__ = ["ANY", "Bar", "Power", "Said", "aspect", "bars", "can_exercise", "canonical", "powers"]
