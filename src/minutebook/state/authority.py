"""Who has the power to do a deed, and by which rule a body decides.

Powers come from norms in force and from the short forms of posts and bodies ("appointed by"),
which are norms of the rank of a bylaw. `minutebook.state.ladder` settles which of several holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed, family, matches
from minutebook.records.nouns import NormForm
from minutebook.records.rules import Rule
from minutebook.records.values import Cite, Value
from minutebook.state.concerned import each
from minutebook.state.doubts import in_question
from minutebook.state.ladder import (
    LOWEST,
    SHORT_FORM_RANK,
    Limits,
    Refused,
    limits_of,
    rank_of,
    refusal,
    within,
)
from minutebook.state.slots import Point
from minutebook.text.duration import Duration

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State

_OPEN = Limits()
_BINDING = Limits("mandatory")
"""A short form binds what ranks below a bylaw, as any norm of a bylaw does."""


@dataclass(frozen=True)
class Power:
    """A power to do a deed: who holds it, by which rule, of which rank, where it is read.

    `holder` None: the power belongs to a role that nobody fills, named by `role`. `deed` is what
    it is stated of (None: any deed); `limits` say how far lower documents may change it, and
    `despite` which prohibitions it goes before. Of a power that is not sure, `doubt` says what
    would settle it; a `conditional` one holds only while something else does.
    """

    holder: str | None
    name: str
    rank: int
    rule: Rule | None = None
    quorum: Rule | None = None
    form: NormForm | None = None
    role: str | None = None
    says: str | None = None
    src: tuple[Cite, ...] = ()
    sure: bool = True
    limits: Limits = _OPEN
    deed: Deed | None = None
    despite: tuple[str, ...] = ()
    delegated_by: str | None = None
    beside: tuple[Why, ...] = field(default=(), compare=False)
    reaches: Literal["back", "from then"] | None = None
    within: Duration | None = None
    doubt: str | None = None
    conditional: bool = False

    @property
    def whose(self) -> str:
        """Whose it is, in words."""
        if self.holder is not None:
            return self.holder
        return nouns.NOBODY if self.role == nouns.NOBODY else f"{self.role} (nobody)"

    @cached_property
    def why(self) -> Why:
        """The reason for the power, with the norms of other ranks that it left behind."""
        who = self.holder or f"{self.role} (nobody fills that role)"
        if self.role == nouns.NOBODY:
            who = nouns.NOBODY
        return Why(f"{who} can, by {self.name}", self.says, self.src, self.beside)


def canonical(state: State, deed: Deed) -> tuple[Deed, ...]:
    """The deed in the forms that a power may speak of it.

    Emptying a seat is emptying a place on its body; adopting a later version is amending.
    """
    forms = [deed]
    post = state.book.get(deed.get("post"), nouns.Post)
    if post is not None and post.in_ is not None:
        forms.append(_with(deed, "post", post.in_))
    document = state.book.get(deed.get("document"), nouns.Document)
    if deed.verb == "adopt" and document is not None and document.earlier is not None:
        forms.append(Deed("amend", (("document", document.earlier),)))
    return tuple(forms)


def _with(deed: Deed, name: str, value: str) -> Deed:
    return Deed(deed.verb, tuple((n, value if n == name else v) for n, v in deed.args))


def speaking(
    state: State, modality: str, deed: Deed, point: Point | None = None
) -> Sequence[Bound]:
    """The norms of a modality that speak of the deed, in force or not; at a point, of its party."""
    if modality not in state.index.norms:
        return []
    by_verb = state.index.by_verb
    said = (modality, None) in by_verb or (modality, family(deed.verb)) in by_verb
    # Only to adopt has a form with another verb.
    if not said and deed.verb != "adopt":
        return []
    forms = canonical(state, deed)
    found: list[Bound] = []
    for verb in dict.fromkeys((None, *(family(form.verb) for form in forms))):
        said_of = state.index.on_deeds.get((modality, verb))
        if said_of is not None:
            found.extend(said_of.of(forms))
    found.sort(key=lambda b: b.serial)
    return each(state, found, deed, point or state.now)


def powers(state: State, deed: Deed, point: Point) -> list[Power]:
    """Every power that could produce the deed, whoever holds it; the ladder of ranks applied."""
    found: list[Power] = []
    if deed.verb in ("appoint", "elect", "remove"):
        found.extend(implied for power in _short_forms(state, deed)
                     if (implied := _implied(state, power, deed, point)) is not None)  # fmt: skip
    found.extend(_inherent(state, deed))
    found.extend(_stated(state, deed, point))
    delegated = any(power.delegated_by is not None for power in found)
    if delegated or deed.verb == "repeal":
        from minutebook.state import delegation

        if deed.verb == "repeal":
            found.extend(delegation.revocations(state, deed))
            delegated = any(power.delegated_by is not None for power in found)
        if delegated:
            found = delegation.within_their_source(state, deed, found, point)
    return prevailing(state, found)


def _implied(state: State, power: Power, deed: Deed, point: Point) -> Power | None:
    """A short form beside the norms: that who appoints may remove is the last resort.

    A norm that says who removes leaves nothing to be implied, even while it waits for a cause;
    one that delegates the power takes it from nobody.
    """
    if deed.verb != "remove" or not power.name.endswith("'appointed by'"):
        return power
    said = (b for b in speaking(state, "can", deed, point) if b.norm.delegated_by is None)
    frames = [state.norm_frame(bound, point)[0] for bound in said]
    if "in force" in frames:
        return None
    return replace(power, sure=False) if "undetermined" in frames else power


def _stated(state: State, deed: Deed, point: Point) -> Iterator[Power]:
    for bound in speaking(state, "can", deed, point):
        status = state.norm_state(bound, point)
        if status in ("in force", "undetermined"):
            power = _of_norm(state, bound, sure=status == "in force")
            if bound.party is not None and not power.sure:
                power = replace(power, doubt=in_question(state, bound, point))
            yield power


def prevailing(state: State, found: Sequence[Power]) -> list[Power]:
    """The powers that the ladder leaves standing, of all that are stated.

    Two powers of one holder over one deed are one power, stated in two ranks: the lower document
    says how it is exercised as far as the higher one lets it, and what it says beyond that is
    invalid. Powers of different holders stand side by side.
    """
    if len(found) < 2:
        return list(found)
    order = sorted(range(len(found)), key=lambda place: found[place].rank)
    admitted: list[int] = []
    standing: dict[int, Power] = {}
    for place in order:
        power: Power | None = found[place]
        above = [a for a in admitted if _restates(state, found[a], found[place])]
        for higher in above:
            refused = _refused(found[higher], found[place])
            if refused is not None:
                power = None if found[higher].sure else power and replace(power, sure=False)
                for one in (a for a in above if a in standing):
                    beside = (*standing[one].beside, refused.says)
                    standing[one] = replace(standing[one], beside=beside)
            elif power is not None:
                power = _under(state, found[higher], power)
        if power is None:
            continue
        for higher in above:
            if higher in standing and _gives_way(state, found[higher], power):
                standing[higher] = replace(standing[higher], sure=False)
                if power.sure:
                    del standing[higher]
        admitted.append(place)
        standing[place] = power
    return _but_for_special([standing[place] for place in sorted(standing)], state)


def _but_for_special(found: list[Power], state: State) -> list[Power]:
    """The powers without those of one rank that speak more broadly: the special rule goes first.

    One that waits for something is a further way, as is one of another form; one without a rule of
    its own is general.
    """
    return [g for g in found if not any(_goes_before(state, special, g) for special in found)]


def _goes_before(state: State, special: Power, general: Power) -> bool:
    if (special.holder, special.rank, special.form) != (general.holder, general.rank, general.form):
        return False
    if None in (special.rule, special.deed, general.deed):
        return False
    alike = special.delegated_by == general.delegated_by
    plain = special.sure and not special.conditional
    wide, narrow = general.deed, special.deed
    return alike and plain and covers(state, wide, narrow) and not covers(state, narrow, wide)


def _restates(state: State, higher: Power, lower: Power) -> bool:
    """Whether two powers are one, stated in two ranks, and the higher one says how it is used."""
    if higher.rank >= lower.rank or higher.holder is None or higher.rule is None:
        return False
    return acting(state, higher.holder) == acting(state, lower.holder)


def acting(state: State, holder: str | None) -> str | None:
    """A holder, or the body through which it acts: two names for one actor."""
    entity = state.book.get(holder, nouns.Entity)
    return entity.acts_through or holder if entity is not None else holder


def _refused(higher: Power, lower: Power) -> Refused | None:
    """Why the higher norm does not let the lower one say how the power is used, if it does not."""
    if lower.rule is None:
        return None
    limits = higher.limits
    reason = refusal(limits, higher.rule, lower.rank, lower.rule)
    if reason is None and _other_form(higher, lower) and limits.force in ("floor", "mandatory"):
        reason = f"asks for a decision by {higher.form}"
    if reason is None:
        return None
    return Refused(lower.name, higher.name, reason, Why(higher.says or higher.name, src=higher.src))


def _other_form(higher: Power, lower: Power) -> bool:
    return len({higher.form, lower.form} - {None}) == 2


def _under(state: State, higher: Power, lower: Power) -> Power | None:
    """A lower statement that is not refused, as it holds; None where it adds nothing."""
    if lower.rule is None or higher.limits.force == "mandatory":
        return None
    if not _gives_way(state, higher, lower):
        return lower
    rule = within(higher.limits, higher.rule, lower.rule)
    form = lower.form or (higher.form if higher.limits.force == "floor" else None)
    says = f"{higher.name} yields to it: it is a {higher.limits.force}"
    beside = (*lower.beside, Why(says, higher.says, higher.src))
    return replace(lower, rule=rule, form=form, beside=beside)  # type: ignore[arg-type]  # a rule within bounds is one


def _gives_way(state: State, higher: Power, lower: Power) -> bool:
    """Whether a lower statement that is not refused takes the higher one's place."""
    if lower.rule is None or higher.limits.force == "mandatory":
        return False
    return not _other_form(higher, lower) and covers(state, higher.deed, lower.deed)


