"""`concurrent.futures.ProcessPoolExecutor`: a future for each task.

When one of its processes dies, this executor gives up all that is pending; the runner then makes a new one for the tasks to come, as a
program has to that goes on.
"""

import threading
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from time import monotonic_ns, sleep

from .. import pool_worker
from ..ledger import is_alive
from ..ledger_workers import LedgerWorkers
from ..refusal import Refusal, describe
from ..settled_tasks import ERROR, LOST, Settled
from .executor import Executor, cannot_start
from .futures_window import FuturesWindow


class ProcessPool(Executor):
    pickles_arguments = True
    kind = "process"
    what = "processes of the pool"
    whole_process = True

    def start(self):
        self._ledger = LedgerWorkers(self, self.kind, self.whole_process)
        self._pool = None
        self._broken = None
        self._breaking = threading.Lock()
        self._open()

    def run(self, feed, settle):
        window = FuturesWindow(self._submit, self._settled, self.context.look_after, lambda: self._broken is not None)
        return window.run(feed, settle, self._open_again)

    def close(self):
        if self._pool is not None:
            # Without waiting, its own exit handler fails now and then, and says so on the task's stderr.
            self._pool.shutdown(wait=True)

    def make_pool(self, ledger):
        return ProcessPoolExecutor(max_workers=self.workers, initializer=pool_worker.begin, initargs=ledger.initargs)

    def _open(self):
        requested = monotonic_ns()
        reference = self._ledger.ledger.reference
        expected = self._ledger.ledger.count() + self.workers
        pool = self.make_pool(self._ledger)
        try:
            meetings = [pool.submit(pool_worker.wait_for_others, reference, expected) for _ in range(self.workers)]
        except (RuntimeError, OSError) as thrown:
            raise cannot_start(self.what, thrown)
        self._ledger.keep(_processes_of(pool))
        failure = self._ledger.wait_for(expected, requested, lambda: self._failure_of(meetings))
        if failure is not None:
            self._ledger.kill()
            raise cannot_start(self.what, failure)
        for meeting in meetings:
            meeting.result()
        self._pool = pool

    def _failure_of(self, meetings):
        """Why the first meeting failed; None: none has."""
        for meeting in meetings:
            if meeting.done() and meeting.exception() is not None:
                return self._ledger.early_end() or describe(meeting.exception())
        return None

    def _open_again(self):
        self._ledger.kill()
        self._pool.shutdown(wait=True)
        self._pool = None
        self._ledger.newly_gone()
        self._broken = None
        try:
            self._open()
        except Refusal as refused:
            # All tasks to come are lost, and say why.
            self._refused = refused.message

    def _submit(self, index):
        if self._pool is None:
            return _failed(BrokenExecutor(self._refused))
        try:
            return self._pool.submit(pool_worker.run, self.task.function, index, self.arguments(index))
        except BrokenExecutor as broken:
            return _failed(broken)

    def _settled(self, index, future):
        """Runs in the pool's own thread, where a program would get the result."""
        try:
            return self._ledger.settled(future.result())[1]
        except BrokenExecutor as broken:
            return self._lost(index, broken)
        except BaseException as thrown:
            return Settled(ERROR, None, None, 0, 0, 0, None, describe(thrown))

    def _lost(self, index, broken):
        if self._pool is None:
            return Settled(LOST, None, None, 0, 0, 0, None, describe(broken))
        with self._breaking:
            if self._broken is None:
                self._broken = _Break(self._ledger)
        return self._broken.settled(index)


class _Break:
    """The moment at which a pool broke: which tasks its workers were at, and how the first of them ended."""

    def __init__(self, ledger):
        self._held = {}
        self._end, dead = _first_end(ledger)
        for number in ledger.living():
            hand = ledger.hand(number)
            if hand is not None and hand.running:
                self._held[hand.index] = (ledger.worker(number), hand.start, number == dead)

    def settled(self, index):
        worker, start, died = self._held.get(index, (None, None, False))
        message = "its process " + self._end if died else _given_up + self._end
        if worker is None:
            return Settled(LOST, None, None, 0, 0, 0, None, message)
        return Settled(LOST, start, None, worker.number, worker.lane, worker.tid, None, message)


_given_up = "given up by ProcessPoolExecutor with all that was pending, as one of its processes "


def _first_end(ledger):
    """(how, number) of the process that broke the pool. What its death closes is noticed a moment before it is gone."""
    for _ in range(200):
        for number in ledger.living():
            if not is_alive(ledger.pid(number), ledger.worker(number).tid):
                return ledger.how_it_ended(number, "").strip(), number
        sleep(0.001)
    return "ended", None


def _processes_of(pool):
    """The executor keeps them to itself; without them it is not known how one ended."""
    return list((getattr(pool, "_processes", None) or {}).values())


def _failed(thrown):
    future = Future()
    future.set_exception(thrown)
    return future
