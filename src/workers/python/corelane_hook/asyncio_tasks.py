"""Tasks of asyncio, and each step in which a loop ran them.

Every step passes `Handle._run`, so what is woven in there is written out instead of called. Nothing is attached to tasks: entries are
known by the task's id until it ends, and keep neither it nor what it holds alive. A loop's tasks are its thread's, so entries need
no lock.

uvloop and others that bring loops of their own run neither `BaseEventLoop` nor `Handle`: their tasks are not seen; `uvloop_loops` says so.
"""

import sys
from _struct import Struct

from .asyncio_loops import AsyncioLoops
from .asyncio_statements import CREATE, CREATED, MADE_BY_FACTORY, RUN
from .blocks import StepBlock
from .trace import API_ASYNCIO, CANCELLED, ERROR, KIND_SPAN, KIND_TASK, OK, OPEN_STEP, RUNNING, SPAN_HELD_LOOP, STEP_BYTES, TASK, TID, now
from .weave import NotWoven, harmless, weave_all

# From `api` on, as far as a task is known when it is created; the kind, the first byte, is written last.
_pack_created = Struct("<BxIQ32xI8xIII").pack_into
_pack_steps = Struct("<If").pack_into  # at `steps`, `longest`
# Where steps go for which there is no room.
_nowhere = (StepBlock(bytearray(STEP_BYTES), STEP_BYTES, 0), 0)


