"""Work items of executors: what stands for a task in its pool from `submit` until its future has a result.

A work item stands in for its own future until then: it is told of what the pool does with the task, passes it on, and is not on the stack
while the task runs. Code that looks for the future's other attributes there finds them.
"""

import sys
from _struct import Struct

from .routines import FLAGS, PLACE
from .trace import AWAITED_AT_ONCE, CANCELLED, KIND_TASK, LAST, TASK, TID, now

# From `number` on, what is known of a task when it is submitted.
_pack_submitted = Struct("<IQ32xI8xIII").pack_into

_FUNCTION = type(lambda: None)


def submitter(hook, api, routines):
    """Gives `submitted(item, future, function)`, for the `__init__` of a work item that `submit` makes.

    It leaves `_task`, what is known of the task: (block, word, number, future, cell of the submitting thread, routine, parent).
    """
    trace, here, site_of = hook.trace, hook.here, hook.sites.of
    known_routines, known_sites = routines.known, hook.sites.known
    getframe = sys._getframe

    def submitted(item, future, function):
        item.future = item
        cell = here.cell
        try:
            routine = known_routines[id(function.__code__)] if type(function) is _FUNCTION else routines.of(function)
        except KeyError:
            routine = routines.of(function)
        block = trace.slots.block
        try:
            word = block.free.pop()
        except IndexError:
            block, word = trace.another()
        frame = getframe(3)
        try:
            site = known_sites[id(frame.f_code)][frame.f_lasti] or site_of(frame)
        except KeyError:
            site = site_of(frame)
        number = cell[LAST] = block.first + (word >> 4)
        parent = cell[TASK] if hook.current_coroutine is None else hook.current_task()
        item._task = (block, word, number, future, cell, routine, parent)
        octets, at = block.map, word << 3
        _pack_submitted(octets, at + 4, number, now(), cell[TID], parent, routine[PLACE], site)
        if api or routine[FLAGS]:
            octets[at + 2] = api
            octets[at + 3] = routine[FLAGS]
        octets[at] = KIND_TASK

    return submitted


def settle(item, state, error=0, flags=0):
    """The task has ended as the submitter sees it. Gives the future, which is the item's again."""
    block, word, number, future, submitter = item._task[:5]
    block.words[word + 4] = now()
    if error:
        block.halves[word * 2 + 19] = error
    octets, at = block.map, word << 3
    # Some thread waits for the result, and the submitter has submitted nothing else.
    if submitter[LAST] == number and future._condition._waiters:
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
        cancelled = self._task[3].cancel()
        if cancelled:
            settle(self, CANCELLED)
        return cancelled

    def __getattr__(self, name):
        if name == "_task":
            raise AttributeError(name)
        return getattr(self._task[3], name)
