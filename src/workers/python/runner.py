"""The runner of Python tasks: the process in which a lab's Python code runs, as `src/workers/node/runner.ts` is that of Node's.

Processes that `multiprocessing` starts run this file again, as `__mp_main__`: it loads what they need, and only the first one serves.
"""

import os
import sys

_home = os.path.dirname(os.path.abspath(__file__))
# What the user's code imports must never be found here: the folder is on the path for these imports only.
_path = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != _home]
sys.path[:] = [_home] + _path
import corelane_runner.pool_worker  # noqa: E402
import corelane_runner.single_process  # noqa: E402, F401

sys.path[:] = _path

if __name__ == "__main__":
    from corelane_runner.serving import serve

    serve()
