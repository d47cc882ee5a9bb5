"""The pause of Python's cyclic garbage collector while a book is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector of reference cycles, if it runs.

    Reading makes some hundred thousand objects that live on and no cycles. The collector would
    walk all of them again and again and find nothing: two thirds of the loading time.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()
