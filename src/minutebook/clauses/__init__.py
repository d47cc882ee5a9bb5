"""What follows: what parties may do under their norms, and what an event sets off.

Norms live in `minutebook.state.life`; here they are asked.
"""

from minutebook.clauses.follow import Fired, Follows, Option, follow_deed, follow_event
from minutebook.clauses.may import Exempted, May, may

__all__ = [
    "Exempted",
    "Fired",
    "Follows",
    "May",
    "Option",
    "follow_deed",
    "follow_event",
    "may",
]
