"""A `multiprocessing.Process` for every task, at most `workers` of them alive; starting and ending it is part of the price."""

import multiprocessing
from collections import deque
from multiprocessing.connection import wait
from time import monotonic_ns

from .. import single_process
from ..packed_results import unpacking_failure
from ..process_ends import describe_end
from ..refusal import describe
from ..settled_tasks import CANCELLED, ERROR, LOST, OK, Settled
from ..start_methods import imports_again, start_method
from .executor import LOOK_EVERY_S, Executor, timed_out

#: A process that has told its result may take this long to end; what it still waits for then is given up.
_LINGER_NS = 2000000000


class ProcessPerTask(Executor):
    def __init__(self, context):
        super().__init__(context)
        # A forked process has its arguments already.
        self.pickles_arguments = imports_again(start_method())

    def run(self, feed, settle):
        lanes = list(range(self.workers - 1, -1, -1))
        waiting = deque()
        running = []
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
                running.append(_TaskProcess(self, *waiting.popleft(), lane=lanes.pop()))
            if unsettled == 0:
                return last
            self.context.look_after()
            for process in _changed(running):
                process.look()
            for process in [each for each in running if each.has_ended()]:
                running.remove(process)
                last = monotonic_ns()
                lanes.append(process.lane)
                unsettled -= 1
                settle(process.index, process.submitted, process.settled)


def _changed(running):
    """Waits for the first that says something or ends, a moment at most. All are looked at: what waits for a time says nothing."""
    wait([each for process in running for each in process.waits_for()], LOOK_EVERY_S)
    return running


class _TaskProcess:
    """One process and its task."""

    def __init__(self, executor, index, submitted, lane):
        self.index = index
        self.submitted = submitted
        self.lane = lane
        self.settled = None
        self._executor = executor
        self._by = None
        self._ready_at = None
        self._settled_at = 0
        self._requested = monotonic_ns()
        self._start_process(index, lane)

    def _start_process(self, index, lane):
        executor, task = self._executor, self._executor.task
        self._receiving, sending = multiprocessing.Pipe(duplex=False)
        self._process = multiprocessing.Process(
            target=single_process.run_once,
            args=(
                sending,
                executor.roster.cores_of(lane),
                task.path,
                task.label,
                task.qualified_name,
                executor.arguments(index),
            ),
        )
        try:
            self._process.start()
        except OSError as thrown:
            self._receiving.close()
            self._process = None
            self._settle(LOST, None, None, "its process could not be started: %s" % describe(thrown))
        sending.close()

    def waits_for(self):
        if self._process is None:
            return []
        return [self._process.sentinel] + ([] if self._receiving.closed else [self._receiving])

    def has_ended(self):
        return self.settled is not None and self._process is None

    def look(self):
        """Hears what it says, and sees whether it has ended or must be."""
        if self._process is None:
            return
        gone = not self._process.is_alive()
        self._hear()
        if gone:
            self._end()
            return
        self._end_what_is_overdue()

    def _hear(self):
        try:
            while not self._receiving.closed and self._receiving.poll():
                self._take(self._receiving.recv())
        except (EOFError, OSError):
            self._receiving.close()

    def _take(self, said):
        kind = said[0]
        if kind == "ready":
            _, at, not_pinned = said
            executor, pid = self._executor, self._process.pid
            executor.started_in(at - self._requested)
            self._ready_at = at
            cores = executor.roster.cores_of(self.lane)
            # A process's first thread has the number of the process.
            self._by = executor.roster.enlist(pid, pid, self.lane, "task %d" % self.index, True, cores, not_pinned)
        elif kind == "settled":
            _, start, end, message, size, payload = said
            message = message or unpacking_failure(payload)
            self._settle(OK if message is None else ERROR, start, end, message, size if message is None else None)
        elif kind == "readings":
            self._executor.context.readings.extend(said[1])
        else:
            self._settle(LOST, None, None, said[1])

    def _end_what_is_overdue(self):
        now, limit = monotonic_ns(), self._executor.context.setup["taskTimeoutNs"]
        if self.settled is not None:
            if now - self._settled_at > _LINGER_NS:
                self._process.kill()
        elif limit is not None and now - (self._ready_at or self._requested) > limit:
            self._settle(CANCELLED, self._ready_at, now, timed_out(limit))
            self._process.kill()

    def _end(self):
        self._process.join()
        self._settle(LOST, self._ready_at, None, describe_end("its process", self._process.exitcode))
        self._process.close()
        self._process = None
        self._receiving.close()
        if self._by is not None:
            self._executor.roster.retire(self._by.number)

    def _settle(self, outcome, start, end, message, size=None):
        """Once: what comes later changes nothing."""
        if self.settled is not None:
            return
        number, _, tid = self._by or (0, self.lane, 0)
        self._settled_at = monotonic_ns()
        self.settled = Settled(outcome, start, end, number, self.lane, tid, size, message)
