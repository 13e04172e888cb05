"""What runs in the workers of process pools, and in those of interpreters."""

from time import monotonic_ns, sleep

from . import user_module
from .ledger import Page, claimed
from .load_failures import load_failure
from .packed_results import packed
from .pinning import pin_this_thread
from .refusal import describe

_page = None


def begin(reference, affinities, path, label):
    """A pool's initializer: claims a lane, pins the worker to its cores, loads the task. Never raises: pools try again without end."""
    global _page
    _page = Page(reference)
    try:
        not_pinned = pin_this_thread(affinities[_page.lane % len(affinities)])
        user_module.load(path)
    except BaseException as thrown:
        _page.has_failed(load_failure(thrown, path, label).message)
        return
    _page.is_ready(not_pinned or "")


def wait_for_others(reference, expected):
    """A task that holds its worker until `expected` have claimed a page, so that the pool starts all of them."""
    while claimed(reference) < expected:
        sleep(0.002)


def run(function, index, arguments):
    """The measured call: two looks at the clock, and two notes of what it is at. Gives (index, worker, start, end, message, bytes, payload)."""
    page = _page
    start = monotonic_ns()
    page.takes(index, start)
    try:
        value = function(*arguments)
    except BaseException as thrown:
        end = monotonic_ns()
        page.has_done(index, start)
        return index, page.number, start, end, describe(thrown), None, None
    end = monotonic_ns()
    page.has_done(index, start)
    message, size, payload = packed(value)
    return index, page.number, start, end, message, size, payload


def run_item(item):
    """The same for `map`, whose function gets one argument."""
    return run(*item)
