"""Tasks of `concurrent.futures.ProcessPoolExecutor`, on both sides: the process that submits, and those that work.

The submitter's record tells of submit, result and arguments, the worker's of the run. The pool's scope is the name of a semaphore
of its call queue, and the key one more than the work id by which the executor itself joins results to tasks.
"""

import sys
from _struct import Struct
from time import thread_time_ns

from .routines import LAST_NS, PLACE, WORTH_READING_NS, Routines
from .trace import (
    API_PROCESS_POOL,
    CANCELLED,
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
    end_step,
    ended,
    now,
    number_of,
    put_f32,
    put_u32,
    put_u64,
    put_u8,
)
from .patching import watch
from .work_items import WorkItem, adopt, settle, submitter

_pack_arguments = Struct("<QQff").pack_into  # at `argument_bytes`, `result_bytes`, `argument_ns`, `result_ns`

_BROKEN = ("BrokenProcessPool", "TerminatedWorkerError")


def patch(process, hook, api=API_PROCESS_POOL, name="ProcessPoolExecutor"):
    """Patches `concurrent.futures.process`, or a module made after it."""
    names = process._WorkItem.__init__.__code__.co_varnames[1:5]
    if names != ("future", "fn", "args", "kwargs"):
        return
    routines = Routines(hook.places)
    hook.on_fork(routines.forget)
    call_items = _CallItems(hook, process)
    adopt(process._WorkItem, WorkItem)
    adopt(process._WorkItem, _methods(process, hook, api, name, routines, call_items))
    call_items.patch(process)
    worker = _Worker(hook, api, name, routines, call_items)
    worker.patch(process)


def _methods(process, hook, api, pool_name, routines, call_items):
    places, here = hook.places, hook.here
    submitted = submitter(hook, api, routines)

    class Methods:
        def __init__(self, future, fn, args, kwargs):
            self.fn = fn
            self.args = args
            self.kwargs = kwargs
            submitted(self, future, fn)
            chunk = _chunk(fn, args)
            if chunk is not None:
                block, word = self._task[:2]
                block.halves[word * 2 + 21] = len(chunk)

        def set_running_or_notify_cancel(self):
            """Called by the pool's manager, just before it makes the call item."""
            block, word = self._task[:2]
            if not self._task[3].set_running_or_notify_cancel():
                settle(self, CANCELLED)
                return False
            cell = here.cell
            if not cell[POOL]:
                cell[POOL] = _managed_pool(process, hook, pool_name, call_items)
            self._handed = True
            block.halves[word * 2 + 20] = cell[POOL]
            call_items.coming = (block, word)
            return True

        def set_result(self, result):
            settle(self, OK).set_result(result)

        def set_exception(self, exception):
            state, flags = ERROR, 0
            if type(exception).__name__ in _BROKEN:
                flags = WORKER_DIED
                # Those that no worker had yet have not been begun.
                state = LOST if "_handed" in self.__dict__ else ERROR
            elif sys._getframe(1).f_code.co_name == "_on_queue_feeder_error":
                flags = UNPICKLABLE
            settle(self, state, places.error(exception), flags).set_exception(exception)
            self = exception = None

    return Methods


def _managed_pool(process, hook, name, call_items):
    """The number of the pool that the calling thread manages; 0: it is none of the threads that are known to."""
    thread = process.threading.current_thread()
    try:
        if hasattr(thread, "call_queue"):
            executor, queue = thread.executor_reference(), thread.call_queue
        else:
            # Until 3.8
            executor, queue = thread._args[0](), thread._args[4]
        return hook.pool(hook.pool_name(name), call_items.scope_of(queue), getattr(executor, "_max_workers", 0) or 0)
    except (AttributeError, IndexError, TypeError):
        return 0


def _chunk(function, arguments):
    """The items of `map` that a call is made of, when there are several."""
    code = getattr(getattr(function, "func", None), "__code__", None)
    if code is None or code.co_name != "_process_chunk" or len(arguments) != 1:
        return None
    chunk = arguments[0]
    return chunk if isinstance(chunk, (tuple, list)) and len(chunk) > 1 else None


