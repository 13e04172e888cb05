"""Pools of `multiprocessing` whose workers are threads: `pool=threadpool`.

A pool starts its workers when it is made, so it is swapped there, whole or not at all, and its site is where it was made.
"""

import sys

from .swap_sites import SwapSites


def patch_pools(module, hook, plan, guard):
    """After `multiprocessing.pool` has been patched for the trace. Numbers of workers are changed there."""
    if plan.swap != "pool=threadpool":
        return
    sites = SwapSites(hook)
    plain = module.Pool
    if guard is not None:
        pools = _GuardedPools(guard, sites, plain, hook)
        hook.pool_made, hook.pool_guard = pools.made, pools.worker
        return
    swapped = _threaded(module)

    def made(cls, *_arguments, **_named):
        pool = object.__new__(cls)
        if cls is plain:
            try:
                place = sites.of(sys._getframe(1))
                if place is not None and place[:2] in plan.sites and not _is_child():
                    pool.__class__ = swapped
            except Exception:
                pass
        return pool

    made.__name__, made.__qualname__ = "__new__", "Pool.__new__"
    plain.__new__ = made


def _is_child():
    return getattr(sys.modules.get("multiprocessing.process"), "_parent_process", None) is not None


def _threaded(module):
    """A thread pool that is made as a pool, and looks like one."""
    plain = module.Pool
    return type(plain)(
        plain.__name__,
        (module.ThreadPool,),
        {"__module__": plain.__module__, "__qualname__": plain.__qualname__, "__doc__": plain.__doc__, "__init__": plain.__init__},
    )


class _GuardedPools:
    """The pools of a guarded run: their tasks stay in processes, and are looked at there."""

    def __init__(self, guard, sites, plain, hook):
        self._guard = guard
        self._sites = sites
        self._plain = plain
        self._places = {}
        self._trace = hook.trace

    def made(self, pool, known):
        """A pool is being made, which the trace calls `known`."""
        place = self._sites.of(sys._getframe(1))
        if place is None or isinstance(pool, sys.modules[self._plain.__module__].ThreadPool):
            return
        if type(pool) is not self._plain:
            self._guard.refuse(place, "it is a %s, a class made from Pool, which may do more" % type(pool).__name__)
        elif _is_child():
            self._guard.refuse(place, "it is made in a child process of the script; only pools of the main process are swapped")
        elif known.scope.startswith("/"):
            # A spawned worker does not know where the pool was made that has its queue.
            self._guard.refuse(place, "its workers are spawned, where what its tasks change cannot be looked at; use the start method fork")
        else:
            self._places[known.scope] = place
            self._guard.used(place)

    def worker(self, worker, known):
        place = None if known is None else self._places.get(known.scope)
        return worker if place is None else _GuardedWorker(worker, self._guard, place)


class _GuardedWorker:
    """A worker of the trace, which looks at what each task changes."""

    def __init__(self, worker, guard, place):
        self._worker = worker
        self._guard = guard
        self._place = place
        self._call = self._before = None

    def begins(self, job, index, function, arguments):
        named = sys._getframe(1).f_locals.get("kwds") or {}
        chunked = function.__name__ in ("mapstar", "starmapstar") if hasattr(function, "__name__") else False
        call = self._call = (arguments[0][0], list(arguments[0][1]), {}) if chunked else (function, arguments, named)
        self._before = self._guard.state(self._place, *call)
        return self._worker.begins(job, index, function, arguments)

    def ends(self, result):
        after = self._guard.state(self._place, *self._call)
        if self._before is not None and after is not None:
            self._guard.compare(self._place, self._before, after)
        return self._worker.ends(result)

    def __getattr__(self, name):
        return getattr(self._worker, name)
