"""Submits futures and takes their results: many at a time, and looked at rarely, so that the main thread does not run beside the tasks."""

import threading
from collections import deque
from functools import partial
from time import monotonic_ns

from .executor import LOOK_EVERY_S


class FuturesWindow:
    """Keeps `feed.ahead` futures unsettled.

    `submit(index)` gives a future; `settled(index, future)` makes a Settled of one that is done, where it became done; `holds_back()` says
    that nothing is to be submitted for now.
    """

    def __init__(self, submit, settled, look_after, holds_back=lambda: False):
        self._submit = submit
        self._settled = settled
        self._look_after = look_after
        self._holds_back = holds_back
        self._done = deque()
        self._enough = 1
        self._enough_at = 0
        self._wake = threading.Event()
        self._unsettled = 0

    def run(self, feed, settle, rest=lambda: None):
        """Gives when the last future was done. `rest()` is called when submitting was held back and nothing is unsettled any more."""
        while True:
            self._fill(feed)
            if self._unsettled == 0:
                if feed.ended:
                    return self._enough_at
                rest()
                continue
            self._wait(feed)
            while self._done:
                index, submitted, settled = self._done.popleft()
                self._unsettled -= 1
                settle(index, submitted, settled)
            self._look_after()

    def _fill(self, feed):
        while self._unsettled < feed.ahead and not self._holds_back():
            index = feed.take()
            if index is None:
                return
            submitted = monotonic_ns()
            future = self._submit(index)
            self._unsettled += 1
            future.add_done_callback(partial(self._note, index, submitted))

    def _wait(self, feed):
        """Until the last one is done, or half of those that may be ahead; or it is time to look after the trial."""
        self._wake.clear()
        all_submitted = feed.ended or self._holds_back()
        self._enough = self._unsettled if all_submitted else max(1, self._unsettled - feed.ahead // 2)
        if len(self._done) < self._enough:
            self._wake.wait(LOOK_EVERY_S)

    def _note(self, index, submitted, future):
        """Runs where the future became done: in a worker's thread, or the executor's own."""
        settled = self._settled(index, future)
        self._enough_at = monotonic_ns()
        self._done.append((index, submitted, settled))
        if len(self._done) >= self._enough:
            self._wake.set()