class _CallItems:
    """What the submitter's process sees of calls on their way: their work ids, and what their pickling takes."""

    def __init__(self, hook, process):
        self._hook = hook
        self._here = hook.here
        self._scopes = process.weakref.WeakKeyDictionary()
        # The record of the task whose call item is made next: each pool's manager makes it at once, and holds the GIL or a lock.
        self.coming = None
        self._slots = {}
        hook.on_fork(self._slots.clear)

    def scope_of(self, queue):
        """What a queue is called in all processes that have it. Its semaphores have no names where workers are forked, and know it."""
        return queue._rlock._semlock.name or self._scopes.get(queue, "")

    def _made_queue(self, queue):
        if queue not in self._scopes:
            self._scopes[queue] = self._hook.scope()

    def patch(self, process):
        call_items = self
        slots, here = self._slots, self._here

        def made(item, work_id, fn, args, kwargs):
            item.work_id = work_id
            item.fn = fn
            item.args = args
            item.kwargs = kwargs
            slot, call_items.coming = call_items.coming, None
            if slot is not None:
                block, word = slot
                block.words[word + 11] = work_id + 1
                slots[id(item)] = slot

        def pickling(item):
            slot = slots.pop(id(item), None)
            if slot is not None:
                here.pickling = (slot, now())

        def send_bytes(queue):
            send = queue.__dict__["_send_bytes"]

            def sending(buffer):
                begun = here.__dict__.pop("pickling", None)
                if begun is not None:
                    (block, word), start = begun
                    _pack_arguments(block.map, (word << 3) + 96, len(buffer), 0, now() - start, 0.0)
                return send(buffer)

            return sending

        if process._CallItem.__init__.__code__.co_varnames[:5] == ("self", "work_id", "fn", "args", "kwargs"):
            made.__name__ = "__init__"
            process._CallItem.__init__ = made
        process._CallItem.__reduce_ex__ = _WatchedSlot(process._CallItem.__reduce_ex__, pickling)
        if hasattr(process, "_SafeQueue"):
            process._SafeQueue._send_bytes = _Kept("_send_bytes", send_bytes, self._made_queue)


class _WatchedSlot:
    """`Watched`, of a method that a class has from `object`."""

    def __init__(self, function, seen):
        self._function = function
        self._seen = seen

    def __get__(self, instance, owner=None):
        if instance is None:
            return self._function
        self._seen(instance)
        return self._function.__get__(instance, owner)


class _Kept:
    """An attribute that instances keep as ever, of which `get(instance)` says what it is when it is asked for.

    `kept(instance)` is called when it is set.
    """

    def __init__(self, name, get, kept=None):
        self._name = name
        self._get = get
        self._kept = kept

    def __get__(self, instance, owner=None):
        if instance is None:
            raise AttributeError(self._name)
        return self._get(instance)

    def __set__(self, instance, value):
        instance.__dict__[self._name] = value
        if self._kept is not None:
            self._kept(instance)

    def __delete__(self, instance):
        del instance.__dict__[self._name]