def covers(state: State, higher: Deed | None, lower: Deed | None) -> bool:
    """Whether a norm on a deed speaks of all that one on another speaks of; None: on any deed."""
    if higher is None:
        return True
    if lower is None:
        return False
    return any(matches(higher, form) for form in canonical(state, lower))


@lru_cache(maxsize=1024)
def free(actor: str, name: str, says: str) -> Power:
    """What takes no power of anybody's: an actor's own affairs, its conduct, its signature."""
    return Power(actor, name, LOWEST, says=says)


def _of_norm(state: State, bound: Bound, *, sure: bool) -> Power:
    """The power that a norm states: made once, unless its rule or quorum hangs on a reading."""
    kept: Power | None = state.index.powers.get((bound.serial, sure))
    if kept is None:
        kept = _stated_by(state, bound, sure=sure)
        if not isinstance(bound.norm.by, Value) and not isinstance(bound.norm.quorum, Value):
            state.index.powers[bound.serial, sure] = kept
    return kept


def _stated_by(state: State, bound: Bound, *, sure: bool) -> Power:
    norm = bound.norm
    return Power(
        holder=bound.holder,
        name=norm.id,
        rank=rank_of(bound.document),
        rule=state.pick(norm.by),
        quorum=state.pick(norm.quorum),
        form=norm.form,
        role=norm.holder if bound.holder is None else None,
        says=norm.says,
        src=bound.cites,
        sure=sure,
        limits=limits_of(norm, bound.document),
        deed=bound.deed,
        despite=norm.despite,
        delegated_by=norm.delegated_by,
        reaches=norm.reaches,
        within=norm.within,
        conditional=norm.when is not None or norm.unless is not None,
    )


