"""Prints nanoseconds per task, step or item of one of the loads below: CPU time of the loop's process, or wall time of a pool's.

    asyncio_and_pools.py tasks|steps|rounds|map|threads COUNT
"""

import asyncio
import sys
import time
from multiprocessing.pool import Pool, ThreadPool


async def trivial():
    pass


async def stepping(steps):
    for _ in range(steps):
        await asyncio.sleep(0)


async def measured(coroutine, count):
    start = time.process_time_ns()
    await coroutine
    print((time.process_time_ns() - start) / count)


async def tasks(count):
    await asyncio.gather(*[trivial() for _ in range(count)])


async def steps(count):
    await asyncio.gather(*[stepping(count // 100) for _ in range(100)])


def work(value):
    return value


def mapped(pool, count, chunk):
    pool.map(work, range(count // 10), chunk)
    start = time.perf_counter_ns()
    pool.map(work, range(count), chunk)
    print((time.perf_counter_ns() - start) / count)


if __name__ == "__main__":
    load, count = sys.argv[1], int(sys.argv[2])
    if load in ("map", "threads"):
        with (Pool if load == "map" else ThreadPool)(2) as pool:
            mapped(pool, count, 500 if load == "map" else 1)
    else:
        coroutine = {"tasks": tasks, "steps": steps, "rounds": stepping}[load](count)
        asyncio.run(measured(coroutine, count))
