"""Tasks of `multiprocessing.Process`: one for each process that the program starts. Those that pools start are their workers.

The starter's record joins the process's own by the starter's pid and the process's.
"""

import sys
from time import thread_time_ns

from .patching import watch
from .trace import (
    API_PROCESS,
    ERROR,
    KIND_RUN,
    KIND_TASK,
    LOST,
    NOT_CALLABLE,
    OK,
    RUNNING,
    SUBMITTED,
    TASK,
    TID,
    WORKER_DIED,
    ended,
    now,
    number_of,
    put_u32,
    put_u64,
    put_u8,
    started,
)

# Processes whose target is defined there are workers, or servers.
_PLUMBERS = ("concurrent.futures.", "multiprocessing.", "loky.", "joblib.")


def patch(process, hook):
    """Patches `multiprocessing.process`."""
    base = process.BaseProcess
    start = base.start.__code__
    children = _children(process, hook)

    def checking(instance):
        if sys._getframe(2).f_code is start and not _is_plumbing(instance, base):
            children.starting(instance, sys._getframe(2))

    watch(base, "_check_closed", checking)
    original = base._bootstrap

    def bootstrap(self, *arguments, **named):
        ending = None
        try:
            if not _is_plumbing(self, base):
                ending = _begin(self, base, hook)
        except Exception:
            pass
        if ending is None:
            code = original(self, *arguments, **named)
        else:
            code = _with_exit(ending, original, self, *arguments, **named)
        hook.trace.finish()
        return code

    bootstrap.__module__, bootstrap.__name__, bootstrap.__qualname__ = original.__module__, original.__name__, original.__qualname__
    base._bootstrap = bootstrap


def _is_plumbing(instance, base):
    target = getattr(instance, "_target", None)
    if type(instance).run is not base.run or target is None:
        return False
    function = getattr(target, "__func__", target) if type(target).__name__ == "method" else target
    if type(function).__name__ != "function":
        return False
    return (function.__module__ or "").startswith(_PLUMBERS)


def _callable_of(instance, base):
    run = type(instance).run
    return getattr(instance, "_target", None) or run if run is base.run else run


def _flags_of(instance, base):
    """A process that has nothing to run, or a value, was most likely meant to run the call that gave it."""
    if type(instance).run is not base.run:
        return 0
    return 0 if callable(getattr(instance, "_target", None)) else NOT_CALLABLE


def _pool(hook, parent):
    return hook.pool("multiprocessing.Process", "process %d" % parent, 0)


def _children(process, hook):
    begun = {}
    hook.on_fork(begun.clear)

    class Children(set):
        """The processes that have been started and not been joined, as the module keeps them."""

        def add(self, child):
            slot = begun.get(id(child))
            if slot is not None:
                pid = child._popen.pid
                put_u64(slot, 88, pid)
                started(slot, now(), 0, pid)
            set.add(self, child)

        def discard(self, child):
            slot = begun.pop(id(child), None) if child in self else None
            if slot is not None:
                _settle(slot, getattr(child._popen, "returncode", None), hook.trace)
            set.discard(self, child)

        @staticmethod
        def starting(child, frame):
            # A forked child begins with a plain set.
            if type(process._children) is set:
                process._children = Children(process._children)
            cell = hook.here.cell
            begun[id(child)] = hook.trace.record(
                KIND_TASK,
                API_PROCESS,
                SUBMITTED,
                now(),
                submit_tid=cell[TID],
                parent=hook.current_task(),
                callable=hook.places.of_callable(_callable_of(child, process.BaseProcess)),
                site=hook.sites.of(frame),
                name=hook.places.name(child.name),
                pool=_pool(hook, hook.trace.pid),
                flags=_flags_of(child, process.BaseProcess),
            )

    return Children


def _settle(slot, code, trace):
    """What the starter sees of the end: when, and how. The process itself knows better, if it came to say."""
    put_u64(slot, 32, now())
    state = OK if code == 0 else ERROR
    if code is not None and code < 0:
        state = LOST
        name = _signal_name(-code)
        put_u32(slot, 76, trace.string(("error", name), lambda: {"type": name, "message": "this signal ended its process"}))
        # That is how `terminate` ends a process, and exiting ends daemons: nobody died of it.
        if name != "SIGTERM":
            put_u8(slot, 3, WORKER_DIED)
    put_u8(slot, 1, state)


def _signal_name(number):
    try:
        return sys.modules["signal"].Signals(number).name
    except (KeyError, ValueError):
        return "signal %d" % number


def _begin(instance, base, hook):
    """Records that this process runs; gives what is to be told of the end."""
    cell = hook.here.cell
    places = hook.places
    slot = hook.trace.record(
        KIND_RUN,
        API_PROCESS,
        RUNNING,
        start=now(),
        worker_pid=hook.trace.pid,
        worker_tid=cell[TID],
        callable=places.of_callable(_callable_of(instance, base)),
        name=places.name(instance.name),
        pool=_pool(hook, instance._parent_pid),
        key=hook.trace.pid,
    )
    cell[TASK] = number_of(slot)
    cpu = thread_time_ns()
    # Of code that handles an exception while it forks.
    outer = sys.exc_info()[1]

    def ending():
        failure = sys.exc_info()[1]
        state, error = OK, 0
        if failure is not None and failure is not outer:
            if not isinstance(failure, SystemExit):
                state, error = ERROR, places.error(failure)
            elif failure.code:
                state = ERROR
        cell[TASK] = 0
        ended(slot, state, now(), thread_time_ns() - cpu, error)

    return ending


def _with_exit(ending, original, *arguments, **named):
    """Calls `original`, and `ending` where it has left the process's `run`: it runs the exit function then, come what may."""
    from multiprocessing import util

    exit_function = util._exit_function

    def exiting(*arguments, **named):
        util._exit_function = exit_function
        ending()
        return exit_function(*arguments, **named)

    util._exit_function = exiting
    return original(*arguments, **named)
