"""The permit authority of one place: a few case workers, first come, first served."""

from __future__ import annotations

import heapq
from collections import deque
from typing import Generic, TypeVar

Case = TypeVar("Case")


class Authority(Generic[Case]):
    """Case workers and those who wait for one; times are exact years.

    An applicant may become known up to a step after the moment at which it applied. A worker's idle time
    therefore counts from the moment it began, so that handling starts when it would have.
    """

    __slots__ = ("_idle", "_waiting")

    def __init__(self, workers: int, since: float) -> None:
        if workers < 1:
            raise ValueError(f"an authority needs a case worker at least, not {workers}")
        self._idle = [since] * workers
        self._waiting: deque[tuple[float, Case]] = deque()

    def apply(self, case: Case, time: float) -> float | None:
        """When handling of `case` starts, or None where it must wait for a worker."""
        if self._idle:
            return max(time, heapq.heappop(self._idle))
        self._waiting.append((time, case))
        return None

    def free(self, time: float) -> tuple[Case, float] | None:
        """A worker is free from `time` on: the next case and when its handling starts, or None."""
        if self._waiting:
            applied, case = self._waiting.popleft()
            return case, max(time, applied)
        heapq.heappush(self._idle, time)
        return None

    def leave(self, case: Case) -> None:
        """`case`, which waits for a worker, gives up."""
        for position, (_, other) in enumerate(self._waiting):
            if other is case:
                del self._waiting[position]
                return
        raise ValueError("a case that does not wait cannot leave")

    @property
    def waiting(self) -> int:
        """How many wait for a worker."""
        return len(self._waiting)
