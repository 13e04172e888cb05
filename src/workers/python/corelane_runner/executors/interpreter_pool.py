"""`concurrent.futures.InterpreterPoolExecutor` of Python 3.14: threads, each with an interpreter of its own.

An interpreter has nothing of what the runner has imported or put on its path, so that its initializer is source.
"""

import concurrent.futures
import os

from .process_pool import ProcessPool

_home = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_begin = """
import sys
path = list(sys.path)
sys.path.insert(0, home)
import corelane_runner.pool_worker
sys.path[:] = path
corelane_runner.pool_worker.begin(*initargs)
"""


class InterpreterPool(ProcessPool):
    kind = "interpreter"
    what = "interpreters of the pool"
    whole_process = False

    def make_pool(self, ledger):
        return concurrent.futures.InterpreterPoolExecutor(
            max_workers=self.workers, initializer=exec, initargs=(_begin, {"home": _home, "initargs": ledger.initargs})
        )
