"""Tasks of asyncio, and each step in which a loop ran them.

Every step passes `Handle._run`, so what is woven in there is written out instead of called. Nothing is attached to tasks: entries are
known by the task's id until it ends, and keep neither it nor what it holds alive. A loop's tasks are its thread's, so entries need
no lock.

uvloop and others that bring loops of their own run neither `BaseEventLoop` nor `Handle`: their tasks are not seen.
"""

import sys
from _struct import Struct

from .asyncio_loops import AsyncioLoops
from .blocks import Block
from .trace import API_ASYNCIO, CANCELLED, ERROR, KIND_SPAN, KIND_TASK, OK, OPEN_STEP, RUNNING, SPAN_HELD_LOOP, STEP_BYTES, TASK, TID, now
from .weave import NotWoven, weave_into

_HEAD = KIND_TASK | API_ASYNCIO << 16
_pack_steps = Struct("<If").pack_into  # at `steps`, `longest`
# Where steps go for which there is no room.
_nowhere = (Block(bytearray(STEP_BYTES), STEP_BYTES, 0), 0)

# An entry is a list [block, index of its record's first word, first word of a step, steps, longest step], and the record's number is in
# the lower half of a step's first word. 50 ms: that long a callback keeps all others of its loop waiting, and is told of.
_RUN = """
corelane_callback = self._callback
corelane_task = getattr(corelane_callback, "__self__", None)
corelane_entry = corelane_entries.get(id(corelane_task))
if corelane_callback.__class__ not in corelane_steppers:
    if corelane_entry is not None and not corelane_is_step(corelane_callback):
        corelane_entry = None
elif corelane_entry is None:
    corelane_entry = corelane_adopted(corelane_task)
corelane_start = corelane_now()
if corelane_entry is not None:
    corelane_block = corelane_trace.steps.block
    corelane_at = corelane_block.take()
    if corelane_at >= corelane_block.end:
        corelane_block, corelane_at = corelane_place_of_step()
    corelane_words = corelane_block.words
    corelane_words[corelane_at] = corelane_entry[2]
    corelane_words[corelane_at + 1] = corelane_start
    corelane_words = None
    if not corelane_entry[3]:
        corelane_first(corelane_entry, corelane_start)
try:
    ...
finally:
    corelane_took = corelane_now() - corelane_start
    if corelane_entry is not None:
        corelane_block.halves[corelane_at * 2 + 1] = corelane_took if corelane_took < 0xFFFFFFFF else 0xFFFFFFFE
        corelane_entry[3] += 1
        if corelane_took > corelane_entry[4]:
            corelane_entry[4] = corelane_took
        if corelane_task._state != "PENDING":
            corelane_ended(corelane_task, corelane_entry, corelane_start + corelane_took)
    if corelane_took >= 50000000:
        corelane_held(corelane_callback, corelane_entry, corelane_start, corelane_start + corelane_took)
    corelane_callback = corelane_task = corelane_entry = corelane_block = None
"""

# A task factory may run the first step of its task at once (3.12 and later), so the task has a record before it is made.
_CREATE = """
corelane_entry = corelane_early(self, coro) if {eager} else None
try:
    ...
finally:
    if corelane_entry is not None:
        corelane_late()
        corelane_entry = None
"""
_CREATED = "corelane_created(self, coro, task, {name}, corelane_entry)"
_MADE_BY_FACTORY = """
task = self._task_factory(self, coro, **kwargs)
try:
    corelane_created(self, coro, task, {name}, corelane_entry)
    return task
finally:
    del task
"""


def patch(asyncio, hook):
    """After asyncio has been imported."""
    tasks = AsyncioTasks(asyncio, hook)
    hook.current_coroutine = tasks.current
    hook.on_fork(tasks.forget)
    try:
        tasks.weave(asyncio)
    except NotWoven:
        return
    AsyncioLoops(hook).patch(asyncio)


