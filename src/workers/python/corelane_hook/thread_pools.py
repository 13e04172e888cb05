"""Tasks of `concurrent.futures.ThreadPoolExecutor` and of the executors made from it."""

from time import thread_time_ns

from .routines import LAST_NS, WORTH_READING_NS, Routines
from .trace import (
    API_INTERPRETER_POOL,
    API_THREAD_POOL,
    AWAITED_AT_ONCE,
    CANCELLED,
    ERROR,
    LAST,
    OK,
    POOL,
    RUNNING,
    TASK,
    TID,
    now,
)
from .work_items import WorkItem, adopt, settle, submitter


def patch(thread, hook):
    """Patches `concurrent.futures.thread`."""
    names = thread._WorkItem.__init__.__code__.co_varnames[1:5]
    if names == ("future", "fn", "args", "kwargs"):
        interpreter_pools = None
    elif names[:2] == ("future", "task"):
        # Since 3.14, with which interpreter pools came.
        interpreter_pools = set()
        hook.on_fork(interpreter_pools.clear)
    else:
        return
    adopt(thread._WorkItem, WorkItem)
    adopt(thread._WorkItem, _methods(hook, interpreter_pools))
    hook.threads_of_pool(thread._worker, _pool_finder(thread, hook, interpreter_pools))


def _methods(hook, interpreter_pools):
    here, places = hook.here, hook.places
    routines = Routines(places)
    hook.on_fork(routines.forget)
    submitted = submitter(hook, API_THREAD_POOL, routines)

    def ended(item, state, error):
        """Records the end; gives the future, which is the item's again."""
        end = now()
        block, word, number, future, submitter, routine, _ = item._task
        cell, outer, start, cpu = item._run
        cell[TASK] = outer
        routine[LAST_NS] = end - start
        words, octets, at = block.words, block.map, word << 3
        words[word + 3] = words[word + 4] = end
        if cpu:
            words[word + 5] = thread_time_ns() - cpu
        if error:
            block.halves[word * 2 + 19] = error
        # Some thread waits for the result, and the submitter has submitted nothing else.
        if submitter[LAST] == number and future._condition._waiters:
            octets[at + 3] |= AWAITED_AT_ONCE
        octets[at + 1] = state
        item.future = future
        return future

    class Methods:
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
            block, word, number, future, _, routine, _ = self._task
            if not future.set_running_or_notify_cancel():
                settle(self, CANCELLED)
                return False
            cell = here.cell
            words, pool, outer = block.words, cell[POOL], cell[TASK]
            cell[TASK] = number
            halves, half = block.halves, word << 1
            halves[half + 14] = cell[TID]
            halves[half + 20] = pool
            if interpreter_pools and pool in interpreter_pools:
                block.map[(word << 3) + 2] = API_INTERPRETER_POOL
            cpu = thread_time_ns() if routine[LAST_NS] >= WORTH_READING_NS else 0
            start = words[word + 2] = now()
            self._run = (cell, outer, start, cpu)
            block.map[(word << 3) + 1] = RUNNING
            return True

        def set_result(self, result):
            ended(self, OK, 0).set_result(result)

        def set_exception(self, exception):
            error = places.error(exception)
            # Without a worker its thread's initializer failed.
            future = ended(self, ERROR, error) if "_run" in self.__dict__ else settle(self, ERROR, error)
            future.set_exception(exception)
            self = exception = None

    return Methods


def _pool_finder(thread, hook, interpreter_pools):
    pools = thread.weakref.WeakKeyDictionary()
    hook.on_fork(pools.clear)

    def pool_of(worker):
        executor = worker._args[0]()
        api = API_THREAD_POOL
        if interpreter_pools is not None and type(executor).__name__ == "InterpreterPoolExecutor":
            api = API_INTERPRETER_POOL
        pool = pools.get(executor)
        if pool is None:
            name = executor._thread_name_prefix or hook.pool_name("ThreadPoolExecutor")
            pool = pools[executor] = hook.pool(name, hook.scope(), executor._max_workers)
            if api == API_INTERPRETER_POOL:
                interpreter_pools.add(pool)
        return pool, api

    return pool_of
