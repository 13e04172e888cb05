"""Runs the task alone, a few times or for a second, and relates CPU time to wall time. See `TaskProbe`.

CPU time is the whole process': helper threads and child processes that work for the task count. Time in which the thread was ready and waited for a core is
told apart: other programs caused it, not the task.
"""

import asyncio
import inspect
import multiprocessing
import os
import threading
from collections import namedtuple
from time import monotonic_ns, process_time_ns, thread_time_ns

from . import single_process
from .self_reading import core_times_ns, resident_bytes, run_delay_ns
from .task_call import call
from .task_inputs import input_of

#: At least `runs` runs and `until_ns`; none begins after `limit_ns`.
_Extent = namedtuple("_Extent", "runs until_ns limit_ns")
#: What only loads lazily and connects says little about what follows.
_WARMING = _Extent(3, 200000000, 500000000)
_MEASURING = _Extent(5, 200000000, 1000000000)


def probe(task, inputs):
    thread_start_ns = _price_of_thread()
    process_start_ns = _price_of_process(task)
    run = _Runs(task, inputs)
    measured = run.measure(_WARMING)
    # A single call that takes that long is all there is time for.
    if measured["wallNs"] < _WARMING.limit_ns:
        measured = run.measure(_MEASURING)
    run.close()
    measured["async"] = task.is_async or run.returned_awaitable
    measured["threadStartNs"] = thread_start_ns
    measured["processStartNs"] = process_start_ns
    measured["residentBytes"] = resident_bytes()
    return measured


class _Runs:
    def __init__(self, task, inputs):
        self._task = task
        self._inputs = inputs
        self._loop = asyncio.new_event_loop() if task.is_async else None
        self.returned_awaitable = False

    def measure(self, extent):
        if self._loop is None:
            return self._measure_calls(extent)
        asyncio.set_event_loop(self._loop)
        return self._loop.run_until_complete(self._measure_coroutines(extent))

    def close(self):
        if self._loop is not None:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    def _measure_calls(self, extent):
        account = _Account(extent, self._inputs.tasks)
        while account.goes_on():
            _, _, message, value = call(self._task.function, self._arguments(account.runs))
            if inspect.isawaitable(value):
                self.returned_awaitable = True
                _discard(value)
            account.ran(message is None)
        return account.closed()

    async def _measure_coroutines(self, extent):
        account = _Account(extent, self._inputs.tasks)
        while account.goes_on():
            try:
                await self._task.function(*self._arguments(account.runs))
                ok = True
            except BaseException:
                ok = False
            account.ran(ok)
        return account.closed()

    def _arguments(self, run):
        return self._task.arguments(input_of(self._inputs, run % self._inputs.tasks)[1])


class _Account:
    def __init__(self, extent, tasks):
        self._extent = extent
        self._wanted = min(extent.runs, tasks)
        self.runs = 0
        self._failed = 0
        self._cores = core_times_ns()
        self._delay = run_delay_ns()
        self._cpu = _cpu_ns()
        self._thread_cpu = thread_time_ns()
        self._began = monotonic_ns()

    def goes_on(self):
        elapsed = monotonic_ns() - self._began
        if self.runs == 0:
            return True
        return (self.runs < self._wanted or elapsed < self._extent.until_ns) and elapsed < self._extent.limit_ns

    def ran(self, ok):
        self.runs += 1
        if not ok:
            self._failed += 1

    def closed(self):
        wall = monotonic_ns() - self._began
        return {
            "runs": self.runs,
            "failed": self._failed,
            "wallNs": wall,
            "onCpuNs": _cpu_ns() - self._cpu,
            "callerOnCpuNs": thread_time_ns() - self._thread_cpu,
            "runDelayNs": run_delay_ns() - self._delay,
            "cores": _since(self._cores),
        }


def _cpu_ns():
    """With what child processes took that have ended: a task that runs a program computes as much as that does."""
    children = os.times()
    return process_time_ns() + int((children.children_user + children.children_system) * 1e9)


def _since(before):
    now = core_times_ns()
    if before is None or now is None:
        return None
    return {"busyNs": now[0] - before[0], "stolenNs": now[1] - before[1]}


def _discard(awaitable):
    """A coroutine that nobody awaits would make Python warn, on the task's stderr, of what Corelane did."""
    close = getattr(awaitable, "close", None)
    if close is not None:
        close()


def _price_of_thread():
    """From the request until it could take the task; None: no thread can be started. Of three, the middle one."""
    try:
        return sorted(_start_thread() for _ in range(3))[1]
    except RuntimeError:
        return None


def _start_thread():
    began = []
    requested = monotonic_ns()
    thread = threading.Thread(target=lambda: began.append(monotonic_ns()))
    thread.start()
    thread.join()
    return began[0] - requested


def _price_of_process(task):
    """The same of a process, which must have the module for that; None where none could be started."""
    try:
        receiving, sending = multiprocessing.Pipe(duplex=False)
        requested = monotonic_ns()
        process = multiprocessing.Process(target=single_process.tell_when_ready, args=(sending, task.path), daemon=True)
        process.start()
        sending.close()
        try:
            ready = receiving.recv() if receiving.poll(10) else None
        except EOFError:
            ready = None
        process.kill()
        process.join()
        receiving.close()
        return None if ready is None else ready - requested
    except OSError:
        return None
