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
        run = None
        try:
            if not _is_plumbing(self, base):
                run = _Run(self, process, hook)
                run.attend(original.__code__)
        except Exception:
            pass
        code = original(self, *arguments, **named)
        if run is not None and code:
            run.failed()
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


class _Run:
    """The run of this process, which a process of its own module's kind began."""

    def __init__(self, instance, process, hook):
        self._base = process.BaseProcess
        self._threading = process.threading
        self._places = hook.places
        self._cell = hook.here.cell
        self._slot = hook.trace.record(
            KIND_RUN,
            API_PROCESS,
            RUNNING,
            start=now(),
            worker_pid=hook.trace.pid,
            worker_tid=self._cell[TID],
            callable=hook.places.of_callable(_callable_of(instance, self._base)),
            name=hook.places.name(instance.name),
            pool=_pool(hook, instance._parent_pid),
            key=hook.trace.pid,
        )
        self._cell[TASK] = number_of(self._slot)
        self._error = 0
        self._cpu = thread_time_ns()

    def attend(self, bootstrap):
        """Has itself told of the end by what `bootstrap` does next: until 3.12 it calls an exit function while the failure is under way;
        later ones ask a process that failed for its name, and wait for threads."""
        from multiprocessing import util

        if "_exit_function" in bootstrap.co_names:
            # Of code that handles an exception while it forks.
            outer = sys.exc_info()[1]

            def exiting():
                failure = sys.exc_info()[1]
                if failure is not outer:
                    self._note(failure)

            self._before(util, "_exit_function", exiting)
            return
        self._before(self._threading, "_shutdown", lambda: None)
        original = self._base.name

        def name(instance):
            if sys._getframe(1).f_code is bootstrap:
                self._note(sys.exc_info()[1])
            return original.fget(instance)

        self._base.name = property(name, original.fset, original.fdel, original.__doc__)

    def _before(self, owner, name, looking):
        original = getattr(owner, name)

        def called(*arguments, **named):
            setattr(owner, name, original)
            looking()
            self._ended()
            return original(*arguments, **named)

        setattr(owner, name, called)

    def _note(self, failure):
        if failure is not None and not isinstance(failure, SystemExit):
            self._error = self._places.error(failure)

    def _ended(self):
        self._cell[TASK] = 0
        ended(self._slot, ERROR if self._error else OK, now(), thread_time_ns() - self._cpu, self._error)

    def failed(self):
        """It has ended with a code that is not 0."""
        put_u8(self._slot, 1, ERROR)
