"""The pause of Python's cyclic garbage collector while a book is read or judged as a whole."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector of reference cycles, if it runs.

    Reading makes some hundred thousand objects that live on and no cycles, judging every act as
    many. The collector would walk all of them again and again and find nothing: two thirds of the
    time of loading, a quarter of that of judging.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()
