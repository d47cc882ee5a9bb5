"""The ladder of ranks: which of several documents holds where they say different things.

A norm of a higher rank lets lower documents change what it says (a *default*), lets them only
ask for more (a *floor*) or for less (a *ceiling*), or lets them change nothing (*mandatory*). It
may name the ranks that it yields to, and bounds that those keep to. What a lower document says
beyond that is invalid, and the higher norm holds in its place (Merkl/Kelsen's hierarchy of norms;
for company law see 8 Del. C. § 109(b): by-laws not inconsistent with law or the certificate).

Pure functions: nothing here knows a book or a state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from minutebook.answers.found import Why
from minutebook.records.nouns import RANKS, Document, Force, Norm, Rank
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, AnyOf, Impossible, Number, Population, Rule, Share

SHORT_FORM_RANK: Final = RANKS.index("bylaw")
"""What a body or a post says of itself has the rank of a bylaw."""
LOWEST: Final = len(RANKS)
"""Below all: contracts, which stand outside, and powers that need no document."""
_PROHIBITIONS: Final = ("cannot", "must", "must not")
LAW: Final = ("treaty", "statute", "regulation")
"""The ranks of documents that no organisation makes for itself."""

# Whoever meets a share of a larger population meets it of a smaller one that lies in it.
_WITHIN: Final[tuple[tuple[Population, ...], ...]] = (
    ("cast", "entitled present", "present", "in office", "seats"),
    ("cast", "entitled present", "present", "outstanding"),
)


def rank_of(document: Document) -> int:
    """The place on the ladder, 0 the highest; a contract stands outside, below all."""
    return RANKS.index(document.rank) if document.rank in RANKS else LOWEST


def rank_name(rank: int) -> Rank:
    """The word for a place on the ladder."""
    return RANKS[rank] if rank < LOWEST else "contract"


def force_of(norm: Norm, document: Document) -> Force:
    """Whether lower documents may change a norm, where it does not say so itself too.

    Law leaves organisations free unless it says otherwise, but what it forbids stays forbidden.
    What an organisation gives itself binds all that ranks below, unless it says that it is a
    default, or to whom it yields.
    """
    if norm.force is not None:
        return norm.force
    if norm.yields_to:
        return "default"
    if document.rank in LAW and norm.modality not in _PROHIBITIONS:
        return "default"
    return "mandatory" if document.rank in RANKS else "default"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a norm lets lower documents change it: its force, to which ranks, within what.

    `stated` tells a force that the norm states from one that its document gives it.
    """

    force: Force = "default"
    yields_to: tuple[Rank, ...] = ()
    not_below: Rule | None = None
    not_above: Rule | None = None
    stated: bool = False

    def yields_to_contracts(self) -> bool:
        """Whether a contract that says so disables: unless the norm says that it yields to none."""
        if self.yields_to:
            return "contract" in self.yields_to
        return self.force != "mandatory" or not self.stated

    def reaches(self, rank: int) -> bool:
        """Whether documents of a rank may change it at all."""
        if self.force == "mandatory":
            return False
        return not self.yields_to or rank_name(rank) in self.yields_to