def _word_of(entry):
    """Index of its record's first word in its block."""
    return (entry[1] - entry[0].first) << 4


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
        self._new = self._creating()
        self._first_step = self._starting()
        self._ended = self._ending()

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
            "adopted": harmless(self._adopted),
            "first": self._first_step,
            "ended": self._ended,
            "held": harmless(self._held),
            "early": self._early,
            "late": self._late,
            "created": self._creates(),
            "named": harmless(self._named),
        }
        create = vars(asyncio.BaseEventLoop)["create_task"].__code__
        name = "name" if "name" in create.co_varnames else "kwargs.get('name')"
        eager = "self._task_factory is not None" + (" or kwargs.get('eager_start')" if create.co_flags & 8 else "")
        creating = [
            ("before", "return task", CREATED.format(name=name)),
            ("instead?", "return self._task_factory(self, coro, **kwargs)", MADE_BY_FACTORY.format(name=name)),
            ("around", None, CREATE.format(eager=eager)),
        ]
        attributes = [(asyncio.Handle, "_run", [("around", None, RUN)]), (asyncio.BaseEventLoop, "create_task", creating)]
        # Before 3.13 tasks are named after they have been created.
        if hasattr(asyncio.tasks, "_set_task_name"):
            attributes.append((asyncio.tasks, "_set_task_name", [("first", None, "corelane_named(task, name)")]))
        weave_all(attributes, {"corelane_" + name: value for name, value in names.items()})

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
        return 0 if entry is None else entry[1]

    def _creating(self):
        """The function that writes the record of a task which is being created, and gives its entry; None when it is none of the
        program's. A closure, as it runs for every task."""
        trace, here, plumbing = self._trace, self._here, self._plumbing
        known, of_code, of_callable = self._places.known, self._places.of_code, self._places.of_callable
        current, number_of, site_above, entries = self._current_task, self._number_of, self._sites.above, self._entries

        def new(loop, coro, depth):
            try:
                place = known[id(coro.cr_code)][1]
            except (AttributeError, KeyError):
                code = getattr(coro, "cr_code", None)
                if code is not None and id(code) in plumbing:
                    return None
                if code is None:
                    code = getattr(coro, "gi_code", None)
                place = of_callable(coro) if code is None else of_code(code, coro.__qualname__)
            block = trace.slots.block
            try:
                word = block.free.pop()
            except IndexError:
                block, word = trace.another()
            tid, parent, _, _ = here.cell
            task = current(loop)
            if task is not None:
                try:
                    parent = entries[id(task)][1]
                except KeyError:
                    parent = number_of(task)
            number = block.first + (word >> 4)
            octets, at = block.map, word << 3
            _pack_created(octets, at + 2, API_ASYNCIO, number, now(), tid, parent, place, site_above(depth))
            octets[at] = KIND_TASK
            return [block, number, 0, 0]

        return new

    def _creates(self):
        """`_created` for most tasks, which runs for every one: a closure, too."""
        new, entries, names = self._new, self._entries, self._name

        def created(loop, coro, task, name, early):
            # Coroutines and tasks may be of any type: what is odd about one is not the program's concern.
            try:
                if early is not None:
                    return self._created_early(coro, task, name, early)
                entry = new(loop, coro, 4)
                if entry is not None:
                    entries[id(task)] = entry
                    if name is not None:
                        names(entry, name)
            except Exception:
                pass

        return created

    def _created_early(self, coro, task, name, entry):
        self._name(entry, name)
        if not hasattr(task, "_state") or not hasattr(task, "_exception"):
            return
        if task._state != "PENDING" or getattr(coro, "cr_suspended", False):
            start = self._eager[self._here.cell[TID]][-1][1]
            took = now() - start
            self._first_step(entry, start)
            block, at = self._place_of_step()
            block.numbers[at] = entry[1]
            block.durations[at] = min(took, OPEN_STEP - 1)
            block.starts[at] = start
            entry[2:] = 1, took
            if task._state != "PENDING":
                self._ended(task, entry, start + took)
                return
        self._entries[id(task)] = entry

    def _early(self, loop, coro):
        try:
            entry = self._new(loop, coro, 4)
        except Exception:
            return None
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
            self._name(entry, name)

    def _name(self, entry, name):
        if name is not None:
            entry[0].words[_word_of(entry) + 9] = self._places.name(str(name))

    def _adopted(self, task):
        """A task that was made by its class instead of by its loop. Nobody knows who made it, and when."""
        entry = self._new(task._loop, task.get_coro(), 3)
        if entry is not None:
            entry[0].halves[_word_of(entry) * 2 + 17] = 0
            self._entries[id(task)] = entry
        return entry

    def _is_step(self, callback):
        """Whether a callback that is bound to a task runs it: `task.cancel` is bound to one, too."""
        kind = callback.__class__
        if kind.__name__ in ("TaskStepMethWrapper", "TaskWakeupMethWrapper"):
            self._steppers.add(kind)
            return True
        return getattr(callback, "__name__", None) in ("task_wakeup", "__step", "__wakeup")

    def _place_of_step(self):
        return self._trace.steps.take() or _nowhere

    def _starting(self):
        """`first(entry, start)`, which runs at every task's first step: a closure."""
        here = self._here

        def first(entry, start):
            block, number, _, _ = entry
            word = (number - block.first) << 4
            block.words[word + 2] = start
            block.halves[(word << 1) + 14] = here.cell[TID]
            block.map[(word << 3) + 1] = RUNNING

        return first

    def _ending(self):
        """`ended(task, entry, end)`, which runs for every task: a closure."""
        pop, error_of = self._entries.pop, self._places.error

        def ended(task, entry, end):
            pop(id(task), None)
            block, number, steps, longest = entry
            word = (number - block.first) << 4
            exception = task._exception
            if exception is not None:
                state = ERROR
                try:
                    block.halves[(word << 1) + 19] = error_of(exception)
                except Exception:
                    pass
                exception = None
            else:
                state = CANCELLED if task._state == "CANCELLED" else OK
            block.words[word + 3] = end
            octets, at = block.map, word << 3
            _pack_steps(octets, at + 120, steps, longest)
            octets[at + 1] = state

        return ended

    def _held(self, callback, entry, start, end):
        if entry is None:
            place, number = self._places.of_callable(callback), 0
        else:
            place, number = entry[0].words[_word_of(entry) + 8] & 0xFFFFFFFF, entry[1]
        name = self._places.name(self._places.text(place))
        tid = self._here.cell[TID]
        self._trace.record(
            KIND_SPAN, SPAN_HELD_LOOP, start=start, end=end, worker_tid=tid, parent=number, callable=place, name=name
        )
