"""The nouns of a book: small frozen classes, one for each kind of record.

Fields typed `Reads[...]` may hang on a reading; everything else is settled by the text. Every
noun carries where it stands, its sources and how firmly they speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from minutebook.records.ballots import Ballot, Choice, Support
from minutebook.records.conditions import Due, Guard
from minutebook.records.deeds import Deed, Goal
from minutebook.records.instruments import Holding, Instrument, Trigger
from minutebook.records.interest import Interest
from minutebook.records.noun import Moment, Noun
from minutebook.records.parties import Applied, Entity, Group, Person
from minutebook.records.rules import Limit, Rule
from minutebook.records.seats import (
    COUNTING,
    COUNTS_IN,
    FURTHER,
    NOBODY,
    PRESIDER,
    SUCCESSOR,
    TIE_BREAKS,
    Body,
    CountsIn,
    Post,
    PostKind,
    Recusal,
    Tenure,
    TieBreak,
)
from minutebook.records.sources import Alternative, Reading, Source
from minutebook.records.values import Cite, Mark, Reads, Unknown
from minutebook.text.business import WEEKDAYS, BusinessDays
from minutebook.text.duration import Duration
from minutebook.text.numbers import Quantity
from minutebook.text.span import Span
from minutebook.text.when import When

Modality = Literal["can", "cannot", "must", "must not", "may", "counts as", "decides", "quorum",
                   "without meeting", "proxies", "target votes", "notice", "business", "waiver",
                   "short notice", "quorum lasts", "absent votes", "hearing", "proposal", "renewal",
                   "written consent", "notice afterwards",
                   "recused count in", "suspended count in",
                   "further seats count in", "ties", "casting vote",
                   "fewer seats", "term", "record date",
                   "holdover", "acts in fact", "vacates", "presides",
                   "takes effect", "binds third parties",
                   "relied on"]  # fmt: skip
NormForm = Literal["meeting", "meeting with notice", "written consent"]
Revocation = Literal["vote", "attendance"]
Clock = Literal["sending", "receipt", "circulation", "first delivery"]
Force = Literal["default", "floor", "ceiling", "mandatory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One rule of a document.

    `holder` is who can, cannot, must (a party, post, body, or a role such as "the board");
    `deed` what they can do; `by` the rule of decision that it takes, and `quorum` the presence
    that this way of doing it takes. Of a norm about voting,
    `beyond` is up to where the votes count, `counts_in` what those that do not still stand in,
    `times` how often each counts, and `irrevocable` whether who votes for another goes before them.
    With `held_for`, `times` is for units that their holder has had so long without a break.
    Of a rule on proxies, `mandates` is how many one may hold, `held_by` who may, and `revoked_by`
    what takes one back.
    Norms with the modality `decides`, `quorum` and `without meeting` say how a body acts, and
    those from `notice` on by which procedure: `at_least` and `at_most` are the time it takes or
    allows ("reasonable": not told in numbers), from the moment that `runs_from` names, and
    `deemed_after` that after which what is awaited counts as done; `via` the
    means that count;
    `meetings` the kinds of meeting it speaks of (none: all); `ways` how notice is waived;
    `in_order` who presides, each if those before are not there.

    `interest` accrues on the amount or price of its deed.

    `force` says whether lower documents may change it (None: not stated, see
    `minutebook.state.ladder.force_of`); `yields_to` which ranks may (empty: any lower one), and
    `not_below` and `not_above` within which bounds. `changed_by` is what it
    takes to change the norm itself.
    """

    id: str
    modality: Modality
    holder: str
    span: Span
    deed: Deed | None = None
    by: Reads[Rule | None] = None
    quorum: Reads[Rule | None] = None
    form: NormForm | None = None
    value: Reads[str | None] = None
    beyond: Limit | None = None
    times: Fraction | None = None
    held_for: Duration | None = None
    irrevocable: bool = False
    mandates: int | Unknown | None = None
    held_by: tuple[str, ...] = ()
    revoked_by: Revocation | None = None
    counts_in: Reads[CountsIn | None] = None
    applies: Reads[bool] = True
    upon: Deed | None = None
    when: Guard | None = None
    unless: Guard | None = None
    counterparty: tuple[str, ...] = ()
    due: Due | None = None
    cure: Duration | None = None
    interest: Interest | None = None
    fulfilled: Guard | None = None
    ends: Guard | None = None
    on: str | None = None
    within: Duration | None = None
    reaches: Literal["back", "from then"] | None = None
    survives: bool = False
    keeps: bool = False
    despite: tuple[str, ...] = ()
    delegated_by: str | None = None
    revocable: bool = True
    start: When | None = None
    end: When | None = None
    force: Force | None = None
    yields_to: tuple[Rank, ...] = ()
    not_below: Rule | None = None
    not_above: Rule | None = None
    changed_by: Rule | None = None
    consequence: Literal["void", "voidable", "breach"] | None = None
    replaces: tuple[str, ...] = ()
    at_least: Duration | Literal["reasonable"] | None = None
    at_most: Duration | Literal["reasonable"] | None = None
    deemed_after: Duration | None = None
    runs_from: Clock | None = None
    via: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    ways: tuple[Literal["before", "after", "attendance"], ...] | None = None
    in_order: tuple[str, ...] = ()
    says: str | None = None
    src: tuple[Cite, ...] = ()
    status: Mark = "stated"
    assumed: str | None = None


