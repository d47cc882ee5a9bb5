"""Work that is given so much time and then abandoned.

Questions look at the clock themselves whenever they look something up. Here is what holds when
one of them does not come by for a long time: it works in a thread of its own, the page goes out
without it, and the thread is told to end.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

GRACE: Final = 0.5
"""Seconds that work may take beyond its time, so that it can end by itself."""


class OutOfTimeError(Exception):
    """A page took longer than a page may take."""


class _Work(Generic[T]):
    """One piece of work and what came of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._found: list[T] = []
        self._failed: BaseException | None = None
        self._over = False
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self._found.append(self._work())
        except BaseException as error:
            self._failed = error
        finally:
            with self._lock:
                self._over = True

    def result(self) -> T:
        """What the work gave; its exception, if it raised one."""
        if self._failed is not None:
            raise self._failed
        return self._found[0]

    def abandon(self) -> None:
        """Have the thread raise `OutOfTimeError` at its next step, unless it has just ended."""
        with self._lock:
            if not self._over and self.thread.ident is not None:
                number = ctypes.c_ulong(self.thread.ident)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(OutOfTimeError))


def in_time(work: Callable[[], T], seconds: float, abandoned: Callable[[], None]) -> T:
    """What some work gives, or `OutOfTimeError` if it takes longer than so many seconds.

    `abandoned` is called before the error is raised: whatever the work was about to change must
    not be trusted afterwards.
    """
    running = _Work(work)
    running.thread.start()
    running.thread.join(seconds + GRACE)
    if running.thread.is_alive():
        running.abandon()
        abandoned()
        raise OutOfTimeError
    return running.result()
