"""Who knew: when each party first knew of something, and its lead over the public."""

from minutebook.knowledge.knew import FirstKnown, Knowledge, knew

__all__ = ["FirstKnown", "Knowledge", "knew"]
