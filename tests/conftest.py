"""What all tests share: random examples at a desk, the same ones every time in CI."""

from __future__ import annotations

import os

from hypothesis import settings

# No example is timed: a busy machine is no mistake of the code.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
