"""Tasks of `concurrent.futures.ProcessPoolExecutor`, on both sides: the process that submits, and those that work.

The submitter's record tells of submit, result and arguments, the worker's of the run. The pool's scope is the name of a semaphore
of its call queue, and the key one more than the work id by which the executor itself joins results to tasks.
"""

import sys
from _struct import Struct

from .patching import Kept
from .process_pool_workers import chunk_of, patch_workers
from .routines import Routines
from .trace import API_PROCESS_POOL, CANCELLED, ERROR, LOST, OK, POOL, UNPICKLABLE, WORKER_DIED, now
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
    patch_workers(process, hook, api, name, routines, call_items.scope_of)


def _methods(process, hook, api, pool_name, routines, call_items):
    places, here = hook.places, hook.here
    submitted = submitter(hook, api, routines)

    class Methods:
        def __init__(self, future, fn, args, kwargs):
            self.fn = fn
            self.args = args
            self.kwargs = kwargs
            submitted(self, future, fn)
            chunk = chunk_of(fn, args)
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
            # `fn` and `args` tell workers when they are looked up.
            fields = item.__dict__
            fields["work_id"] = work_id
            fields["fn"] = fn
            fields["args"] = args
            fields["kwargs"] = kwargs
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
            process._SafeQueue._send_bytes = Kept("_send_bytes", send_bytes, self._made_queue)


class _WatchedSlot:
    """`Watched`, of a method that a class has from `object`."""

    def __init__(self, function, seen):
        self._function = function
        self._seen = seen

    def __get__(self, instance, owner=None):
        if instance is None:
            return self._function
        try:
            self._seen(instance)
        except Exception:
            pass
        return self._function.__get__(instance, owner)
