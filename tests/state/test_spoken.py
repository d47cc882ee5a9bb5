"""Norms are found by the deeds that they speak of as if each of them were looked at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minutebook.records.deeds import Deed, matches, parse_deed, shared
from minutebook.state.spoken import Spoken

TEXTS = (
    "appoint ann to org/board", "appoint any to org/board", "elect bo to org/ceo",
    "remove any from org/board", "remove ann from any", "appoint any to any",
    "decide the sale of land", "decide the sale of any", "decide any", "decide the lease",
    "amend charter", "amend any", "adopt charter", "sign lease", "sign any",
    "transfer 5 shares from ann to bo", "transfer any shares from any to any",
    "consent to appoint ann to org/board", "consent to appoint any to org/board",
    "file budget with registry", "file any with registry", "register any", "register budget",
)  # fmt: skip
DEEDS = tuple(found[0] for text in TEXTS if isinstance(found := parse_deed(text), tuple))
deeds = st.sampled_from(DEEDS)


def test_every_deed_of_these_is_read() -> None:
    """The deeds that the others are made of are deeds, all of them."""
    assert [text for text in TEXTS if not isinstance(parse_deed(text), tuple)] == []


def by_looking_at_each(patterns: list[Deed | None], forms: list[Deed]) -> list[int]:
    """The slow twin: every pattern against every form."""
    return [
        place
        for place, pattern in enumerate(patterns)
        if pattern is None or any(matches(pattern, form) for form in forms)
    ]


@given(st.lists(st.none() | deeds), st.lists(deeds, min_size=1, max_size=3))
def test_as_if_each_were_looked_at(patterns: list[Deed | None], forms: list[Deed]) -> None:
    """The same norms in the same order."""
    spoken: Spoken[int] = Spoken()
    for place, pattern in enumerate(patterns):
        spoken.add(place, pattern)
    assert spoken.of(forms) == by_looking_at_each(patterns, forms)


@given(deeds, deeds)
def test_what_all_deeds_under_a_pattern_share(pattern: Deed, deed: Deed) -> None:
    """A deed without the argument that a pattern asks for word for word is not under it."""
    name = shared(pattern)
    if name is not None and matches(pattern, deed):
        assert name in deed.args
