"""A `threading.Thread` for every task, at most `workers` of them alive; starting and ending it is part of the price."""

import os
import threading
from collections import deque
from queue import Empty, SimpleQueue
from time import monotonic_ns

from ..self_reading import read_this_thread
from ..settled_tasks import ERROR, LOST, OK, Settled
from ..task_call import call
from .executor import LOOK_EVERY_S, Executor


class ThreadPerTask(Executor):
    def run(self, feed, settle):
        lanes = list(range(self.workers - 1, -1, -1))
        waiting = deque()
        threads = {}
        ended = SimpleQueue()
        unsettled = 0
        last = monotonic_ns()
        while True:
            while unsettled < feed.ahead:
                index = feed.take()
                if index is None:
                    break
                waiting.append((index, monotonic_ns()))
                unsettled += 1
            while waiting and lanes:
                index, submitted = waiting.popleft()
                lane = lanes.pop()
                threads[lane] = self._start(index, submitted, lane, ended)
            if unsettled == 0:
                return last
            self.context.look_after()
            for index, submitted, lane, settled in _arrived(ended):
                if threads[lane] is not None:
                    threads[lane].join()
                last = monotonic_ns()
                lanes.append(lane)
                unsettled -= 1
                settle(index, submitted, settled)

    def _start(self, index, submitted, lane, ended):
        """None: no thread could be started, which its settled task says."""
        thread = threading.Thread(target=self._run, args=(index, submitted, lane, monotonic_ns(), ended))
        # One that never ends must not keep the process.
        thread.daemon = True
        try:
            thread.start()
            return thread
        except RuntimeError as thrown:
            message = "its thread could not be started: %s" % thrown
            ended.put((index, submitted, lane, Settled(LOST, None, None, 0, lane, 0, None, message)))
            return None

    def _run(self, index, submitted, lane, requested, ended):
        began = monotonic_ns()
        by = self.roster.enlist_this_thread(os.getpid(), lane, "task %d" % index)
        self.started_in(monotonic_ns() - requested)
        start, end, message, _ = call(self.task.function, self.arguments(index))
        self.context.readings.extend(read_this_thread(monotonic_ns() - began))
        self.roster.retire(by.number)
        outcome = OK if message is None else ERROR
        ended.put((index, submitted, lane, Settled(outcome, start, end, by.number, lane, by.tid, None, message)))


def _arrived(ended):
    """Waits for the first, a moment at most."""
    try:
        first = ended.get(timeout=LOOK_EVERY_S)
    except Empty:
        return []
    found = [first]
    while not ended.empty():
        found.append(ended.get())
    return found
