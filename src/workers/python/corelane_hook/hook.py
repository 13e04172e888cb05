"""What the hooks of all APIs share: the trace of this process, and what is known of threads and tasks across APIs."""

import atexit
import os

from .places import Places
from .sites import Sites
from .trace import TASK, Trace


class Hook:
    """One for each interpreter."""

    def __init__(self, folder, tell):
        self.trace = Trace(folder)
        # Leaves a word for the engine of what is not recorded here, and why.
        self.tell = tell
        self.places = Places(self.trace)
        self.sites = Sites(self.trace)
        self.here = self.trace.here
        # Tells of the coroutine's task that runs on the calling thread, once asyncio has been patched.
        self.current_coroutine = None
        # Of a what-if: how many workers executors have, 0: as asked; what to tell of pools, and what looks at their tasks.
        self.resized = 0
        self.pool_made = self.pool_guard = None
        # How to tell the pool of a thread, by the function that a pool's threads run.
        self._pool_threads = {}
        self._forgetting = [self.places.forget, self.sites.forget]
        self._pools = self._scopes = 0
        atexit.register(self.trace.finish)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._in_child)

    def on_fork(self, forget):
        """Calls `forget()` in each forked child once its trace has begun: numbers from before mean nothing there."""
        self._forgetting.append(forget)

    def _in_child(self):
        try:
            self.trace.leave()
            self.trace.restart()
        except Exception as failure:
            self.tell(failure)
        for forget in self._forgetting:
            try:
                forget()
            except Exception:
                pass

    def current_task(self):
        """The number of the task within which the calling thread runs; 0: none."""
        if self.current_coroutine is not None:
            return self.current_coroutine() or self.here.cell[TASK]
        return self.here.cell[TASK]

    def pool_name(self, kind):
        """A name for a pool that has none."""
        self._pools += 1
        return "%s-%d" % (kind, self._pools)

    def scope(self):
        """A scope for a pool of this process alone."""
        self._scopes += 1
        return "%d %d" % (self.trace.pid, self._scopes)

    def pool(self, name, scope, workers):
        """The number of a pool's string. `workers` 0: not known."""
        return self.trace.string(("pool", name, scope, workers), lambda: {"name": name, "scope": scope, "workers": workers})

    def threads_of_pool(self, target, pool_of):
        """Threads that run `target` are a pool's workers: `pool_of(thread)` gives (number of the pool, API), in that thread."""
        self._pool_threads[target] = pool_of

    def pool_thread(self, thread):
        """What `threads_of_pool` was given for this thread; None: it is no pool's."""
        try:
            return self._pool_threads.get(thread._target)
        except (AttributeError, TypeError):
            return None
