"""The swaps of a what-if: a program's executors are others, or have other numbers of workers, and it is the same program.

What the program has in its hands stays what it made: a `ThreadPoolExecutor` whose tasks run in processes is one all the same. It hands its tasks on
to an executor of the other kind, site by site: a site that is refused keeps the executor that the program chose.
"""

from .swap_executors import Ways, patch_executor
from .swap_facts import Facts
from .swap_plan import read_plan
from .swap_pools import patch_pools
from .weave import NotWoven


def begin_swaps(hook):
    """What patches the modules of executors once the trace's own patches are in place, `patched(name, module)`; None: nothing is asked for."""
    plan = read_plan(hook.trace.folder)
    return None if plan is None else _Swaps(hook, plan).patched


class _Swaps:
    def __init__(self, hook, plan):
        self._hook = hook
        self._plan = plan
        self._facts = Facts(hook.trace.folder)
        self._guard = None
        if plan.guarded:
            from .swap_guard import Guard

            self._guard = Guard(hook, plan, self._facts)
        hook.resized = plan.workers

    def patched(self, name, module):
        try:
            if name == "concurrent.futures.thread":
                self._executors(module, module.ThreadPoolExecutor, "threads=processes")
            elif name == "concurrent.futures.process":
                self._executors(module, module.ProcessPoolExecutor, "processes=threads")
            elif name == "multiprocessing.pool":
                patch_pools(module, self._hook, self._plan, self._guard)
            else:
                return
        except (NotWoven, AttributeError) as failure:
            self._facts.tell({"fact": "unwoven", "what": name, "why": str(failure)})
            return
        if self._guard is not None:
            self._facts.tell({"fact": "woven", "what": name})

    def _executors(self, module, executor, swap):
        ways = None
        if self._plan.swap == swap:
            ways = Ways(self._hook, self._plan, self._guard, module, executor)
        patch_executor(executor, self._plan.workers, ways)
        if self._guard is not None:
            self._guard.watch_workers(module)
