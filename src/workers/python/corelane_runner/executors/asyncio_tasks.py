"""asyncio, as it is used with a bound: a task of the loop for each, of which a semaphore lets so many run at a time.

Its one worker is the runner's main thread. A task that blocks or ends the process does so for all tasks in flight, as it would in the
user's program.
"""

import asyncio
import heapq
import os
from time import monotonic_ns

from ..refusal import describe
from ..settled_tasks import CANCELLED, ERROR, OK, Settled
from .executor import LOOK_EVERY_S, Executor, timed_out


class AsyncioTasks(Executor):
    def start(self):
        # Whatever the module has made the policy's loop.
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._by = self.roster.enlist_this_thread(os.getpid(), 0, "event loop", whole_process=True)
        timeout = self.context.setup["taskTimeoutNs"]
        self._limit_s = None if timeout is None else timeout / 1e9

    def run(self, feed, settle):
        return self._loop.run_until_complete(_Run(self, feed, settle).whole())

    def close(self):
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def settled(self, outcome, start, lane, message):
        return Settled(outcome, start, monotonic_ns(), self._by.number, lane, self._by.tid, None, message)

    @property
    def loop(self):
        return self._loop

    @property
    def limit_s(self):
        return self._limit_s


class _Run:
    """All tasks of one feed."""

    def __init__(self, executor, feed, settle):
        self._executor = executor
        self._loop = executor.loop
        self._feed = feed
        self._settle = settle
        self._lanes = list(range(executor.workers))
        self._unsettled = 0
        # The loop itself would let go of a task that only waits.
        self._tasks = set()

    async def whole(self):
        self._free = asyncio.Semaphore(self._executor.workers)
        self._over = self._loop.create_future()
        looking = self._loop.call_later(LOOK_EVERY_S, self._look_after)
        self._looking = looking
        self._submit_more()
        if self._unsettled:
            await self._over
        self._looking.cancel()
        return monotonic_ns()

    def _look_after(self):
        self._executor.context.look_after()
        self._looking = self._loop.call_later(LOOK_EVERY_S, self._look_after)

    def _submit_more(self):
        while self._unsettled < self._feed.ahead:
            index = self._feed.take()
            if index is None:
                break
            self._unsettled += 1
            task = self._loop.create_task(self._one(index, monotonic_ns()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _one(self, index, submitted):
        await self._free.acquire()
        lane = heapq.heappop(self._lanes)
        arguments = self._executor.arguments(index)
        limit_s = self._executor.limit_s
        if limit_s is None:
            settled = await self._call(arguments, lane)
        else:
            settled = await self._call_within(limit_s, index, submitted, arguments, lane)
        if settled is not None:
            self._end(index, submitted, lane, settled)

    async def _call(self, arguments, lane):
        start = monotonic_ns()
        try:
            await self._executor.task.function(*arguments)
        except BaseException as thrown:
            return self._executor.settled(ERROR, start, lane, describe(thrown))
        return self._executor.settled(OK, start, lane, None)

    async def _call_within(self, limit_s, index, submitted, arguments, lane):
        """None: it was beyond its time, and settled then, whatever it makes of being cancelled."""
        task = asyncio.current_task()
        start = monotonic_ns()
        expired = []

        def expire():
            expired.append(True)
            message = timed_out(limit_s * 1e9)
            self._end(index, submitted, lane, self._executor.settled(CANCELLED, start, lane, message))
            task.cancel()

        timer = self._loop.call_later(limit_s, expire)
        settled = await self._call(arguments, lane)
        timer.cancel()
        return None if expired else settled

    def _end(self, index, submitted, lane, settled):
        heapq.heappush(self._lanes, lane)
        self._free.release()
        self._unsettled -= 1
        self._settle(index, submitted, settled)
        self._submit_more()
        if self._unsettled == 0 and not self._over.done():
            self._over.set_result(None)
