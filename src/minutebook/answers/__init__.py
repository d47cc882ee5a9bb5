"""What every question returns: a value for each world, what it hinges on, and why.

A question is a pure function of a world; `ask` runs it once for each way the open readings
that it meets can be settled.
"""

from minutebook.answers.ask import Answer, WorldValue, ask, narrowed
from minutebook.answers.found import Found, Why
from minutebook.answers.memory import Choice, Memo
from minutebook.answers.world import World

__all__ = ["Answer", "Choice", "Found", "Memo", "Why", "World", "WorldValue", "ask", "narrowed"]
