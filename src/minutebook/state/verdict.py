"""What the judge says of an act: per effect, whether it was carried, how it stands, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Form
from minutebook.text.duration import Duration
from minutebook.text.when import When

Standing = Literal["valid", "voidable", "void", "undetermined"]
StepKind = Literal[
    "notice",
    "waiver",
    "attendance",
    "short notice",
    "hearing",
    "call",
    "proposal",
    "later meeting",
    "consents",
    "notice afterwards",
]
WORST: tuple[Standing, ...] = ("void", "undetermined", "voidable", "valid")


@dataclass(frozen=True, slots=True)
class Takes:
    """From when an effect holds: from a date, pending on something, or never.

    While it is pending, `by` are those who could do what it waits for, `end` the last time for it;
    with `on` and never, that time is over.
    """

    kind: Literal["from", "pending", "none", "undetermined"]
    start: When | None = None
    on: str | None = None
    by: tuple[str, ...] = ()
    end: When | None = None

    def __str__(self) -> str:
        match self.kind:
            case "from":
                until = f" until {self.end.written}" if self.end else ""
                return f"from {self.start.written}{until}" if self.start else f"at once{until}"
            case "pending":
                who = f" by {' or '.join(self.by)}" if self.by else ""
                until = f", until {self.end.written}" if self.end else ""
                return f"pending on {self.on}{who}{until}"
            case "none":
                ended = f" by {self.end.written}" if self.end else ""
                return f"none: {self.on} did not come{ended}" if self.on else "none"
            case "undetermined":
                return "undetermined"


NEVER = Takes("none")
OPEN = Takes("undetermined")


@dataclass(frozen=True, slots=True)
class Challenge:
    """Who may have the act set aside, until when, and what bars it at the date of the question.

    `within` is the time that a norm gives each of them; `until` is when the last of those ends.
    """

    by: tuple[str, ...]
    until: When | None = None
    barred_by: str | None = None
    within: tuple[Duration | None, ...] = ()

    def __str__(self) -> str:
        until = f" until {self.until.written}" if self.until is not None else ""
        return f"{' or '.join(self.by)} can set it aside{until}"


@dataclass(frozen=True, slots=True)
class Turn:
    """An effect begins (`on`) or ceases to apply: by the act itself, or by a later act on it.

    `verb` is what the later act did; `back` says that it reaches back to the act itself. `when`
    is when that later act took effect, `appeal` who can still overturn it and until when.
    """

    on: bool
    by: str
    when: When
    verb: str | None = None
    back: bool = False
    appeal: Challenge | None = None

    def __str__(self) -> str:
        if self.verb is None:
            return "applies" if self.on else "does not apply"
        reach = "back to the act" if self.back else f"from {self.when.written}"
        said = f"{self.verb} by {self.by}, {reach}"
        if self.by.startswith("end of "):
            said = f"{self.verb}, {reach}"
        return said if self.appeal is None else f"{said}, provisional: {self.appeal}"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that would mend a fault of procedure: what, by whom, and by when (None: any time).

    `kind` tells what to record: a notice to `who`, their waiver, their attendance, their agreement
    to short notice, a hearing, a call or a proposal by them, another meeting, consents in time.
    `since` is the first time for it, where it can come too soon; `via` the means that count, if
    not any.
    """

    kind: StepKind
    says: str
    who: tuple[str, ...]
    until: When | None = None
    since: When | None = None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cure:
    """The cheapest thing that mends an act: what to do, by whom, with how many more consents.

    `needs` more consents from `among` carry it (0: none more are needed, only another form or
    another actor). `back_to` is when the mended effect holds from; None: from the cure on.
    `steps` are what procedure lacks besides: all of them are needed. Where it works under some
    readings alone, `given` settles those of them that it was found under.
    """

    says: str
    deed: Deed
    by: str
    needs: int = 0
    among: tuple[str, ...] = ()
    form: Form | None = None
    back_to: When | None = None
    steps: tuple[Step, ...] = ()
    given: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        settled = " and ".join(f"{name}: {chosen}" for name, chosen in self.given)
        return f"{self.says}, given {settled}" if settled else self.says


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of one effect of an act.

    `carried` is True, False or None (not determined): whether the consent that it takes is there,
    by the vote or by a later act that ratifies it. `missing` names what would determine it. Where
    later acts changed how it stands, `first` is how it stood before them and `turns` are those
    acts; `reaches` says, of an effect that is itself on another act, from when it counts. `asks` is
    what the rules of procedure ask of a deed in advance that names no meeting: it was not judged by
    that. Reasons take no part in comparisons.
    """

    deed: Deed
    carried: bool | None
    standing: Standing
    takes_effect: Takes
    toward_third_parties: Takes
    why: Why = field(compare=False)
    breaches: tuple[str, ...] = ()
    challenge: Challenge | None = None
    first: Standing | None = None
    turns: tuple[Turn, ...] = ()
    reaches: Literal["back", "from then"] | None = None
    cures: tuple[Cure, ...] = field(default=(), compare=False)
    pivotal: tuple[str, ...] = field(default=(), compare=False)
    missing: tuple[str, ...] = field(default=(), compare=False)
    asks: tuple[Step, ...] = field(default=(), compare=False)

    @property
    def cure(self) -> Cure | None:
        """The cheapest cure, or None."""
        return self.cures[0] if self.cures else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of an act: each effect, and the worst of their standings.

    `standing` is None for an act that claims no power (it announces, it signs nothing). `late` are
    the duties that the act gave rise to, or its notice, and whose time is over at the state's date.
    """

    act: str
    effects: tuple[Effect, ...]
    late: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """The worst standing of any effect; who lost an election does not make it void."""
        if not self.effects:
            return None
        return min((e.standing for e in self._weighed()), key=WORST.index)

    def _weighed(self) -> tuple[Effect, ...]:
        """The effects that tell how the act stands: of an election, those for who was elected."""
        chosen = [e for e in self.effects if e.deed.verb == "elect" and e.standing != "void"]
        if not chosen:
            return self.effects
        return tuple(e for e in self.effects if e.deed.verb != "elect" or e.carried is not False)

    @property
    def carried(self) -> bool | None:
        """Whether every effect was carried."""
        found = {e.carried for e in self.effects}
        if False in found:
            return False
        return None if None in found or not found else True

    @property
    def missing(self) -> tuple[str, ...]:
        """What would determine it, once each."""
        return tuple(dict.fromkeys(m for e in self.effects for m in e.missing))

    @property
    def pivotal(self) -> tuple[str, ...]:
        """Voters who alone could have stopped some effect."""
        return tuple(dict.fromkeys(p for e in self.effects for p in e.pivotal))

    @property
    def why(self) -> Why:
        """The reasons, effect by effect."""
        if len(self.effects) == 1:
            return self.effects[0].why
        return Why(f"{self.act} is {self.standing}", because=tuple(e.why for e in self.effects))
