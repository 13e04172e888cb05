"""Executors of `concurrent.futures` that hand their tasks on to one of the other kind.

Statements are woven into the executors' own methods, so that nothing of ours is on the stack of whoever calls them, nor in a traceback.
"""

import sys

from .sites import is_library
from .swap_sites import SwapSites
from .weave import harmless, weave_all

# The name of an argument by which a checked task tells its worker of itself. No program can have one of that name.
CHECKED = "\0corelane"


class Ways:
    """Where the calls of executors of one class go."""

    def __init__(self, hook, plan, guard, module, executor):
        self._plan = plan
        self.guarded = guard is not None
        self._guard = guard
        self._kind = executor
        self._sites = SwapSites(hook)
        # (workers, initializer, its arguments) of those that were made; and to whom they hand tasks on.
        self._made = module.weakref.WeakKeyDictionary()
        self._others = module.weakref.WeakKeyDictionary()
        # Those that the standard library made for itself.
        self._librarys = module.weakref.WeakSet()
        hook.on_fork(self._made.clear)
        hook.on_fork(self._others.clear)

    def made(self, executor, workers, initializer, arguments):
        """An executor is being made: what was asked for it."""
        if type(executor) is self._kind:
            self._made[executor] = (workers, initializer, arguments)
            if is_library(sys._getframe(3).f_code.co_filename):
                self._librarys.add(executor)

    def way(self, executor, function, arguments, named):
        """What to call in place of `submit` of this executor, with what that was called with; None: itself."""
        if CHECKED in named or _is_closed(executor):
            return None
        own = type(executor) is self._kind
        if own and self._guard is None and not _is_child():
            if executor in self._librarys:
                return None
            place = self._sites.of(sys._getframe(3))
            return self.other(executor).submit if place is not None and place[:2] in self._plan.sites else None
        if self._guard is None or not isinstance(executor, self._kind):
            return None
        place = self._sites.of(sys._getframe(3))
        if place is None:
            return None
        if not own:
            name = (type(executor).__name__, self._kind.__name__)
            return self._guard.refuse(place, "its executor is a %s, a class made from %s, which may do more" % name)
        if executor in self._librarys:
            return self._guard.refuse(place, "its executor is one that the standard library made for itself, as asyncio does")
        if _is_child():
            return self._guard.refuse(place, "it runs in a child process of the script; only calls of the main process are swapped")
        return self._guard.way(self, executor, place, function, arguments, named)

    def initializer(self, executor):
        """What the executor was given to begin its workers with: (function, arguments)."""
        return self._made.get(executor, (None, None, ()))[1:]

    def other(self, executor):
        """The executor that has the tasks of this one's swapped sites. It ends with it."""
        other = self._others.get(executor)
        if other is None:
            workers, initializer, arguments = self._made.get(executor, (None, None, ()))
            if self._plan.swap == "threads=processes":
                from concurrent.futures import ProcessPoolExecutor as Other
            else:
                from concurrent.futures import ThreadPoolExecutor as Other
            other = self._others[executor] = Other(workers, initializer=initializer, initargs=arguments)
        return other

    def closing(self, executor):
        """The executor that is to be shut down with this one; None: there is none."""
        return self._others.get(executor)


def _is_closed(executor):
    """Whether it takes no tasks any more, which it is to say itself."""
    return getattr(executor, "_shutdown", False) or getattr(executor, "_shutdown_thread", False)


def _is_child():
    process = sys.modules.get("multiprocessing.process")
    return process is not None and getattr(process, "_parent_process", None) is not None


def patch_executor(executor, workers, ways):
    """Weaves into a class of executors: `workers` of theirs, 0: as asked; and where their tasks go, `ways`; None: where they did."""
    names = {}
    edits = []
    made = []
    if workers:
        made.append("max_workers = corelane_workers")
        names["corelane_workers"] = workers
    if ways is not None:
        made.append("corelane_made(self, max_workers, initializer, initargs)")
        names["corelane_made"] = harmless(ways.made)
        names["corelane_way"] = harmless(ways.way)
        names["corelane_closing"] = harmless(ways.closing)
        edits.append((executor, "submit", [_routing(executor)]))
        edits.append((executor, "shutdown", [_closing(executor)]))
    if made:
        edits.append((executor, "__init__", [("first", None, "\n".join(made))]))
        weave_all(edits, names)
    if ways is not None and not ways.guarded and "map" in vars(executor):
        executor.map = _map(executor.map, ways)


def _routing(executor):
    code = "corelane_other = corelane_way(self, fn, args, kwargs)\nif corelane_other is not None:\n    return corelane_other(fn, *args, **kwargs)"
    if executor.submit.__code__.co_varnames[0] == "self":
        return "first", None, code
    # Until 3.8 its body begins by taking its arguments apart.
    return "before", "with self._shutdown_lock:", code


def _closing(executor):
    known = executor.shutdown.__code__.co_varnames[: executor.shutdown.__code__.co_argcount + executor.shutdown.__code__.co_kwonlyargcount]
    rest = ", cancel_futures=cancel_futures" if "cancel_futures" in known else ""
    return "first", None, "corelane_other = corelane_closing(self)\nif corelane_other is not None:\n    corelane_other.shutdown(wait%s)" % rest


def _map(original, ways):
    """`map` of a process pool makes chunks of its items, each one task there. Threads take them one by one."""

    def map(self, fn, *iterables, timeout=None, chunksize=1, **named):
        if chunksize > 1:
            other = chosen(self, fn, (), {})
            if other is not None:
                return other.__self__.map(fn, *iterables, timeout=timeout, **named)
        return original(self, fn, *iterables, timeout=timeout, chunksize=chunksize, **named)

    chosen = harmless(ways.way)
    for attribute in ("__module__", "__name__", "__qualname__", "__doc__", "__wrapped__"):
        if hasattr(original, attribute):
            setattr(map, attribute, getattr(original, attribute))
    # Its frame is no place of the program's, and the library's in a traceback.
    map.__code__ = map.__code__.replace(co_filename=original.__code__.co_filename)
    return map
