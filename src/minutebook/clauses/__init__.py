"""What follows: what parties may do under their norms, and what an event sets off.

Norms live in `minutebook.state.life`; here they are asked.
"""

from minutebook.clauses.changes import Changed
from minutebook.clauses.follow import Fired, Follows, Option, follow_deed, follow_event
from minutebook.clauses.may import Exempted, May, may
from minutebook.clauses.within import Judged

__all__ = [
    "Changed",
    "Exempted",
    "Fired",
    "Follows",
    "Judged",
    "May",
    "Option",
    "follow_deed",
    "follow_event",
    "may",
]
