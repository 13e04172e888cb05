"""Tasks of `multiprocessing.pool.Pool` and `ThreadPool`, as the process sees them that submits: what it hands over, and what comes back.

A pool hands over single calls, or chunks of a map's items; both are one record here, by the pool's own numbers: the job, which counts
the calls of the pool's methods, and within that the chunk or item. The workers' side is in `pool_workers`.
"""

from _struct import Struct

from .joblib_tasks import batch_of, calls_of, program_frame
from .pool_keys import key_of
from .pool_workers import PoolWorkers
from .routines import FLAGS, PLACE, Routines
from .trace import (
    API_JOBLIB,
    API_MP_POOL,
    API_MP_THREAD_POOL,
    AWAITED_AT_ONCE,
    ERROR,
    KIND_TASK,
    LAST,
    OK,
    SUBMITTED,
    TID,
    UNPICKLABLE,
    now,
    number_of,
    put_f32,
    put_u32,
    put_u64,
    put_u8,
)
from .weave import NotWoven, harmless, weave_all


def patch(pool, hook):
    """After `multiprocessing.pool` has been imported."""
    pools = _Pools(pool, hook)
    try:
        pools.weave(pool)
    except NotWoven:
        return
    hook.threads_of_pool(pool.worker, pools.of_thread)


# From `state` on, what is known of a task when it is submitted.
_pack_submitted = Struct("<BBBIQ32xIIIIII").pack_into


class Batch:
    """What is known of the tasks of one call of a pool's method: where, when and by whom they were submitted."""

    __slots__ = ("known", "submit", "cell", "parent", "site", "lazy")


class KnownPool:
    """A pool that this process made. `tasks` are those under way, by their keys: (slot, routine, cell of the thread that submitted it).
    The cell is None where nobody waits for the task alone."""

    def __init__(self, hook, pool, api, scope):
        self.name = hook.pool_name("ThreadPool" if api == API_MP_THREAD_POOL else "Pool")
        self.api = api
        self.scope = scope
        self.number = hook.pool(self.name, scope, pool._processes)
        self.site = 0
        self.batches = {}
        self.tasks = {}
        # The record whose call is pickled now, and since when.
        self.pickling = None


