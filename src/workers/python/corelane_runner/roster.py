"""Every worker of a trial, in the order in which they came up."""

import threading
from collections import deque, namedtuple

from .pinning import pin_this_thread

#: A worker as its tasks refer to it.
Worker = namedtuple("Worker", "number lane tid")


class Roster:
    """Numbers workers from 0. Threads enlist themselves, which pins them; of processes the runner enlists what they told."""

    def __init__(self, affinities):
        self._affinities = affinities
        self._lock = threading.Lock()
        self._living = {}
        self._next = 0
        self._news = deque()
        #: Why pinning was asked for and did not happen; None otherwise.
        self.not_pinned = None

    def cores_of(self, lane):
        """The cores for that lane; None: not to be pinned."""
        return self._affinities[lane % len(self._affinities)] if self._affinities else None

    def enlist_this_thread(self, pid, lane, name, whole_process=False):
        cores = self.cores_of(lane)
        return self.enlist(pid, threading.get_native_id(), lane, name, whole_process, cores, pin_this_thread(cores))

    def enlist(self, pid, tid, lane, name, whole_process, cores, not_pinned):
        """`cores`: what it was to be pinned to; `not_pinned`: why it is not."""
        with self._lock:
            if not_pinned is not None:
                self.not_pinned = not_pinned
            number = self._next
            self._next += 1
            announcement = {
                "worker": number,
                "pid": pid,
                "tid": tid,
                "name": name,
                "affinity": cores if not_pinned is None else None,
                "wholeProcess": whole_process,
            }
            self._living[number] = announcement
            self._news.append(announcement)
        return Worker(number, lane, tid)

    def retire(self, number):
        with self._lock:
            self._living.pop(number, None)

    def living(self):
        """All that are there now; none of them is news any more."""
        with self._lock:
            self._news.clear()
            return list(self._living.values())

    def news(self):
        """Those that came up since the last look."""
        with self._lock:
            news = list(self._news)
            self._news.clear()
            return news
