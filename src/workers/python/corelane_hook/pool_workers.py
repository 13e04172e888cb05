"""What the workers of `multiprocessing.pool.Pool` and `ThreadPool` do. In a process of a pool each task is a record of its own, which joins
the submitter's; in a thread pool it goes on with the submitter's.
"""

import sys
from time import thread_time_ns

from .chunk_items import items_of
from .joblib_tasks import batch_of, calls_of
from .pool_keys import key_of
from .routines import LAST_NS, PLACE, WORTH_READING_NS
from .trace import (
    API_JOBLIB,
    API_MP_POOL,
    API_MP_THREAD_POOL,
    ERROR,
    KIND_RUN,
    KIND_WORKER,
    LOST,
    OK,
    POOL,
    RUNNING,
    TASK,
    TID,
    UNPICKLABLE,
    WORKER_DIED,
    ended,
    now,
    number_of,
    put_f32,
    put_u64,
    put_u8,
)


class PoolWorkers:
    """`by_queue` knows pools by the queue of their tasks; a spawned worker has an empty one."""

    def __init__(self, module, hook, routines, by_queue):
        self.hook = hook
        self.routines = routines
        self.mapstar, self.starmapstar = module.mapstar, module.starmapstar
        self.ignored = module._helper_reraises_exception
        self._by_queue = by_queue

    def serves(self, inqueue, outqueue):
        """The calling thread works for the pool with these queues from now on."""
        try:
            known = self._by_queue.get(inqueue)
            if known is not None and known.api == API_MP_THREAD_POOL:
                return _Thread(self, known)
            worker = _Process(self, known, inqueue, outqueue)
            return worker if self.hook.pool_guard is None else self.hook.pool_guard(worker, known)
        except Exception:
            return _Untraced()


class _Untraced:
    def begins(self, _job, _index, _function, arguments):
        return arguments

    def ends(self, _result):
        pass

    def sent(self):
        pass

    failed = unpicklable = leaves = sent


class _Worker:
    """One task after the other, on one thread."""

    def __init__(self, workers):
        self._workers = workers
        self._hook = workers.hook
        self._cell = workers.hook.here.cell
        self._slot = None
        self._items = None
        self._routine = None
        self._start = self._end = self._cpu = 0

    def begins(self, job, index, function, arguments):
        """A task is about to run. Gives its arguments, of which a chunk's tell when each item runs."""
        self._slot = self._items = None
        self._end = 0
        try:
            return self._begin(job, index, function, arguments)
        except Exception:
            return arguments

    def _begin(self, job, index, function, arguments):
        workers = self._workers
        if function is workers.ignored:
            return arguments
        chunk = batch = None
        api = API_MP_POOL
        if function is workers.mapstar or function is workers.starmapstar:
            function, chunk = arguments[0]
        else:
            batch = batch_of(function)
            if batch is not None:
                api = API_JOBLIB
                function, _ = calls_of(batch)
                chunk = batch.items
        # A chunk of one item is that item.
        if chunk is not None and len(chunk) < 2:
            chunk = None
        task = self._task(api, job, index, function, 0 if chunk is None else len(chunk))
        if task is None:
            return arguments
        slot, routine, _ = task
        self._routine = routine
        self._cpu = thread_time_ns() if chunk is not None or routine[LAST_NS] >= WORTH_READING_NS else 0
        self._slot = slot
        block, word = slot
        self._cell[TASK] = block.first + (word >> 4)
        start = self._start = now()
        block.words[word + 2] = start
        block.map[(word << 3) + 1] = RUNNING
        if chunk is None:
            return arguments
        self._items = items_of(chunk, slot, self._hook.trace)
        if batch is not None:
            batch.items = self._items
            return arguments
        return ((function, self._items),)

    def failed(self):
        """The task has ended with an error, of which the pool is about to make a text."""
        if self._items is not None:
            self._items.close()
        self._end = now()

    def ends(self, result):
        """Gives the moment."""
        end = self._end or now()
        slot = self._slot
        if slot is None:
            return end
        self._cell[TASK] = 0
        cpu = thread_time_ns() - self._cpu if self._cpu else 0
        if self._items is None:
            self._routine[LAST_NS] = end - self._start
        self._items = None
        if result[0]:
            ended(slot, OK, end, cpu)
        else:
            self._errs(slot, result[1], end, cpu)
        return end

    def _errs(self, slot, failure, end, cpu):
        try:
            error = self._hook.places.error(getattr(failure, "exc", failure))
        except Exception:
            error = 0
        ended(slot, ERROR, end, cpu, error)

    def sent(self):
        self._slot = None

    def unpicklable(self):
        pass

    def leaves(self):
        """The worker ends; where a task did it, that is lost."""
        slot, self._slot = self._slot, None
        if slot is not None and self._cell[TASK]:
            self._cell[TASK] = 0
            failure = sys.exc_info()[1]
            put_u8(slot, 3, WORKER_DIED)
            ended(slot, LOST, now(), 0, self._hook.places.error(failure) if failure is not None else 0)