def _short_forms(state: State, deed: Deed) -> list[Power]:
    """`appointed by` and `removed by`: who may appoint may remove, unless the post says who else.

    A seat of a body follows its body where it says nothing itself. That somebody else empties the
    seats of a body is said of all of them; else whoever sits in a seat with an elector of its own
    is removed by that elector alone (compare 8 Del. C. § 141(k), of directors whom a class elects).
    """
    record = state.book.records.get(deed.get("post") or "")
    if not isinstance(record, nouns.Body | nouns.Post):
        return []
    chain: list[nouns.Body | nouns.Post] = [record]
    if isinstance(record, nouns.Post) and record.in_ is not None:
        body = state.book.get(record.in_, nouns.Body)
        if body is not None:
            chain.append(body)
    said = [(place, "appointed by", place.appointed_by) for place in chain]
    if deed.verb == "remove":
        said[:0] = [(place, "removed by", place.removed_by) for place in chain]
    for place, key, value in said:
        holder = state.pick(value)
        if holder is not None:
            says = f"{place.id} is {key} {holder}"
            if deed.verb == "remove" and key == "appointed by":
                says += "; who may appoint may remove, as nothing says who else"
            return [_of_short_form(holder, f"{place.id}, '{key}'", says, place.src, _BINDING)]
    return []


def _of_short_form(
    holder: str, name: str, says: str | None, src: tuple[Cite, ...], limits: Limits
) -> Power:
    """The power of a short form; one that is said to be nobody's is there, and nobody has it."""
    if holder in (nouns.NOBODY, nouns.SUCCESSOR):
        return Power(
            None, name, SHORT_FORM_RANK, role=nouns.NOBODY, says=says, src=src, limits=limits
        )
    return Power(holder, name, SHORT_FORM_RANK, says=says, src=src, limits=limits)


def _inherent(state: State, deed: Deed) -> list[Power]:
    """Powers that need no document: to resign, to transfer what is yours, to register."""
    match deed.verb:
        case "resign":
            occupants = state.book.records.get(deed.get("post") or "")
            name = f"any member of {deed.get('post')}"
            says = "whoever holds a post can resign from it"
            return [Power(name, "resignation", LOWEST, says=says)] if occupants else []
        case "transfer":
            says = "whoever holds units can transfer them"
            return [Power(deed.get("from"), "ownership", LOWEST, says=says)]
        case "determine":
            fact = state.book.get(deed.get("fact"), nouns.Fact)
            by = state.pick(fact.determined_by) if fact is not None else None
            if fact is not None and by is not None:
                return [_of_short_form(by, f"{fact.id}, 'determined by'", None, fact.src, _OPEN)]
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
