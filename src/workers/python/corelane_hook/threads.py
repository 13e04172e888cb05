"""Tasks of `threading.Thread`: one for each thread that the program starts. Those that pools and queues start are their workers or
their plumbing.

A thread is recorded when `start` looks up `_bootstrap`, and its run around `_bootstrap_inner`, where all its tracebacks begin.
"""

import sys
from time import thread_time_ns

from .patching import watch
from .trace import (
    API_THREAD,
    ERROR,
    KIND_TASK,
    KIND_WORKER,
    NOT_CALLABLE,
    OK,
    POOL,
    RUNNING,
    SUBMITTED,
    TASK,
    TID,
    ended,
    now,
    number_of,
    started,
)

# Threads that these start are not the program's tasks; `multiprocessing.dummy` is how a thread pool, or the program, starts one.
_PLUMBERS = ("concurrent.futures.", "multiprocessing.", "asyncio.", "loky.", "joblib.", "logging.")
_STARTERS = ("threading", "multiprocessing.dummy")


def patch(threading, hook):
    thread = threading.Thread
    original = thread._bootstrap_inner
    begun = {}
    hook.on_fork(begun.clear)
    record, places, here = hook.trace.record, hook.places, hook.here

    def starting(instance):
        pool_of = hook.pool_thread(instance)
        if pool_of is not None:
            begun[id(instance)] = pool_of
            return
        if _is_plumbing(sys._getframe(2)):
            return
        cell = here.cell
        begun[id(instance)] = record(
            KIND_TASK,
            API_THREAD,
            SUBMITTED,
            now(),
            submit_tid=cell[TID],
            parent=hook.current_task(),
            callable=places.of_callable(_callable_of(instance, thread)),
            site=hook.sites.of(sys._getframe(2)),
            # Those that Python gives are each another, and say no more than the callable.
            name=0 if instance._name.startswith("Thread-") else places.name(instance._name),
            flags=_flags_of(instance, thread),
        )

    def bootstrap(self):
        known = begun.pop(id(self), None)
        if known is None:
            return original(self)
        if not isinstance(known, tuple):
            return _work(hook, self, known, original)
        slot = known
        cell = here.cell
        cell[TASK] = number_of(slot)
        errors = _note_errors(self, places)
        started(slot, now(), cell[TID])
        try:
            original(self)
        finally:
            cell[TASK] = 0
            ended(slot, ERROR if errors else OK, now(), thread_time_ns(), errors[0] if errors else 0)
            del self

    watch(thread, "_bootstrap", starting)
    bootstrap.__name__, bootstrap.__qualname__ = original.__name__, original.__qualname__
    bootstrap.__module__ = original.__module__
    thread._bootstrap_inner = bootstrap


def _work(hook, thread, pool_of, original):
    """A thread of a pool, for as long as it lives."""
    pool = None
    try:
        pool, api = pool_of(thread)
    except Exception:
        pass
    if pool is None:
        return original(thread)
    cell = hook.here.cell
    cell[POOL] = pool
    slot = hook.trace.record(
        KIND_WORKER, api, RUNNING, start=now(), worker_tid=cell[TID], pool=pool, name=hook.places.name(thread._name)
    )
    try:
        original(thread)
    finally:
        ended(slot, OK, now(), thread_time_ns())
        del thread


def _is_plumbing(frame):
    """Whether the caller of `start` is a pool, a queue or a loop."""
    while frame is not None and frame.f_globals.get("__name__") in _STARTERS:
        frame = frame.f_back
    return frame is not None and (frame.f_globals.get("__name__") or "").startswith(_PLUMBERS)


def _callable_of(instance, thread):
    run = type(instance).run
    if run is thread.run:
        return instance._target or run
    # A timer's
    return getattr(instance, "function", run) if run.__module__ == "threading" else run


def _flags_of(instance, thread):
    """A thread that has nothing to run, or a value, was most likely meant to run the call that gave it."""
    if type(instance).run is not thread.run:
        return 0
    return 0 if callable(instance._target) else NOT_CALLABLE


def _note_errors(thread, places):
    """A list that gets the number of the error that ends the thread, if its excepthook is told of one."""
    errors = []
    original = thread.__dict__.get("_invoke_excepthook")
    if original is not None:

        def invoke(thread):
            failure = sys.exc_info()[1]
            if not isinstance(failure, SystemExit):
                errors.append(places.error(failure))
            del failure
            original(thread)

        thread._invoke_excepthook = invoke
    return errors
