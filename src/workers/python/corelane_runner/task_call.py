"""One call of the user's function, timed where it runs."""

from time import monotonic_ns

from .refusal import describe


def call(function, arguments):
    """Gives (start, end, message, value), times by CLOCK_MONOTONIC; `message` is None for a task that returned.

    Nothing that a task raises leaves it: SystemExit would end a pool's worker, and with it tasks that did nothing wrong.
    """
    start = monotonic_ns()
    try:
        value = function(*arguments)
    except BaseException as thrown:
        return start, monotonic_ns(), describe(thrown), None
    return start, monotonic_ns(), None, value