class _Pools:
    def __init__(self, module, hook):
        self._hook = hook
        self._module = module
        self._mapstar, self._starmapstar = module.mapstar, module.starmapstar
        self._ignored = module._helper_reraises_exception
        self._routines = Routines(hook.places)
        hook.on_fork(self._routines.forget)
        # By the queue to their workers, which these have, too.
        self._by_queue = module.util.weakref.WeakKeyDictionary()
        self._workers = PoolWorkers(module, hook, self._routines, self._by_queue)

    def weave(self, module):
        names = {
            "made": self._made,
            "submits": self._submits,
            "applied": self._applied,
            "handler": self._handler,
            "handing": self._handing,
            "unsent": self._unsent,
            "handed": self._handed,
            "settled": self._settled,
            "serves": self._workers.serves,
        }
        # These see every task, and take care of themselves.
        guarded = ("handing",)
        names = {"corelane_" + name: value if name in guarded else harmless(value) for name, value in names.items()}
        imap = ("result = IMapIterator(self)", "result = IMapUnorderedIterator(self)")
        chunks = "result = MapResult(self, chunksize, len(iterable), callback,"
        handing = [
            ("first", None, "corelane_pool = corelane_handler(cache, put)"),
            ("before", "put(task)", "corelane_handing(corelane_pool, task)"),
            ("after", "job, idx = task[:2]", "corelane_unsent(corelane_pool, job, idx, e)"),
            ("before", "task = taskseq = job = None", "corelane_handed(corelane_pool, task, set_length)"),
        ]
        call = "job, i, func, args, kwds = task"
        working = [
            ("after", call, "args = corelane_worker.begins(job, i, func, args)"),
            ("before", "if wrap_exception and func is not _helper_reraises_exception:", "corelane_worker.failed()"),
            ("before", "put((job, i, result))", "corelane_worker.ends(result)"),
            ("after", "put((job, i, result))", "corelane_worker.sent()"),
            ("after", "wrapped = MaybeEncodingError(e, result[1])", "corelane_worker.unpicklable()"),
            ("around", None, "corelane_worker = corelane_serves(inqueue, outqueue)\ntry:\n    ...\nfinally:\n    corelane_worker.leaves()"),
        ]
        pool = module.Pool
        weave_all(
            [
                (module, "worker", working),
                (pool, "__init__", [("before", "self._repopulate_pool()", "corelane_made(self)")]),
                (pool, "apply_async", [("after", "result = ApplyResult(self, callback, error_callback)", "corelane_applied(self, result, func)")]),
                (pool, "_map_async", [("after", chunks, "corelane_submits(self, result, False)")]),
                (pool, "imap", [("after", imap[0], "corelane_submits(self, result, True)")]),
                (pool, "imap_unordered", [("after", imap[1], "corelane_submits(self, result, True)")]),
                (pool, "_handle_tasks", handing),
                (pool, "_handle_results", [("after", "job, i, obj = task", "corelane_settled(cache, job, i, obj)")]),
            ],
            names,
        )

    def of_thread(self, thread):
        known = self._by_queue[thread._args[0]]
        return known.number, known.api

    def _made(self, pool):
        """A pool has its queues; its workers have not been started."""
        api = API_MP_THREAD_POOL if isinstance(pool, self._module.ThreadPool) else API_MP_POOL
        queue = pool._inqueue
        if self._hook.resized:
            pool._processes = self._hook.resized
        # A queue for forked workers has no name; they inherit what is known here.
        lock = getattr(queue, "_rlock", None)
        scope = (lock is not None and lock._semlock.name) or self._hook.scope()
        known = self._by_queue[queue] = KnownPool(self._hook, pool, api, scope)
        pool._cache._corelane = known
        if self._hook.pool_made is not None:
            self._hook.pool_made(pool, known)

    def _submits(self, pool, result, lazy):
        """Tasks are about to be handed over: now or, when they are `lazy`, as they are asked of an iterator."""
        known = getattr(pool._cache, "_corelane", None)
        if known is None or result._job not in pool._cache:
            return None
        hook = self._hook
        batch = Batch()
        batch.known = known
        batch.submit = now()
        batch.cell = hook.here.cell
        batch.parent = hook.current_task()
        frame = program_frame()
        # joblib submits on the pool's threads, too: for the call that was the last from elsewhere.
        batch.site = known.site = hook.sites.of(frame) if frame is not None else known.site
        batch.lazy = lazy
        known.batches[result._job] = batch
        return batch

    def _applied(self, pool, result, function):
        batch = self._submits(pool, result, False)
        if batch is None:
            return
        calls = batch_of(function)
        key = key_of(result._job, 0)
        if calls is None:
            slot = self._record(batch, batch.known.api, function, batch.submit, 0, key, batch.cell)
        else:
            function, items = calls_of(calls)
            slot = self._record(batch, API_JOBLIB, function, batch.submit, items, key, None)
        batch.cell[LAST] = number_of(slot)

    def _record(self, batch, api, function, submit, items, key, cell):
        """Records a task. What is a chunk of one item is none."""
        routine = self._routines.of(function)
        known, trace = batch.known, self._hook.trace
        block = trace.slots.block
        try:
            word = block.free.pop()
        except IndexError:
            block, word = trace.another()
        octets, at, halves = block.map, word << 3, block.halves
        number = block.first + (word >> 4)
        _pack_submitted(
            octets, at + 1, SUBMITTED, api, routine[FLAGS], number, submit, batch.cell[TID], 0, 0, batch.parent, routine[PLACE], batch.site
        )  # fmt: skip
        halves[word * 2 + 20] = known.number
        if items > 1:
            halves[word * 2 + 21] = items
        block.words[word + 11] = key
        octets[at] = KIND_TASK
        slot = (block, word)
        known.tasks[key] = (slot, routine, cell)
        return slot

    def _handler(self, cache, put):
        """The thread that hands tasks over begins."""
        known = getattr(cache, "_corelane", None)
        writer = getattr(put, "__self__", None)
        if known is not None and hasattr(writer, "_send_bytes"):
            send = writer._send_bytes

            def send_bytes(buffer):
                if known.pickling is not None:
                    slot, start = known.pickling
                    known.pickling = None
                    put_u64(slot, 96, len(buffer))
                    put_f32(slot, 112, now() - start)
                send(buffer)

            writer._send_bytes = send_bytes
        return known

    def _handing(self, known, task):
        """A task is put into the queue to the workers next."""
        if known is None:
            return
        try:
            job, index, function, arguments, _ = task
            key = key_of(job, index)
            if key in known.tasks:
                slot = known.tasks[key][0]
            else:
                batch = known.batches.get(job)
                if batch is None or function is self._ignored:
                    return
                items = 0
                if function is self._mapstar or function is self._starmapstar:
                    function, chunk = arguments[0]
                    items = len(chunk)
                slot = self._record(batch, known.api, function, now() if batch.lazy else batch.submit, items, key, None)
            if known.api == API_MP_POOL:
                known.pickling = (slot, now())
        except Exception:
            pass

    def _unsent(self, known, job, index, failure):
        """A call could not be pickled."""
        task = None if known is None else known.tasks.pop(key_of(job, index), None)
        if task is not None:
            slot = task[0]
            known.pickling = None
            put_u64(slot, 32, now())
            put_u32(slot, 76, self._hook.places.error(failure))
            put_u8(slot, 3, UNPICKLABLE)
            put_u8(slot, 1, ERROR)

    def _handed(self, known, task, set_length):
        """All tasks of a job have been handed over; or there were none."""
        if known is not None:
            known.batches.pop(getattr(getattr(set_length, "__self__", None), "_job", None) if task is None else task[0], None)

    def _settled(self, cache, job, index, outcome):
        """A result has come back, and is passed on next."""
        try:
            known = cache._corelane
            slot, _, cell = known.tasks.pop(key_of(job, index))
        except (AttributeError, KeyError):
            return
        block, word = slot
        block.words[word + 4] = now()
        # A thread waits for the result, and its submitter has submitted nothing else since.
        if cell is not None and cell[LAST] == number_of(slot) and job in cache and cache[job]._event._cond._waiters:
            block.map[(word << 3) + 3] |= AWAITED_AT_ONCE
        if known.api == API_MP_POOL:
            self._came_back(slot, *outcome)

    def _came_back(self, slot, success, value):
        if not success:
            put_u32(slot, 76, self._hook.places.error(value))
            if isinstance(value, self._module.MaybeEncodingError):
                put_u8(slot, 3, UNPICKLABLE)
        put_u8(slot, 1, OK if success else ERROR)
