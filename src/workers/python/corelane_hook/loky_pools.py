"""Tasks of loky's executors, joblib's own copy included: on the side that submits, and in the processes that work.

Both records join by the name of a semaphore of the call queue, and one more than the executor's work id.
"""

import sys
from time import thread_time_ns

from .chunk_items import items_of
from .joblib_tasks import batch_of, calls_of, program_frame
from .routines import FLAGS, PLACE, Routines
from .trace import (
    API_JOBLIB,
    API_LOKY,
    CANCELLED,
    ERROR,
    KIND_RUN,
    KIND_TASK,
    KIND_WORKER,
    LOST,
    OK,
    POOL,
    RUNNING,
    SUBMITTED,
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
)
from .weave import NotWoven, harmless, weave_all


def patch(module, hook):
    """`module` is `process_executor` of loky, or of joblib's copy."""
    routines = Routines(hook.places)
    hook.on_fork(routines.forget)
    submitters = _Submitters(module, hook, routines)
    worker = _Worker(hook, routines)
    names = {
        "submitted": submitters.submitted,
        "handed": submitters.handed,
        "pickled": submitters.pickled,
        "time": now,
        "serves": worker.serves,
        "begins": worker.begins,
        "ends": worker.ends,
        "sent": worker.sent,
        "unpicklable": worker.unpicklable,
        "leaves": worker.leaves,
    }
    names = {"corelane_" + name: harmless(value) for name, value in names.items()}
    working = [
        ("before", "r = call_item()", "corelane_begins(call_item)"),
        ("before", "exc = _ExceptionWithTraceback(e)", "corelane_ends(e)"),
        ("before", "_sendback_result(result_queue, call_item.work_id, result=r)", "corelane_ends(None)"),
        ("before", "del call_item", "corelane_sent()"),
        ("around", None, "corelane_serves(call_queue, result_queue)\ntry:\n    ...\nfinally:\n    corelane_leaves()"),
    ]
    feeding = [
        ("before", "obj_ = dumps(obj, reducers=reducers)", "corelane_start = corelane_time()"),
        ("after", "obj_ = dumps(obj, reducers=reducers)", "corelane_pickled(buffer, obj, obj_, corelane_start)"),
    ]
    try:
        weave_all(
            [
                (module.ProcessPoolExecutor, "submit", [("after", "self._work_ids.put(self._queue_count)", "corelane_submitted(self, w)")]),
                (
                    module._ExecutorManagerThread,
                    "add_call_item_to_queue",
                    [("before", "self.running_work_items += [work_id]", "corelane_handed(self.call_queue, work_item, work_id)")],
                ),
                (module, "_process_worker", working),
                (module, "_sendback_result", [("before", "exc = _ExceptionWithTraceback(e)", "corelane_unpicklable()")]),
                (module.Queue, "_feed", feeding),
            ],
            names,
        )
    except (AttributeError, NotWoven):
        pass


def _scope_of(queue):
    return queue._rlock._semlock.name


class _Submitters:
    def __init__(self, module, hook, routines):
        self._hook = hook
        self._broken = (module.TerminatedWorkerError, module.BrokenProcessPool)
        self._routines = routines
        # Tasks that are not done by their future: [slot, key in `_on_way`]; and slots of calls on their way to the workers, by the
        # queue's buffer and the work id.
        self._tasks = {}
        self._on_way = {}
        # Where the program called for what an executor does, by the executor.
        self._sites = {}
        hook.on_fork(self._forget)

    def _forget(self):
        self._tasks.clear()
        self._on_way.clear()
        self._sites.clear()

    def submitted(self, executor, item):
        """A work item is the executor's next."""
        hook = self._hook
        function, items, api = item.fn, 0, API_LOKY
        batch = batch_of(function)
        if batch is not None:
            api = API_JOBLIB
            function, items = calls_of(batch)
        routine = self._routines.of(function)
        pool = hook.pool("loky", _scope_of(executor._call_queue), getattr(executor, "_max_workers", 0) or 0)
        slot = hook.trace.record(
            KIND_TASK, api, SUBMITTED, now(), 0, 0, 0, hook.here.cell[TID], 0, 0, hook.current_task(), routine[PLACE],
            self._site(executor), 0, 0, pool, items if items > 1 else 0, executor._queue_count + 1, flags=routine[FLAGS],
        )  # fmt: skip
        self._tasks[id(item.future)] = [slot, None]
        item.future.add_done_callback(harmless(self._settled))

    def _site(self, executor):
        """joblib submits batches on the pool's threads, too: they are of the call that the last one from elsewhere was."""
        frame = program_frame()
        site = self._hook.sites.of(frame) if frame is not None else 0
        if site:
            self._sites[id(executor)] = site
        return site or self._sites.get(id(executor), 0)

    def handed(self, queue, item, work_id):
        """A work item goes to the workers."""
        task = self._tasks.get(id(item.future))
        if task is not None:
            task[1] = (id(queue._buffer), work_id)
            self._on_way[task[1]] = task[0]

    def pickled(self, buffer, call, data, start):
        slot = self._on_way.pop((id(buffer), getattr(call, "work_id", None)), None)
        if slot is not None:
            put_f32(slot, 112, now() - start)
            put_u64(slot, 96, len(data))

    def _settled(self, future):
        slot, key = self._tasks.pop(id(future), (None, None))
        if slot is None:
            return
        # Calls that could not be pickled are still on their way.
        unsent = self._on_way.pop(key, None) is not None
        put_u64(slot, 32, now())
        failure = future._exception
        state = CANCELLED if future.cancelled() else OK if failure is None else ERROR
        if state == ERROR:
            put_u32(slot, 76, self._hook.places.error(failure))
            if isinstance(failure, self._broken):
                put_u8(slot, 3, WORKER_DIED)
                state = ERROR if key is None else LOST
            elif unsent:
                put_u8(slot, 3, UNPICKLABLE)
        put_u8(slot, 1, state)