Rank = Literal["treaty", "statute", "regulation", "charter", "bylaw", "resolution", "contract"]
RANKS: tuple[Rank, ...] = ("treaty", "statute", "regulation", "charter", "bylaw", "resolution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Noun):
    """A charter, bylaw, statute, agreement, resolution or letter, with its norms.

    `roles` lists the role names its norms use, each with a line on what fills it; an
    organisation need not have those of `optional_roles`. A document that some act adopts is in
    force through that act alone; any other from its date. One that `amends` another changes it
    in part: its norms take the place of those on the same matter. One that `restates` another
    takes its place altogether.
    """

    rank: Rank = "contract"
    kind: str | None = None
    of: str | None = None
    parties: tuple[str, ...] = ()
    amends: str | None = None
    restates: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    optional_roles: Mapping[str, str] = field(default_factory=dict)
    norms: tuple[Norm, ...] = ()
    demands: tuple[Goal, ...] = ()
    start: When | None = None
    end: When | None = None
    delegated_from: str | None = None

    @property
    def all_roles(self) -> Mapping[str, str]:
        """The roles that its norms speak of, those too that an organisation may lack."""
        return {**self.roles, **self.optional_roles}

    @property
    def earlier(self) -> str | None:
        """The document of which this is a later version."""
        return self.restates or self.amends


Form = Literal["meeting", "without meeting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Noun):
    """An attempt: who did what by which votes. What it achieved is the judge's to say.

    `proposed_by` moved or seconded it, told as votes for it are. Of a decision in writing,
    `circulated` is when its text was sent round, `delivered` when each consent came in, `revoked`
    when one was taken back. Of an election, `candidates` are all who stood, `to_elect` how many
    are to be elected, and `tie_broken_for` who won a tie by lot or by a casting vote. Of a
    judgment, `brought` is when the suit was brought. What is decided counts `only_if` that holds.
    """

    by: str | None = None
    ballot: Reads[Ballot]
    more_ballots: tuple[Reads[Ballot], ...] = ()
    form: Reads[Form | None] = None
    meeting: str | None = None
    candidates: Mapping[str, Support] = field(default_factory=dict)
    to_elect: int | Unknown | None = None
    tie_broken_for: tuple[str, ...] = ()
    record_date: When | None = None
    effects: tuple[Deed, ...] = ()
    effect_spans: tuple[Span, ...] = ()
    takes_effect: Reads[Moment] | None = None
    proposed_by: Ballot | None = None
    circulated: When | None = None
    delivered: Mapping[str, When] = field(default_factory=dict)
    revoked: Mapping[str, When] = field(default_factory=dict)
    until: Reads[Moment] | None = None
    brought: When | None = None
    only_if: Guard | None = None
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Noun):
    """A happening that claims no power: a profit, an outage, a letter signed by many.

    `count` says how many took part, of the group `out_of`. `acts_as` is the post as whose holder
    those it is `by` acted, from its date on and `until` another, `let_by` whom.
    """

    kind: str | None = None
    about: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    profit: Reads[Quantity] | None = None
    count: Reads[Quantity] | None = None
    out_of: str | None = None
    acts_as: str | None = None
    let_by: tuple[str, ...] = ()
    until: When | None = None
    public: bool = False
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Noun):
    """Who told what to whom: the ground of who knew.

    `from_` None is an unknown teller; `public` means that everyone could read it. A message may
    give notice of a meeting or of what was done (`notice_of`), of certain `business`, or waive
    notice of a meeting; `signed_by` are those in whose name it speaks beside its sender. Its `date`
    is when it was sent, `received` when it came in, if that was later.
    """

    from_: str | None = None
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    via: str | None = None
    notice_of: str | None = None
    waives_notice_of: str | None = None
    business: tuple[Deed, ...] = ()
    signed_by: tuple[str, ...] = ()
    received: When | None = None
    public: bool = False
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Noun):
    """A meeting of a body: who called it, who attended, what was dealt with, until when.

    Its `date` is when it began. `called_by` are the callers, or the act that called it;
    `chaired_by` presided.
    `attended` are all who came at any time; `came` and `left` say when, for those who were not
    there throughout. `objected` attended to object that it was not duly called; `heard` are those
    who could speak in their own matter (None: not told); `not_notified` had no notice of it.
    """

    of: str | None = None
    kind: str | None = None
    called_by: tuple[str, ...] = ()
    chaired_by: str | None = None
    adjourned_from: str | None = None
    attended: Reads[tuple[str, ...]] = ()
    came: Mapping[str, When] = field(default_factory=dict)
    left: Mapping[str, When] = field(default_factory=dict)
    objected: tuple[str, ...] = ()
    heard: tuple[str, ...] | None = None
    not_notified: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    via: str | None = None
    record_date: When | None = None
    end: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Noun):
    """Which days count as business days in some place, as far as the book tells.

    None: nothing is told of its weekend, or of its holidays; an empty tuple: there are none.
    """

    weekend: tuple[str, ...] | None = None
    holidays: tuple[date, ...] | None = None

    @property
    def business_days(self) -> BusinessDays:
        """The same in the form in which time is counted."""
        told = self.weekend is not None
        return BusinessDays(
            self.id,
            frozenset(map(WEEKDAYS.index, self.weekend or ())) if told else None,
            frozenset(self.holidays or ()),
            self.holidays == (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Noun):
    """Something claimed, contested or to be determined by who has the power to.

    A determination is an act with the deed "determine FACT"; without one a fact is a claim. It
    counts from when it is made, or from `since` on: a court finds today what was so long ago.
    `kind` is what sort of finding it is ("cause"), for norms that ask whether one of that kind was
    made of somebody whom it is `about`.
    """

    says: str | None = None
    kind: str | None = None
    by: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    determined_by: Reads[str | None] = None
    since: Reads[Moment] | None = None
    value: Reads[str | Unknown] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion(Noun):
    """A test that the book must pass: it fails loudly."""

    goal: Goal


__all__ = ["COUNTING", "COUNTS_IN", "FURTHER", "NOBODY", "PRESIDER", "RANKS", "SUCCESSOR",
           "TIE_BREAKS", "Act", "Alternative", "Applied", "Assertion", "Ballot", "Body", "Choice",
           "Clock",
           "CountsIn", "Document", "Entity", "Event", "Fact", "Force", "Form", "Group", "Holding",
           "Instrument", "Meeting", "Message", "Modality", "Moment", "Norm", "Noun", "Person",
           "Post", "PostKind", "Rank", "Reading", "Recusal", "Source", "Support", "Tenure",
           "TieBreak", "Trigger"]  # fmt: skip
