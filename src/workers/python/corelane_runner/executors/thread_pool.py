"""`concurrent.futures.ThreadPoolExecutor`: a future for each task."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic_ns

from ..settled_tasks import ERROR, OK, Settled
from ..task_call import call
from .executor import Executor, cannot_start
from .futures_window import FuturesWindow


class ThreadPool(Executor):
    def start(self):
        self._here = threading.local()
        self._requested = monotonic_ns()
        self._lanes = iter(range(self.workers))
        all_there = threading.Barrier(self.workers + 1)
        self._pool = ThreadPoolExecutor(max_workers=self.workers, initializer=self._enlist)
        try:
            # Each thread takes one of these and keeps it until all are there: the pool would not start more than it needs.
            for _ in range(self.workers):
                self._pool.submit(all_there.wait)
            all_there.wait(60)
        except (RuntimeError, threading.BrokenBarrierError) as thrown:
            all_there.abort()
            raise cannot_start("threads of the pool", thrown)

    def run(self, feed, settle):
        submit = self._pool.submit
        return FuturesWindow(
            lambda index: submit(self._call, index), lambda _, future: future.result(), self.context.look_after
        ).run(feed, settle)

    def close(self):
        # Threads that still compute cannot be ended; the process is.
        self._pool.shutdown(wait=False)

    def _enlist(self):
        lane = next(self._lanes)
        self._here.by = self.roster.enlist_this_thread(os.getpid(), lane, "thread %d" % lane)
        self.started_in(monotonic_ns() - self._requested)

    def _call(self, index):
        by = self._here.by
        start, end, message, _ = call(self.task.function, self.arguments(index))
        return Settled(OK if message is None else ERROR, start, end, by.number, by.lane, by.tid, None, message)