class _Worker:
    """What a process of an executor does: one task after the other."""

    def __init__(self, hook, routines):
        self._hook = hook
        self._routines = routines
        self._pool = self._start = self._cpu = self._received = self._ended = 0
        self._slot = self._items = self._own = None

    def serves(self, call_queue, result_queue):
        hook = self._hook
        cell = hook.here.cell
        self._pool = cell[POOL] = hook.pool("loky", _scope_of(call_queue), 0)
        call_queue._sem = _Semaphore(call_queue._sem, self)
        result_queue._writer = _Writer(result_queue._writer, self)
        process = sys.modules["multiprocessing.process"].current_process()
        self._own = hook.trace.record(
            KIND_WORKER, API_LOKY, RUNNING, start=now(), worker_pid=hook.trace.pid, worker_tid=cell[TID], pool=self._pool,
            name=hook.places.name(process.name),
        )  # fmt: skip

    def received(self):
        """The bytes of a call are here, and are unpickled next."""
        self._received = now()

    def begins(self, call):
        function, count, api = call.fn, 0, API_LOKY
        batch = batch_of(function)
        if batch is not None:
            api = API_JOBLIB
            function, count = calls_of(batch)
        hook = self._hook
        routine = self._routines.of(function)
        self._cpu = thread_time_ns()
        start = self._start = now()
        self._slot = hook.trace.record(
            KIND_RUN, api, RUNNING, 0, start, 0, 0, 0, hook.trace.pid, hook.here.cell[TID], 0, routine[PLACE], 0, 0, 0, self._pool,
            count if count > 1 else 0, call.work_id + 1, 0, 0, start - self._received if self._received else 0.0,
        )  # fmt: skip
        hook.here.cell[TASK] = number_of(self._slot)
        if count > 1:
            batch.items = self._items = items_of(batch.items, self._slot, hook.trace)

    def ends(self, failure):
        slot, items, self._items = self._slot, self._items, None
        if slot is None:
            return
        if items is not None:
            items.close()
        self._ended = now()
        self._hook.here.cell[TASK] = 0
        error = 0 if failure is None else self._hook.places.error(failure)
        ended(slot, OK if failure is None else ERROR, self._ended, thread_time_ns() - self._cpu, error)

    def sending(self, size):
        """A result has been pickled."""
        if self._slot is not None and self._ended:
            put_u64(self._slot, 104, size)
            put_f32(self._slot, 116, now() - self._ended)

    def unpicklable(self):
        if self._slot is not None:
            put_u8(self._slot, 3, UNPICKLABLE)
            put_u8(self._slot, 1, ERROR)
            self._slot = None

    def sent(self):
        self._slot = None
        self._ended = self._received = 0

    def leaves(self):
        if self._own is not None:
            ended(self._own, OK, now(), thread_time_ns())


class _Semaphore:
    """A queue's semaphore in a worker. It is released when an item has been received."""

    def __init__(self, semaphore, worker):
        self._semaphore = semaphore
        self._worker = worker

    @property
    def release(self):
        self._worker.received()
        return self._semaphore.release

    def __getattr__(self, name):
        if name == "_semaphore":
            raise AttributeError(name)
        return getattr(self._semaphore, name)


class _Writer:
    """The writing end of the queue of results in a worker."""

    def __init__(self, writer, worker):
        self._writer = writer
        self._worker = worker

    def send_bytes(self, buffer):
        self._worker.sending(len(buffer))
        return self._writer.send_bytes(buffer)

    def __getattr__(self, name):
        if name == "_writer":
            raise AttributeError(name)
        return getattr(self._writer, name)
