"""`multiprocessing.pool.ThreadPool`."""

import os
import threading
from multiprocessing.pool import ThreadPool
from time import monotonic_ns

from ..settled_tasks import ERROR, OK, Settled
from ..task_call import call
from .executor import cannot_start
from .pool_map import MappedPool


class MappedThreads(MappedPool):
    def start(self):
        self._here = threading.local()
        self._lanes = iter(range(self.workers))
        self._at = [None] * self.workers
        self._requested = monotonic_ns()
        all_there = threading.Barrier(self.workers + 1)
        self.function = self._call
        try:
            self.pool = ThreadPool(self.workers, self._enlist, (all_there,))
            all_there.wait(60)
        except (RuntimeError, threading.BrokenBarrierError) as thrown:
            all_there.abort()
            raise cannot_start("threads of the pool", thrown)

    def item(self, index):
        return index

    def settled(self, result):
        return result

    def watch(self, chunk):
        return self

    def lost(self, unsettled):
        """A thread dies only with the whole process."""
        return ()

    def begun(self):
        return list(self._at)

    def _enlist(self, all_there):
        lane = next(self._lanes)
        self._here.by = self.roster.enlist_this_thread(os.getpid(), lane, "thread %d" % lane)
        self.started_in(monotonic_ns() - self._requested)
        all_there.wait()

    def _call(self, index):
        by = self._here.by
        self._at[by.lane] = index
        start, end, message, _ = call(self.task.function, self.arguments(index))
        outcome = OK if message is None else ERROR
        return index, Settled(outcome, start, end, by.number, by.lane, by.tid, None, message)
