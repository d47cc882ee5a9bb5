"""Values are found by the choices that they rest on as if each were looked at in turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minutebook.answers.memory import Entries, Entry

NAMES = "abcd"
settled = st.dictionaries(st.sampled_from(NAMES), st.sampled_from("xyz"))


@given(st.lists(settled), settled)
def test_as_if_each_were_looked_at(kept: list[dict[str, str]], world: dict[str, str]) -> None:
    """The slow twin goes through all values in the order in which they came."""
    entries = Entries()
    linear = [
        Entry(tuple(rests_on.items()), value, frozenset()) for value, rests_on in enumerate(kept)
    ]
    for entry in linear:
        entries.add(entry)
    agreeing = [e for e in linear if all(world.get(n) == chosen for n, chosen in e.rests_on)]
    assert entries.under(world.get) == agreeing