class AsyncioTasks:
    def __init__(self, asyncio, hook):
        self._trace = hook.trace
        self._places = hook.places
        self._sites = hook.sites
        self._here = hook.here
        self._entries = {}
        # Of each thread by its tid: entries and starts of tasks whose first step runs while they are made.
        self._eager = {}
        self._steppers = set()
        # Before 3.12 `current_task` is a Python function around this.
        self._current_task = asyncio.tasks._current_tasks.get if sys.version_info < (3, 12) else asyncio.tasks.current_task
        self._running_loop = asyncio.events._get_running_loop
        # What a loop runs on its own behalf when it ends.
        methods = [vars(asyncio.BaseEventLoop).get(name) for name in ("shutdown_asyncgens", "shutdown_default_executor")]
        self._plumbing = {id(method.__code__) for method in methods if method is not None}

    def forget(self):
        """In a forked child, which has none of its parent's tasks."""
        self._entries.clear()
        self._eager.clear()

    def weave(self, asyncio):
        """Raises NotWoven when nothing can be traced."""
        names = {
            "now": now,
            "trace": self._trace,
            "entries": self._entries,
            "steppers": self._steppers,
            "is_step": self._is_step,
            "place_of_step": self._place_of_step,
            "adopted": self._adopted,
            "first": self._first_step,
            "ended": self._ended,
            "held": self._held,
        }
        weave_into(asyncio.Handle, "_run", [("around", None, _RUN)], {"corelane_" + name: value for name, value in names.items()})
        create = vars(asyncio.BaseEventLoop)["create_task"].__code__
        name = "name" if "name" in create.co_varnames else "kwargs.get('name')"
        eager = "self._task_factory is not None" + (" or kwargs.get('eager_start')" if create.co_flags & 8 else "")
        edits = [
            ("before", "return task", _CREATED.format(name=name)),
            ("instead?", "return self._task_factory(self, coro, **kwargs)", _MADE_BY_FACTORY.format(name=name)),
            ("around", None, _CREATE.format(eager=eager)),
        ]
        names = {"corelane_early": self._early, "corelane_late": self._late, "corelane_created": self._created}
        weave_into(asyncio.BaseEventLoop, "create_task", edits, names)
        # Before 3.13 tasks are named after they have been created.
        if hasattr(asyncio.tasks, "_set_task_name"):
            names = {"corelane_named": self._named}
            weave_into(asyncio.tasks, "_set_task_name", [("first", None, "corelane_named(task, name)")], names)

    def current(self):
        """The number of the task that runs on the calling thread's loop; 0: none."""
        loop = self._running_loop()
        task = None if loop is None else self._current_task(loop)
        return 0 if task is None else self._number_of(task)

    def _number_of(self, task):
        entry = self._entries.get(id(task))
        if entry is None and self._eager:
            begun = self._eager.get(self._here.cell[TID])
            entry = begun[-1][0] if begun else None
        return 0 if entry is None else entry[2] & 0xFFFFFFFF

    def _new(self, loop, coro, name, depth):
        """The entry of a task that is being created, with its record; None when it is none of the program's."""
        code = getattr(coro, "cr_code", None)
        if code is None:
            code = getattr(coro, "gi_code", None)
            place = self._places.of_callable(coro) if code is None else self._places.of_code(code, coro.__qualname__)
        elif id(code) in self._plumbing:
            return None
        else:
            place = self._places.of_code(code, coro.__qualname__)
        block = self._trace.slots.block
        at = block.take()
        if at >= block.end:
            block, at = self._trace.another()
        cell = self._here.cell
        within = self._current_task(loop)
        words = block.words
        words[at + 6] = cell[TID]
        words[at + 7] = (cell[TASK] if within is None else self._number_of(within)) << 32
        words[at + 8] = place | self._sites.of(sys._getframe(depth)) << 32
        if name is not None:
            words[at + 9] = self._places.name(str(name))
        words[at + 1] = now()
        number = block.first + (at >> 4)
        words[at] = _HEAD | number << 32
        return [block, at, OPEN_STEP << 32 | number, 0, 0]

    def _created(self, loop, coro, task, name, entry):
        if entry is None:
            entry = self._new(loop, coro, name, 3)
            if entry is not None:
                self._entries[id(task)] = entry
            return
        self._named_entry(entry, name)
        if not hasattr(task, "_state") or not hasattr(task, "_exception"):
            return
        if task._state != "PENDING" or getattr(coro, "cr_suspended", False):
            start = self._eager[self._here.cell[TID]][-1][1]
            took = now() - start
            self._first_step(entry, start)
            block, at = self._place_of_step()
            block.words[at] = min(took, OPEN_STEP - 1) << 32 | entry[2] & 0xFFFFFFFF
            block.words[at + 1] = start
            entry[3:] = 1, took
            if task._state != "PENDING":
                self._ended(task, entry, start + took)
                return
        self._entries[id(task)] = entry

    def _early(self, loop, coro):
        entry = self._new(loop, coro, None, 3)
        if entry is not None:
            self._eager.setdefault(self._here.cell[TID], []).append((entry, now()))
        return entry

    def _late(self):
        tid = self._here.cell[TID]
        begun = self._eager.get(tid)
        if begun:
            begun.pop()
            if not begun:
                del self._eager[tid]

    def _named(self, task, name):
        entry = self._entries.get(id(task))
        if entry is not None:
            self._named_entry(entry, name)

    def _named_entry(self, entry, name):
        if name is not None:
            entry[0].words[entry[1] + 9] = self._places.name(str(name))

    def _adopted(self, task):
        """A task that was made by its class instead of by its loop. Nobody knows who made it, and when."""
        entry = self._new(task._loop, task.get_coro(), None, 2)
        if entry is not None:
            block, at = entry[:2]
            block.halves[at * 2 + 17] = 0
            self._entries[id(task)] = entry
        return entry

    def _is_step(self, callback):
        """Whether a callback that is bound to a task runs it: `task.cancel` is bound to one, too."""
        kind = callback.__class__
        if kind.__name__ in ("TaskStepMethWrapper", "TaskWakeupMethWrapper"):
            self._steppers.add(kind)
            return True
        return callback.__name__ in ("task_wakeup", "__step", "__wakeup")

    def _place_of_step(self):
        return self._trace.steps.take() or _nowhere

    def _first_step(self, entry, start):
        block, at = entry[:2]
        words = block.words
        words[at + 2] = start
        block.halves[at * 2 + 14] = self._here.cell[TID]
        words[at] = _HEAD | RUNNING << 8 | (entry[2] & 0xFFFFFFFF) << 32

    def _ended(self, task, entry, end):
        self._entries.pop(id(task), None)
        block, at, step, steps, longest = entry
        state = OK
        if task._state == "CANCELLED":
            state = CANCELLED
        elif task._exception is not None:
            state = ERROR
            block.halves[at * 2 + 19] = self._places.error(task._exception)
        _pack_steps(block.map, at * 8 + 120, steps, longest)
        words = block.words
        words[at + 3] = end
        words[at] = _HEAD | state << 8 | (step & 0xFFFFFFFF) << 32

    def _held(self, callback, entry, start, end):
        if entry is None:
            place, number = self._places.of_callable(callback), 0
        else:
            place, number = entry[0].words[entry[1] + 8] & 0xFFFFFFFF, entry[2] & 0xFFFFFFFF
        name = self._places.name(self._places.text(place))
        tid = self._here.cell[TID]
        self._trace.record(
            KIND_SPAN, SPAN_HELD_LOOP, start=start, end=end, worker_tid=tid, parent=number, callable=place, name=name
        )
