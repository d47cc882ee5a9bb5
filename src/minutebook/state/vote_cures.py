"""What a vote lacks, in words: consents, or only the presence of enough for a quorum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records.deeds import Deed
from minutebook.records.nouns import Form
from minutebook.records.rules import Rule
from minutebook.state.count import Electorate
from minutebook.state.pivots import Lack, Test, lack
from minutebook.state.verdict import Cure

if TYPE_CHECKING:
    from minutebook.state.electorate import Roll


def vote_cures(
    deed: Deed,
    by: str,
    roll: Roll,
    test: Test,
    form: Form | None,
    rules: Sequence[Rule],
    *,
    ties: bool = False,
) -> tuple[Cure, ...]:
    """The fewest consents that carry it, or nothing where none do, or nobody can be named.

    Where it is enough that they come and abstain, their presence is all that lacks.
    """
    found = lack(test, roll.electorate, rules, ties=ties)
    if found is None or found.needs == 0:
        return ()
    # Who is only counted cannot be named, and a part of them might suffice.
    by_name = roll.electorate.by_name
    known = tuple(n for n in found.among if all(v.own is None for v in by_name[n]))
    if len(known) < found.needs or (found.parts and known != found.among):
        return ()
    found = replace(found, among=known)
    says = f"the consent of {found}"
    if form == "meeting" and _presence_is_enough(test, roll.electorate, found):
        says = f"the presence of {found}, for the quorum"
    return (Cure(says, deed, by, found.needs, found.among, form),)


def _presence_is_enough(test: Test, electorate: Electorate, found: Lack) -> bool:
    """Whether it carries if they come and abstain, whichever of them do."""
    if found.parts or any(
        v.choices != {"absent"} for n in found.among for v in electorate.by_name[n]
    ):
        return False
    among = sorted(found.among, key=lambda n: sum(v.votes for v in electorate.by_name[n]))
    ends = (among[: found.needs], among[-found.needs :])
    return all(test(electorate.with_choices(dict.fromkeys(e, "abstain"))) is True for e in ends)
