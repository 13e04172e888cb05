"""What the workers of `multiprocessing.pool.Pool` and `ThreadPool` do. In a process of a pool each task is a record of its own, which joins
the submitter's; in a thread pool it goes on with the submitter's.
"""

import sys
from time import thread_time_ns

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
    OPEN_STEP,
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
    put_u32,
    put_u64,
    put_u8,
    started,
)


class PoolWorkers:
    """`by_queue` knows pools by the queue of their tasks; a spawned worker has an empty one."""

    def __init__(self, module, hook, routines, by_queue):
        self.hook = hook
        self.routines = routines
        self.chunked = (module.mapstar, module.starmapstar)
        self.ignored = module._helper_reraises_exception
        self._by_queue = by_queue

    def serves(self, inqueue, outqueue):
        """The calling thread works for the pool with these queues from now on."""
        try:
            known = self._by_queue.get(inqueue)
            if known is not None and known.api == API_MP_THREAD_POOL:
                return _Thread(self, known)
            return _Process(self, known, inqueue, outqueue)
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
        if function in workers.chunked:
            function, chunk = arguments[0]
        else:
            batch = batch_of(function)
            if batch is not None:
                api = API_JOBLIB
                function, _ = calls_of(batch)
                chunk = batch.items
        routine = self._routine = workers.routines.of(function)
        self._cpu = thread_time_ns() if chunk is not None or routine[LAST_NS] >= WORTH_READING_NS else 0
        start = self._start = now()
        slot = self._slot = self._record(api, job, index, routine, 0 if chunk is None else len(chunk), start)
        if slot is None:
            return arguments
        self._cell[TASK] = number_of(slot)
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
        items, self._items = self._items, None
        if items is not None:
            items.close()
        else:
            self._routine[LAST_NS] = end - self._start
        success, value = result
        ended(slot, OK if success else ERROR, end, cpu, 0 if success else self._hook.places.error(getattr(value, "exc", value)))
        return end

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

    def _record(self, _api, job, index, _routine, _items, start):
        slot, _ = self._known.records.get((job, index), (None, None))
        if slot is not None:
            started(slot, start, self._cell[TID])
        return slot


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

    def _record(self, api, job, index, routine, items, start):
        return self._hook.trace.record(
            KIND_RUN, api, RUNNING, 0, start, 0, 0, 0, self._hook.trace.pid, self._cell[TID], 0, routine[PLACE], 0, 0, 0,
            self._pool, items, key_of(job, index), 0, 0, start - self._received if self._received else 0.0,
        )  # fmt: skip

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


def items_of(chunk, slot, trace):
    """The items of a chunk. Each is a step until the next is asked for, and the last until this is closed."""
    steps = trace.steps
    number = number_of(slot)
    begun = OPEN_STEP << 32 | number
    count = longest = 0
    block = None
    start = now()
    try:
        for item in chunk:
            block = steps.block
            word = block.take()
            if word >= block.end:
                place = steps.take()
                if place is None:
                    block = None
                    yield item
                    continue
                block, word = place
            words = block.words
            words[word] = begun
            words[word + 1] = start
            count += 1
            yield item
            end = now()
            took = end - start
            block.halves[word * 2 + 1] = took if took < OPEN_STEP else OPEN_STEP - 1
            if took > longest:
                longest = took
            start = end
            block = None
    finally:
        if block is not None:
            took = now() - start
            block.halves[word * 2 + 1] = min(took, OPEN_STEP - 1)
            longest = max(longest, took)
        put_u32(slot, 120, count)
        put_f32(slot, 124, longest)
