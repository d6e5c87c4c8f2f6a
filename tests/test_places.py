"""Who gets the next place."""

from __future__ import annotations

import asyncio
import contextlib

from further.places import Places
from further.run import complete


def test_the_longest_way_comes_first_also_if_it_came_last():
    async def main():
        places, order = Places(1), []

        async def work(name, way, seconds=0.0):
            async with places.one(way):
                order.append(name)
                await asyncio.sleep(seconds)

        first = asyncio.create_task(work("first", 1, 0.05))
        await asyncio.sleep(0)
        rest = [asyncio.create_task(work(name, way)) for name, way in (("short", 1), ("same", 1), ("long", 9))]
        await asyncio.gather(first, *rest)
        assert places.free == 1
        return order

    assert complete(main()) == ["first", "long", "short", "same"]


def test_no_more_at_a_time_than_there_are_places_and_none_is_lost_where_work_fails_or_is_called_off():
    async def main():
        places, now, most = Places(2), 0, 0

        async def work(number):
            nonlocal now, most
            async with places.one(number):
                now += 1
                most = max(most, now)
                try:
                    await asyncio.sleep(0.001)
                    if number % 3 == 0:
                        raise ValueError(number)
                finally:
                    now -= 1

        tasks = [asyncio.create_task(work(number)) for number in range(40)]
        await asyncio.sleep(0.002)
        for task in tasks[::4]:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(ValueError, asyncio.CancelledError):
                await task
        return most, places.free, places.waiting

    assert complete(main()) == (2, 2, [])


def test_a_place_that_is_given_to_who_is_called_off_at_that_moment_goes_on():
    async def main():
        places = Places(1)
        async with places.one(1):
            waiting = asyncio.create_task(hold(places))
            await asyncio.sleep(0)
        waiting.cancel()  # it has the place, but has not yet been told
        with contextlib.suppress(asyncio.CancelledError):
            await waiting
        return places.free

    async def hold(places):
        async with places.one(1):
            await asyncio.sleep(60)

    assert complete(main()) == 1
