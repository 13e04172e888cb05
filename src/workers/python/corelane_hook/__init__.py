"""Records the tasks of a Python program's concurrency APIs, from inside, while the program is as it would be without.

What the engine does for a run:

1. Once per version of Corelane: copy the folder of this package to a place of the user's own that stays, named by its content
   (`<home>/corelane_hook/…`, directories 0700 and writable: each Python keeps its compiled modules in `__pycache__` there, so that only the
   first process ever of a version compiles them). A package that cannot be written to works, at 15 ms more for each process.
2. Per run, in the run's private folder: a folder with a copy of `sitecustomize.py` (of the same time as the original), a link
   `__pycache__` to that of `<home>`, and a file `corelane-run` of two lines, UTF-8: the absolute path of the folder for trace files (it
   must exist), and that of `<home>`.
3. PYTHONPATH = that folder, followed by `:` and what PYTHONPATH was, if it was not empty (an empty entry means the current folder).
   CORELANE_TRACE is not read here.

Trace files appear as `python-<pid>-<n>.slots`, `.steps` (when there are steps), `.samples` (when the folder holds a file
`cpu-samples`) and `.strings`. A Python process without any was started with -I, -E or -S (and not by `corelane_start.py`, which stands
beside `sitecustomize.py`), or without PYTHONPATH; or it could not write them, or is no CPython of 3.8 or newer: then it has a line in the
file `untraced` beside the folder for trace files.

Processes join by pool scope and key: of a process pool these are its call queue's semaphore and the work id, from 1; of a
`multiprocessing.Process`, `process <pid of its parent>` and its own pid.
"""

import os
import sys


def begin(folder, tell):
    """Starts recording into `folder` in this process and its forks. Raises OSError when nothing can be written there. `tell(exception)`
    is called in a fork of which nothing can be recorded."""
    there = set(sys.modules)
    try:
        from .hook import Hook
        from .patching import install

        hook = Hook(folder, tell)
        patched = None
        if os.path.exists(os.path.join(folder, "swap")):
            from .swap import begin_swaps

            patched = begin_swaps(hook)
        install(hook, patched)
        if os.path.exists(os.path.join(folder, "cpu-samples")):
            from .cpu_samples import sample

            sample(hook)
    finally:
        # The program's modules are its own: those of the hook, and what only they need, live on by reference.
        for name in set(sys.modules) - there:
            # Until 3.9 each `atexit` that is imported takes the place of the one before, with what that was given; and of encodings, the
            # program's own use imports none that is known already.
            if not (name == "atexit" and sys.version_info < (3, 10)) and not name.startswith("encodings."):
                del sys.modules[name]
        leave_modules(sys.modules)


def keep_compiled(loader):
    """Keeps a module of ours compiled that was loaded when Python kept none, as the program wants it: each process would compile it."""
    from _frozen_importlib_external import cache_from_source

    try:
        if not os.path.exists(cache_from_source(loader.path)):
            loader.get_code(loader.name)
    except Exception:
        pass


def leave_modules(modules):
    """Takes those of the hook away."""
    for name in [name for name in modules if name == __name__ or name.startswith(__name__ + ".")]:
        del modules[name]
