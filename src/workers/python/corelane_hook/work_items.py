"""Work items of executors: what stands for a task in its pool from `submit` until its future has a result.

A work item stands in for its own future until then: it is told of what the pool does with the task, passes it on, and is not on the stack
while the task runs. Code that looks for the future's other attributes there finds them.
"""

import sys
from _struct import Struct

from .routines import FLAGS, PLACE
from .trace import AWAITED_AT_ONCE, CANCELLED, KIND_TASK, LAST, SUBMITTED, TASK, TID, now

# From `state` on, what is known of a task when it is submitted.
_pack_submitted = Struct("<BBBIQ32xIIIIII").pack_into

_FUNCTION = type(lambda: None)


def submitter(hook, api, routines):
    """Gives `submitted(item, future, function)`, for the `__init__` of a work item that `submit` makes."""
    trace, here, sites_of = hook.trace, hook.here, hook.sites.of
    known_routines = routines.known
    getframe = sys._getframe

    def submitted(item, future, function):
        item.future = item
        item._future = future
        cell = item._submitter = here.cell
        routine = None
        if type(function) is _FUNCTION:
            routine = known_routines.get(id(function.__code__))
        if routine is None:
            routine = routines.of(function)
        item._routine = routine
        block = trace.slots.block
        word = block.take()
        if word >= block.end:
            block, word = trace.another()
        item._block = block
        item._word = word
        number = item._number = cell[LAST] = block.first + (word >> 4)
        octets, at = block.map, word << 3
        _pack_submitted(
            octets, at + 1, SUBMITTED, api, routine[FLAGS], number, now(), cell[TID], 0, 0,
            cell[TASK] if hook.current_coroutine is None else hook.current_task(),
            routine[PLACE], sites_of(getframe(3)),
        )  # fmt: skip
        octets[at] = KIND_TASK

    return submitted


def is_awaited_at_once(item):
    """Whether a thread waits for the result, and the submitter has submitted nothing else since."""
    return item._submitter[LAST] == item._number and bool(item._future._condition._waiters)


def settle(item, state, error=0, flags=0):
    """The task has ended as the submitter sees it. Gives the future, which is the item's again."""
    block, word, future = item._block, item._word, item._future
    block.words[word + 4] = now()
    if error:
        block.halves[word * 2 + 19] = error
    octets, at = block.map, word << 3
    if is_awaited_at_once(item):
        flags |= AWAITED_AT_ONCE
    octets[at + 3] |= flags
    octets[at + 1] = state
    item.future = future
    return future


def adopt(work_item, methods):
    """Gives the executor's class of work items the methods of ours."""
    for name, method in methods.__dict__.items():
        if name in _METHODS:
            setattr(work_item, name, method)


_METHODS = ("__init__", "__getattr__", "set_running_or_notify_cancel", "set_result", "set_exception", "cancel")


class WorkItem:
    """What both kinds of work items do alike."""

    def cancel(self):
        cancelled = self._future.cancel()
        if cancelled:
            settle(self, CANCELLED)
        return cancelled

    def __getattr__(self, name):
        if name == "_future":
            raise AttributeError(name)
        return getattr(self._future, name)
