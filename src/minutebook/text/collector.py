"""The pause of Python's cyclic garbage collector while a book is read or judged as a whole."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def collect_seldom() -> None:
    """Let the collector look at young objects less often, for a program that does one thing.

    What a question makes lives until it is answered: looking at it every 700 objects finds little.
    """
    gc.set_threshold(100_000, 20, 20)


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
