"""How long a property may take and how many examples it gets.

There is no deadline per example: on a busy machine it would tell of the machine, not of the code.
"""

from hypothesis import settings

unhurried = settings(deadline=None)
moderate = settings(max_examples=40, deadline=None)
