"""Executors that cannot run a task, each with the reason, the line that it is about, and a repair. Rows of `TaskInspection.refusals`."""

import concurrent.futures
import pickle
import sys

from .refusal import Refusal, describe, first_line
from .start_methods import imports_again, start_method

ASYNCIO = "asyncio"
INTERPRETERS = "concurrent.futures.InterpreterPoolExecutor"
PROCESSES = ("concurrent.futures.ProcessPoolExecutor", "multiprocessing.pool.Pool", "multiprocessing.Process")
THREADS = ("concurrent.futures.ThreadPoolExecutor", "multiprocessing.pool.ThreadPool", "threading.Thread")

_guard = 'Put it below `if __name__ == "__main__":`.'


def has_interpreters():
    return hasattr(concurrent.futures, "InterpreterPoolExecutor")


def refuse_endless_start(source, label, file):
    """Refuses a module that starts processes as soon as it is imported, where each of these imports it again: that would have no end.

    To be asked before it is imported. Raises Refusal `task-invalid`.
    """
    method = source.start_method() or start_method()
    found = source.starts_processes()
    if found is None or not imports_again(method):
        return
    line, starter = found
    raise Refusal(
        "task-invalid",
        "%s starts %s as soon as it is imported (%s:%d), and by the start method %s each of its processes imports it again, without end."
        % (label, starter, file, line, method),
        _guard,
    )


def refusals(task, inputs, source):
    """One row for each executor that cannot run it, with the first reason there is."""
    rows = {}

    def refuse(executors, reason, remedy):
        for executor in executors:
            rows.setdefault(executor, {"executor": executor, "reason": reason, "remedy": remedy})

    if not has_interpreters():
        refuse([INTERPRETERS], "Python %d.%d.%d has no InterpreterPoolExecutor." % sys.version_info[:3], "Use Python 3.14 or newer (--python chooses).")
    _refuse_by_kind(task, source, refuse)
    _refuse_unguarded(task, source, refuse)
    _refuse_unpicklable(task, inputs, source, refuse)
    return list(rows.values())


def _refuse_by_kind(task, source, refuse):
    name, place = task.qualified_name, _definition(task, source)
    if task.is_async:
        refuse(
            THREADS + PROCESSES + (INTERPRETERS,),
            "%s (%s) is a coroutine function: called in a thread or a process it only makes a coroutine object, which nothing runs." % (name, place),
            "Measure its synchronous twin under these, or a function that calls asyncio.run(%s(…))." % name,
        )
    else:
        refuse(
            [ASYNCIO],
            "%s (%s) is no coroutine function, and asyncio runs nothing else." % (name, place),
            "Name its asynchronous twin with --async-variant FILE:FUNCTION, or write it with `async def`.",
        )


def _refuse_unguarded(task, source, refuse):
    method = start_method()
    line = source.calls(task.qualified_name.split(".")[0])
    if line is None or not imports_again(method):
        return
    refuse(
        PROCESSES,
        "%s:%d runs %s as soon as the module is imported, and by the start method %s each process imports it again."
        % (task.file, line, task.qualified_name, method),
        _guard,
    )


def _refuse_unpicklable(task, inputs, source, refuse):
    # A forked process has a copy of everything: nothing is pickled for multiprocessing.Process.
    crossing = [executor for executor in PROCESSES if executor != "multiprocessing.Process" or imports_again(start_method())]
    crossing.append(INTERPRETERS)
    hidden = _why_not_found(task.function)
    if hidden is not None:
        refuse(
            crossing,
            "%s (%s) %s, so that no other process can find it by its name." % (task.qualified_name, _definition(task, source), hidden),
            "Define it with `def` at the top level of the module.",
        )
    failure = _first_unpicklable(inputs.values) if task.takes_input else None
    if failure is not None:
        line = source.line_of("inputs")
        refuse(
            crossing,
            "Its inputs%s cannot cross to another process: %s." % ("" if line is None else " (%s:%d)" % (task.file, line), failure),
            "Make the inputs plain data (numbers, strings, lists, dicts, bytes), and open files, locks and connections inside the task.",
        )


def _definition(task, source):
    """`file.py:3`: the line of the function's `def`, as far as it can be told."""
    code = getattr(task.function, "__code__", None)
    line = source.line_of(task.qualified_name) or getattr(code, "co_firstlineno", None)
    return task.file if line is None else "%s:%d" % (task.file, line)


def _why_not_found(function):
    """Why a function cannot be pickled, which is by its name; None where it can."""
    try:
        pickle.dumps(function)
        return None
    except Exception as thrown:
        name = getattr(function, "__qualname__", "")
        if name.endswith("<lambda>"):
            return "is a lambda"
        if "<locals>" in name:
            return "is defined inside of a function, or decorated without functools.wraps"
        return "cannot be pickled (%s)" % first_line(describe(thrown))


def _first_unpicklable(values):
    for number, value in enumerate(values):
        try:
            pickle.dumps(value)
        except Exception as thrown:
            return "input %d cannot be pickled: %s" % (number, first_line(describe(thrown)))
    return None
