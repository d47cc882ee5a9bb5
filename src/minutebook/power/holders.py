"""What can be done to those who hold posts."""

from __future__ import annotations

from minutebook.records.deeds import Deed
from minutebook.state.state import State


def about(verb: str, party: str, place: str) -> Deed:
    """The deed of removing, suspending or reinstating somebody."""
    return Deed(verb, (("party", party), ("post", place)))


def on_holders(state: State) -> tuple[str, ...]:
    """The verbs of what can be done to holders: some only where the book says who can."""
    said = state.index.by_verb
    return ("remove", *(v for v in ("suspend from", "reinstate") if ("can", v) in said))