def limits_of(norm: Norm, document: Document) -> Limits:
    """The limits that a norm sets to lower documents."""
    return Limits(force_of(norm, document), norm.yields_to, norm.not_below, norm.not_above,
                  norm.force is not None)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """What one norm or short form says on one matter, and how far it lets others change it."""

    value: object
    rank: int
    limits: Limits
    name: str
    specific: bool = False
    why: Why = field(default=Why(""), compare=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A norm that is invalid on a matter: by which norm, for what reason."""

    name: str
    by: str
    reason: str
    why: Why = field(default=Why(""), compare=False)

    @property
    def says(self) -> Why:
        """The finding in words."""
        return Why(f"{self.name} is invalid: {self.by} {self.reason}", None, (), (self.why,))


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds once the ladder is applied, by which norm, and which norms are invalid."""

    value: object
    name: str
    steps: tuple[Why, ...]
    refused: tuple[Refused, ...] = ()


def refusal(limits: Limits, said: object, rank: int, value: object) -> str | None:
    """Why a lower document cannot say a value where a higher norm says another; None if it can.

    `said` and `value` are rules, or words (allowed, not allowed).
    """
    if value == said:
        return None
    if limits.force == "mandatory":
        return f"says {say(said)}, and cannot be changed"
    if not limits.reaches(rank):
        only = " or ".join(limits.yields_to)
        return f"says {say(said)}, and only a {only} may say otherwise"
    if isinstance(value, str) or isinstance(said, str):
        return None if limits.force == "default" else f"says {say(said)}"
    rule: Rule = value  # type: ignore[assignment]  # what is no word is a rule
    own: Rule = said  # type: ignore[assignment]
    least = own if limits.force == "floor" else limits.not_below
    most = own if limits.force == "ceiling" else limits.not_above
    if least is not None and asks_less(rule, least):
        return f"sets {say_rule(least)} as the least"
    if most is not None and asks_less(most, rule):
        return f"sets {say_rule(most)} as the most"
    return None


def within(limits: Limits, said: object, value: object) -> object:
    """A lower document's value as it holds: with the bound that it cannot be compared with.

    Under a floor both rules must be met, under a ceiling either suffices.
    """
    if isinstance(value, str) or isinstance(said, str):
        return value
    rule: Rule = value  # type: ignore[assignment]  # what is no word is a rule
    own: Rule = said  # type: ignore[assignment]
    least = own if limits.force == "floor" else limits.not_below
    most = own if limits.force == "ceiling" else limits.not_above
    if least is not None and not asks_no_more(least, rule):
        rule = AllOf((least, rule))
    if most is not None and not asks_no_more(rule, most):
        rule = AnyOf((most, rule))
    return rule


def settle(voices: Iterable[Voice], choose: Callable[[tuple[str, ...]], str]) -> Standing | None:
    """Apply the ladder to all that is said on one matter; None if nothing is.

    A voice that speaks of the very matter goes before one that speaks of all, unless that one
    has a higher rank and does not yield. `choose` settles what two norms of one rank say
    differently, by their names.
    """
    said = list(voices)
    specific = [v for v in said if v.specific]
    if specific:
        highest = min(v.rank for v in specific)
        said = [v for v in said if v.specific or v.rank < highest]
    standing: list[Voice] = []
    steps: list[Why] = []
    refused: list[Refused] = []
    for rank in sorted({v.rank for v in said}):
        admitted: list[Voice] = []
        for voice in (v for v in said if v.rank == rank):
            found = _refused(standing, voice)
            if found is None:
                admitted.append(voice)
            else:
                refused.append(found)
        if not admitted:
            continue
        voice = admitted[0]
        if len({say(v.value) for v in admitted}) > 1:
            chosen = choose(tuple(sorted({v.name for v in admitted})))
            voice = next(v for v in admitted if v.name == chosen)
        value = voice.value
        for higher in standing:
            value = within(higher.limits, higher.value, value)
        standing.append(replace(voice, value=value))
        steps.append(voice.why)
    if not standing:
        return None
    last = standing[-1]
    return Standing(last.value, last.name, tuple(steps), tuple(refused))


def _refused(standing: Sequence[Voice], voice: Voice) -> Refused | None:
    for higher in standing:
        reason = refusal(higher.limits, higher.value, voice.rank, voice.value)
        if reason is not None:
            return Refused(voice.name, higher.name, reason, higher.why)
    return None


def asks_less(weak: Rule, strong: Rule) -> bool:
    """Whether one rule surely asks for less than another, which is not the same."""
    return asks_no_more(weak, strong) and not asks_no_more(strong, weak)


def asks_no_more(weak: Rule, strong: Rule) -> bool:
    """Whether whatever meets the second rule surely meets the first.

    A share of the same size of a population that holds the other asks for more: a majority of
    all seats is one of those present too. False where the two cannot be compared.
    """
    if weak == strong or isinstance(strong, Impossible):
        return True
    if isinstance(weak, Number) and weak.number == 0 and not weak.more_than:
        return True
    if isinstance(weak, AllOf):
        return all(asks_no_more(part, strong) for part in weak.rules)
    if isinstance(strong, AnyOf):
        return all(asks_no_more(weak, part) for part in strong.rules)
    if isinstance(weak, AnyOf):
        return any(asks_no_more(part, strong) for part in weak.rules)
    if isinstance(strong, AllOf):
        return any(asks_no_more(weak, part) for part in strong.rules)
    if isinstance(weak, Share) and isinstance(strong, Share):
        if (weak.fraction, weak.more_than) > (strong.fraction, strong.more_than):
            return False
        inner, outer = weak.base.population, strong.base.population
        return weak.base == replace(strong.base, population=inner) and _lies_in(inner, outer)
    if isinstance(weak, Number) and isinstance(strong, Number):
        same = replace(weak, number=strong.number, more_than=strong.more_than) == strong
        return same and (weak.number, weak.more_than) <= (strong.number, strong.more_than)
    return False


def _lies_in(inner: Population, outer: Population) -> bool:
    return inner == outer or any(
        inner in chain and outer in chain and chain.index(inner) <= chain.index(outer)
        for chain in _WITHIN
    )


def say(value: object) -> str:
    """A value in words: a rule, or the word itself."""
    return value if isinstance(value, str) else say_rule(value)  # type: ignore[arg-type]  # a value is a word or a rule
