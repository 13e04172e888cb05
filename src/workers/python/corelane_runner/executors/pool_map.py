"""One call of `imap_unordered` of a pool of `multiprocessing`, from its submit to its last result."""

import threading
from collections import deque
from time import monotonic_ns

from ..refusal import describe
from ..settled_tasks import ERROR, Settled
from .executor import LOOK_EVERY_S, Executor


def map_chunk(tasks, workers):
    """The chunk that `Pool.map` chooses."""
    chunk, rest = divmod(tasks, workers * 4)
    return chunk + 1 if rest else chunk


class MappedPool(Executor):
    """What pools of threads and of processes have in common: all tasks at once, in the chunks that `map` takes.

    `pool` maps `function` over `item(index)`; `settled(result)` gives (index, Settled), where results arrive.
    """

    pool = None

    def run(self, feed, settle):
        return _Map(self, feed.tasks, map_chunk(feed.tasks, self.workers), settle).whole()

    def warm_up(self, feed):
        """By single calls, as there may be time for a few only."""
        calls, watch = {}, self.watch(1)
        done = threading.Event()
        while True:
            while len(calls) < feed.ahead:
                index = feed.take()
                if index is None:
                    break
                item = (self.item(index),)
                calls[index] = self.pool.apply_async(self.function, item, callback=lambda _: done.set())
            if not calls:
                return
            done.wait(LOOK_EVERY_S)
            done.clear()
            for index in [index for index, each in calls.items() if each.ready()]:
                del calls[index]
            for index, _ in watch.lost(calls):
                del calls[index]

    def close(self):
        self.pool.terminate()

    def item(self, index):
        raise NotImplementedError

    def settled(self, result):
        raise NotImplementedError

    def watch(self, chunk):
        """Gives what looks for lost tasks: `lost(unsettled)` gives pairs of index and Settled."""
        raise NotImplementedError

    def begun(self):
        """Something that changes whenever a task begins."""
        raise NotImplementedError


class _Map:
    """A thread of its own waits for the results, because they may never come."""

    def __init__(self, executor, tasks, chunk, settle):
        self._executor = executor
        self._tasks = tasks
        self._chunk = chunk
        self._settle = settle
        self._arrived = deque()
        self._all_arrived = threading.Event()
        self._last = 0
        self._begun = None
        self._broken = None

    def whole(self):
        executor, submitted = self._executor, monotonic_ns()
        unsettled = set(range(self._tasks))
        watch = executor.watch(self._chunk)
        threading.Thread(target=self._collect, daemon=True).start()
        while unsettled:
            self._all_arrived.wait(LOOK_EVERY_S)
            while self._arrived:
                index, settled = self._arrived.popleft()
                if index in unsettled:
                    unsettled.remove(index)
                    self._settle(index, submitted, settled)
            for index, settled in self._given_up(watch, unsettled):
                unsettled.remove(index)
                self._last = monotonic_ns()
                self._settle(index, submitted, settled)
            executor.context.look_after(self._goes_on())
        return self._last

    def _given_up(self, watch, unsettled):
        """Pairs of those that will not arrive."""
        if self._broken is None or self._arrived:
            return watch.lost(unsettled)
        return [(index, Settled(ERROR, None, None, 0, 0, 0, None, self._broken)) for index in unsettled]

    def _collect(self):
        try:
            self._take_all()
        except BaseException as thrown:
            # What cannot be sent ends the map, for all that had not arrived.
            self._broken = describe(thrown)
            self._all_arrived.set()

    def _take_all(self):
        executor = self._executor
        items = (executor.item(index) for index in range(self._tasks))
        left = self._tasks
        for result in executor.pool.imap_unordered(executor.function, items, self._chunk):
            settled = executor.settled(result)
            self._last = monotonic_ns()
            self._arrived.append(settled)
            left -= 1
            if left == 0:
                self._all_arrived.set()

    def _goes_on(self):
        """Results come by chunks, which may take any time; with a task timeout the engine wants to hear that tasks go on."""
        if self._executor.context.setup["taskTimeoutNs"] is None:
            return False
        before, self._begun = self._begun, self._executor.begun()
        return before != self._begun
