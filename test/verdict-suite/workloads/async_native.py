"""A coroutine function: only the loop can run it, and what counts is how many are in flight."""

import asyncio

meta = {"name": "async_native", "tasks": 600}


async def task(number):
    await asyncio.sleep(0.01)
    return number
