"""Tasks of `concurrent.futures.ThreadPoolExecutor` and of the executors made from it.

A work item stands in for its own future until it has run: it is told of what the pool does with the task, passes it on, and is not on the
stack while the task runs. Code that looks for the future's other attributes there finds them.
"""

import sys
from _struct import Struct
from time import thread_time_ns

from .routines import FLAGS, LAST_NS, PLACE, WORTH_READING_NS, Routines
from .trace import (
    API_INTERPRETER_POOL,
    API_THREAD_POOL,
    AWAITED_AT_ONCE,
    CANCELLED,
    ERROR,
    KIND_TASK,
    LAST,
    OK,
    POOL,
    RUNNING,
    SUBMITTED,
    TASK,
    TID,
    now,
)

# From `state` on, what is known of a task when it is submitted.
_pack_submitted = Struct("<BBBIQ32xIIIIII").pack_into
_pack_ended = Struct("<QQQ").pack_into  # at `end`, `result`, `cpu`

_FUNCTION = type(lambda: None)


def patch(thread, hook):
    """Patches `concurrent.futures.thread`."""
    names = thread._WorkItem.__init__.__code__.co_varnames[1:5]
    if names[:4] == ("future", "fn", "args", "kwargs"):
        interpreter_pools = None
    elif names[:2] == ("future", "task"):
        interpreter_pools = set()
    else:
        return
    _patch_items(thread._WorkItem, hook, interpreter_pools)
    _patch_workers(thread, hook, interpreter_pools)


def _patch_items(work_item, hook, interpreter_pools):
    trace, here, sites = hook.trace, hook.here, hook.sites
    routines = Routines(hook.places)
    hook.on_fork(routines.forget)
    known_routines = routines.known
    getframe = sys._getframe

    def submitted(item, future, function):
        """Records that `submit`, two frames above, makes this item."""
        item.future = item
        item._future = future
        cell = item._submitter = here.cell
        routine = None
        if type(function) is _FUNCTION:
            routine = known_routines.get(id(function.__code__))
        if routine is None:
            routine = routines.of(function)
        item._routine = routine
        block = trace.slots.block
        word = block.take()
        if word >= block.end:
            block, word = trace.another()
        item._block = block
        item._word = word
        number = item._number = cell[LAST] = block.first + (word >> 4)
        octets, at = block.map, word << 3
        _pack_submitted(
            octets, at + 1, SUBMITTED, API_THREAD_POOL, routine[FLAGS], number, now(), cell[TID], 0, 0,
            cell[TASK] if hook.current_coroutine is None else hook.current_task(),
            routine[PLACE], sites.of(getframe(3)),
        )  # fmt: skip
        octets[at] = KIND_TASK

    def settled(item, state, error):
        end = now()
        routine, block, word, future = item._routine, item._block, item._word, item._future
        cell = item._worker
        cell[TASK] = item._outer
        started = item._started
        routine[LAST_NS] = end - started
        cpu = item._cpu
        if cpu:
            cpu = thread_time_ns() - cpu
        octets, at = block.map, word << 3
        _pack_ended(octets, at + 24, end, end, cpu)
        if error:
            block.halves[word * 2 + 19] = error
        if item._submitter[LAST] == item._number and future._condition._waiters:
            octets[at + 3] |= AWAITED_AT_ONCE
        octets[at + 1] = state
        item.future = future
        return future

    class Item:
        """What a work item is told, as its own future, by the pool."""

        if interpreter_pools is None:

            def __init__(self, future, fn, args, kwargs):
                self.fn = fn
                self.args = args
                self.kwargs = kwargs
                submitted(self, future, fn)

        else:

            def __init__(self, future, task):
                self.task = task
                submitted(self, future, task[0] if type(task) is tuple and task else task)

        def set_running_or_notify_cancel(self):
            future = self._future
            if not future.set_running_or_notify_cancel():
                self.future = future
                _cancelled(self._block, self._word)
                return False
            cell = self._worker = here.cell
            block, word = self._block, self._word
            halves = block.halves
            halves[word * 2 + 14] = cell[TID]
            pool = halves[word * 2 + 20] = cell[POOL]
            if interpreter_pools and pool in interpreter_pools:
                block.map[(word << 3) + 2] = API_INTERPRETER_POOL
            self._outer = cell[TASK]
            cell[TASK] = self._number
            self._cpu = thread_time_ns() if self._routine[LAST_NS] >= WORTH_READING_NS else 0
            started = self._started = block.words[word + 2] = now()
            block.map[(word << 3) + 1] = RUNNING
            return started > 0

        def set_result(self, result):
            settled(self, OK, 0).set_result(result)

        def set_exception(self, exception):
            error = hook.places.error(exception)
            if "_worker" in self.__dict__:
                settled(self, ERROR, error).set_exception(exception)
            else:
                self.future = self._future
                _broken(self._block, self._word, error)
                self._future.set_exception(exception)
            self = exception = None

        def cancel(self):
            cancelled = self._future.cancel()
            if cancelled:
                self.future = self._future
                _cancelled(self._block, self._word)
            return cancelled

        def __getattr__(self, name):
            if name == "_future":
                raise AttributeError(name)
            return getattr(self._future, name)

    for name in ("__init__", "set_running_or_notify_cancel", "set_result", "set_exception", "cancel", "__getattr__"):
        setattr(work_item, name, Item.__dict__[name])


def _cancelled(block, word):
    block.words[word + 3] = now()
    block.map[(word << 3) + 1] = CANCELLED


def _broken(block, word, error):
    """It never ran: the pool could not be."""
    block.words[word + 3] = now()
    block.halves[word * 2 + 19] = error
    block.map[(word << 3) + 1] = ERROR


def _patch_workers(thread, hook, interpreter_pools):
    pools = thread.weakref.WeakKeyDictionary()
    hook.on_fork(pools.clear)

    def pool_of(worker):
        executor = worker._args[0]()
        pool = pools.get(executor)
        if pool is None:
            name = executor._thread_name_prefix or hook.pool_name("ThreadPoolExecutor")
            pool = pools[executor] = hook.pool(name, hook.scope(), executor._max_workers)
        if type(executor).__name__ == "InterpreterPoolExecutor" and interpreter_pools is not None:
            interpreter_pools.add(pool)
            return pool, API_INTERPRETER_POOL
        return pool, API_THREAD_POOL

    hook.threads_of_pool(thread._worker, pool_of)