class _Worker:
    """What a process of a pool does. There is one in each, which takes one task after the other."""

    def __init__(self, hook, api, name, routines, call_items):
        self._hook = hook
        self._call_items = call_items
        self._api = api
        self._name = name
        self._routines = routines
        self._pool = 0
        self._slot = None
        self._routine = None
        self._cpu = self._start = self._received = self._sent = 0
        self._working = False
        self._unpicklable = False
        hook.on_fork(self._rest)

    def _rest(self):
        self._working = False
        self._slot = None

    def patch(self, process):
        loop, sendback = process._process_worker, process._sendback_result
        worker = self

        def process_worker(call_queue, result_queue, *rest, **named):
            slot = None
            try:
                slot = worker._begin(call_queue, result_queue)
            except Exception:
                pass
            try:
                return loop(call_queue, result_queue, *rest, **named)
            finally:
                worker._rest()
                if slot is not None:
                    ended(slot, OK, now(), thread_time_ns())

        def sendback_result(result_queue, work_id, *rest, **named):
            if worker._slot is None:
                return sendback(result_queue, work_id, *rest, **named)
            worker._end(named.get("exception"))
            try:
                return sendback(result_queue, work_id, *rest, **named)
            finally:
                worker._sendback()

        for ours, theirs in ((process_worker, loop), (sendback_result, sendback)):
            ours.__module__, ours.__name__, ours.__qualname__ = theirs.__module__, theirs.__name__, theirs.__qualname__
            ours.__doc__ = theirs.__doc__
        process._process_worker = process_worker
        process._sendback_result = sendback_result
        process._CallItem.fn = _Kept("fn", self._function)
        process._CallItem.args = _Kept("args", self._arguments)
        watch(process._ExceptionWithTraceback, "__init__", self._failed)

    def _begin(self, call_queue, result_queue):
        hook = self._hook
        cell = hook.here.cell
        self._pool = cell[POOL] = hook.pool(self._name, self._call_items.scope_of(call_queue), 0)
        call_queue._sem = _Semaphore(call_queue._sem, self)
        result_queue._writer = _Writer(result_queue._writer, self)
        self._working = True
        return hook.trace.record(
            KIND_WORKER, self._api, RUNNING, start=now(), worker_pid=hook.trace.pid, worker_tid=cell[TID], pool=self._pool,
            name=hook.places.name(self._process_name()),
        )  # fmt: skip

    def _process_name(self):
        process = sys.modules.get("multiprocessing.process")
        return process.current_process().name if process else ""

    def received(self):
        """The bytes of a call are here, and are unpickled next."""
        self._received = now()

    def _function(self, item):
        """The call's function is looked up: it is called next."""
        function = item.__dict__["fn"]
        if self._working:
            try:
                self._call(item, function)
            except Exception:
                self._slot = None
        return function

    def _call(self, item, function):
        hook = self._hook
        routine = self._routine = self._routines.of(function)
        cell = hook.here.cell
        self._cpu = thread_time_ns() if routine[LAST_NS] >= WORTH_READING_NS else 0
        start = self._start = now()
        chunk = _chunk(function, item.__dict__["args"])
        self._slot = hook.trace.record(
            KIND_RUN, self._api, RUNNING, 0, start, 0, 0, 0, hook.trace.pid, cell[TID], 0, routine[PLACE], 0, 0, 0, self._pool,
            0 if chunk is None else len(chunk), item.__dict__["work_id"] + 1, 0, 0, start - self._received if self._received else 0.0,
        )  # fmt: skip
        cell[TASK] = number_of(self._slot)

    def _arguments(self, item):
        arguments = item.__dict__["args"]
        if self._slot is not None:
            chunk = _chunk(item.__dict__["fn"], arguments)
            if chunk is not None:
                return (self._steps(chunk, self._slot),)
        return arguments

    def _steps(self, chunk, slot):
        """The items of a chunk, each of which is a step until the next is asked for."""
        trace = self._hook.trace
        number = number_of(slot)
        longest = 0
        for count, item in enumerate(chunk, 1):
            start = now()
            step = trace.step(number, start)
            try:
                yield item
            finally:
                end = now()
                if step is not None:
                    end_step(step, start, end)
                longest = max(longest, end - start)
                put_u32(slot, 120, count)
                put_f32(slot, 124, longest)

    def _end(self, failure):
        end = now()
        slot, routine = self._slot, self._routine
        routine[LAST_NS] = end - self._start
        cpu = thread_time_ns() - self._cpu if self._cpu else 0
        self._hook.here.cell[TASK] = 0
        error = 0
        if failure is not None:
            error = self._hook.places.error(getattr(failure, "exc", failure))
        ended(slot, OK if failure is None else ERROR, end, cpu, error)
        self._unpicklable = False
        self._sent = end

    def sending(self, size):
        """A result has been pickled, and is sent next."""
        if self._slot is not None:
            put_u64(self._slot, 104, size)
            put_f32(self._slot, 116, now() - self._sent)

    def _failed(self, _wrapped):
        """An exception is made ready for its way to the submitter: while a result is sent, it is of its pickling."""
        if self._sent:
            self._unpicklable = True

    def _sendback(self):
        if self._unpicklable:
            put_u8(self._slot, 3, UNPICKLABLE)
            put_u8(self._slot, 1, ERROR)
        self._slot = None
        self._received = self._sent = 0
        self._unpicklable = False


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
        return getattr(self._semaphore, name)


class _Writer:
    """A queue's writing end in a worker."""

    def __init__(self, writer, worker):
        self._writer = writer
        self._worker = worker

    def send_bytes(self, buffer):
        self._worker.sending(len(buffer))
        return self._writer.send_bytes(buffer)

    def __getattr__(self, name):
        return getattr(self._writer, name)
