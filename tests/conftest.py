"""What all tests share: the same random examples every time, or new ones where asked to."""

from __future__ import annotations

import os

from hypothesis import settings

# No example is timed: a busy machine is no mistake of the code.
# The same examples everywhere; SEARCH=1 looks for new ones.
settings.register_profile("search", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("search" if os.environ.get("SEARCH") else "same")
