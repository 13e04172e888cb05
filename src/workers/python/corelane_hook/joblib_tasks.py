"""Tasks of joblib: calls that travel in batches, through whatever pool. Each batch is one record, and each call a task and a step of it."""

import sys

# What joblib wraps a batch in before it hands it over: 1.2 and before, and later.
_WRAPPERS = ("SafeFunction", "_TracebackCapturingWrapper")


def batch_of(function):
    """The batch of calls that a function given to a pool stands for; None: it is none of joblib's."""
    kind = type(function)
    if kind.__name__ in _WRAPPERS and kind.__module__.startswith("joblib."):
        function = function.func
        kind = type(function)
    if kind.__name__ == "BatchedCalls" and kind.__module__.startswith("joblib.") and isinstance(function.items, list):
        return function
    return None


def calls_of(batch):
    """(function of the first call, number of calls)"""
    items = batch.items
    return (items[0][0], len(items)) if items else (batch, 0)


# Whose frames are not the program's: `threading` and `multiprocessing` begin the threads of pools.
_LIBRARIES = ("corelane_hook.", "joblib.", "loky.", "multiprocessing.", "threading", "concurrent.futures.")


def program_frame():
    """The innermost frame from which the program called a pool or joblib; None: on a thread of theirs."""
    frame = sys._getframe(1)
    while frame is not None and (frame.f_globals.get("__name__") or "").startswith(_LIBRARIES):
        frame = frame.f_back
    return frame