class _Thread(_Worker):
    def __init__(self, workers, known):
        super().__init__(workers)
        self._known = known

    def _task(self, _api, job, index, _function, _items):
        task = self._known.tasks.get(key_of(job, index))
        if task is not None:
            block, word = task[0]
            block.halves[word * 2 + 14] = self._cell[TID]
        return task


class _Process(_Worker):
    def __init__(self, workers, known, inqueue, outqueue):
        super().__init__(workers)
        hook = self._hook
        lock = inqueue._rlock
        scope = lock._semlock.name if known is None else known.scope
        name = "Pool" if known is None else known.name
        self._pool = self._cell[POOL] = hook.pool(name, scope, 0)
        self._received = self._sent = 0
        inqueue._rlock = _Lock(lock, self)
        self._writer = outqueue._writer
        outqueue._writer = self
        process = sys.modules.get("multiprocessing.process")
        self._own = hook.trace.record(
            KIND_WORKER, API_MP_POOL, RUNNING, start=now(), worker_pid=hook.trace.pid, worker_tid=self._cell[TID], pool=self._pool,
            name=hook.places.name(process.current_process().name),
        )  # fmt: skip

    def _task(self, api, job, index, function, items):
        unpickled = now() - self._received if self._received else 0.0
        routine = self._workers.routines.of(function)
        slot = self._hook.trace.record(
            KIND_RUN, api, RUNNING, 0, 0, 0, 0, 0, self._hook.trace.pid, self._cell[TID], 0, routine[PLACE], 0, 0, 0, self._pool,
            items, key_of(job, index), 0, 0, unpickled,
        )  # fmt: skip
        return slot, routine, None

    def received(self):
        """The bytes of a task are here, and are unpickled next."""
        self._received = now()

    def ends(self, result):
        self._sent = super().ends(result)

    def send_bytes(self, buffer):
        """In place of the writing end of the queue of results."""
        if self._slot is not None:
            put_u64(self._slot, 104, len(buffer))
            put_f32(self._slot, 116, now() - self._sent)
        return self._writer.send_bytes(buffer)

    def __getattr__(self, name):
        if name == "_writer":
            raise AttributeError(name)
        return getattr(self._writer, name)

    def unpicklable(self):
        """The result could not be pickled; an error is sent instead."""
        if self._slot is not None:
            put_u8(self._slot, 3, UNPICKLABLE)
            put_u8(self._slot, 1, ERROR)
            self._slot = None

    def leaves(self):
        super().leaves()
        ended(self._own, OK, now(), thread_time_ns())


class _Lock:
    """The lock of a queue's reading end, in a worker. It is released when a task has been received."""

    def __init__(self, lock, worker):
        self._lock = lock
        self._worker = worker

    # The lock's own, so that no frame of ours stands in what an interrupt of an idle worker prints.
    @property
    def __enter__(self):
        return self._lock.__enter__

    def __exit__(self, *failure):
        self._worker.received()
        return self._lock.__exit__(*failure)

    def __getattr__(self, name):
        if name == "_lock":
            raise AttributeError(name)
        return getattr(self._lock, name)
