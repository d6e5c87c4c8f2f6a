"""Places for experiments that run side by side: one that comes free goes to the one that most waits for."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Places:
    """Like a semaphore, but the longest way comes first, also if it could only begin to wait when others already did.

    Args:
        free: How many there are.
    """

    def __init__(self, free: int) -> None:
        self.free = free
        self.waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self.arrivals = itertools.count()

    @asynccontextmanager
    async def one(self, way: float) -> AsyncIterator[None]:
        """Hold a place.

        Args:
            way: Seconds from the start of who asks until all that builds on it has run; any measure that grows with it.
        """
        if self.free:
            self.free -= 1
        else:
            given: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self.waiting, (-way, next(self.arrivals), given))
            try:
                await given
            except asyncio.CancelledError:
                if given.done() and not given.cancelled():
                    self._leave()
                raise
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        while self.waiting:
            _, _, given = heapq.heappop(self.waiting)
            if not given.done():  # called off
                given.set_result(None)
                return
        self.free += 1
