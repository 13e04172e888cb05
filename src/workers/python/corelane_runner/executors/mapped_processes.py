"""`multiprocessing.pool.Pool`, of the platform's start method.

A process of it that dies is replaced, and of its chunk nothing is ever heard again: whoever waits for it waits for ever. So the runner
looks for the dead, and settles what they had as lost.
"""

import multiprocessing
from time import monotonic_ns

from .. import pool_worker
from ..ledger_workers import LedgerWorkers
from ..settled_tasks import LOST, Settled
from .executor import cannot_start
from .pool_map import MappedPool

#: What a worker had sent before it died may still be on its way for so long.
_ARRIVING_NS = 300000000
#: After a death of which nobody knows what it took along: so long without a task running or settling, and nothing more will come.
_SILENCE_NS = 3000000000


class MappedProcesses(MappedPool):
    pickles_arguments = True

    def start(self):
        self.ledger = LedgerWorkers(self, "process", True)
        self.function = pool_worker.run_item
        requested = monotonic_ns()
        try:
            self.pool = multiprocessing.Pool(self.workers, pool_worker.begin, self.ledger.initargs)
        except OSError as thrown:
            raise cannot_start("processes of the pool", thrown)
        self.look_at_workers()
        failure = self.ledger.wait_for(self.workers, requested, self.ledger.early_end)
        if failure is not None:
            self.pool.terminate()
            raise cannot_start("processes of the pool", failure)

    def item(self, index):
        return self.task.function, index, self.arguments(index)

    def settled(self, result):
        return self.ledger.settled(result)

    def watch(self, chunk):
        return _Watch(self, chunk)

    def begun(self):
        return [self.ledger.hand(number) for number in self.ledger.living()]

    def look_at_workers(self):
        """The pool keeps its processes to itself; without them it is not known how one ended."""
        self.ledger.keep(list(getattr(self.pool, "_pool", ())))
        self.ledger.look()


class _Watch:
    """Looks for workers that died, and for the tasks that died with them."""

    def __init__(self, executor, chunk):
        self._executor = executor
        self._ledger = executor.ledger
        self._chunk = chunk
        #: Of those that died: number and when that was seen.
        self._dead = []
        #: One died that had no task, or of whose task the chunk had arrived: it may have taken one along nevertheless.
        self._unaccounted = False
        self._left = None
        self._quiet_since = 0

    def lost(self, unsettled):
        now = monotonic_ns()
        self._executor.look_at_workers()
        self._dead.extend((number, now) for number in self._ledger.newly_gone())
        self._listen(len(unsettled), now)
        found = []
        while self._dead and now - self._dead[0][1] > _ARRIVING_NS:
            found.extend(self._taken_by(self._dead.pop(0)[0], unsettled))
        if self._unaccounted and now - self._quiet_since > _SILENCE_NS:
            message = "never came back from the pool, one of whose processes had ended"
            found = [(index, Settled(LOST, None, None, 0, 0, 0, None, message)) for index in unsettled]
        return found

    def _listen(self, left, now):
        hands = (self._ledger.hand(number) for number in self._ledger.living())
        if left != self._left or any(hand is not None and hand.running for hand in hands):
            self._left, self._quiet_since = left, now

    def _taken_by(self, number, unsettled):
        hand = self._ledger.hand(number)
        first = None if hand is None else hand.index - hand.index % self._chunk
        taken = [] if first is None else [index for index in range(first, first + self._chunk) if index in unsettled]
        if not taken:
            self._unaccounted = True
            return []
        how, by = self._ledger.how_it_ended(number), self._ledger.worker(number)
        return [(index, _settled(index, hand, how, by)) for index in taken]


def _settled(index, hand, how, by):
    """The task that was running when its process ended, or one of its chunk, whose result would have come with it."""
    if index == hand.index and hand.running:
        return Settled(LOST, hand.start, None, by.number, by.lane, by.tid, None, how)
    message = "lost with its chunk, as %s" % how
    return Settled(LOST, None, None, by.number, by.lane, by.tid, None, message)
