"""The guarded run of a what-if: before a site is swapped in a run that counts, each of its calls is tried and looked at.

A call that cannot go to a process keeps the program's executor, here and in the runs that follow. What a task writes that others could see is
seen where the task runs, in a worker process, by digests of all that it can reach, before and after.
"""

import sys
from time import perf_counter_ns

from .patching import Kept
from .swap_executors import CHECKED
from .swap_main import reason_against_importing
from .swap_reasons import message_of, reason_against_exception, reason_against_result, reason_against_sending
from .swap_state import State, changed, differing

# Time that each process spends on the state of one site's tasks.
_MOST_NS = 2_000_000_000


class Guard:
    def __init__(self, hook, plan, facts):
        self._plan = plan
        self._facts = facts
        self._refused = set(plan.sites)
        # By site, in this process.
        self._spent = {}
        # Processes become threads: tasks stay where they are, and are looked at there.
        self._stays = plan.swap in ("processes=threads", "pool=threadpool")

    def refuse(self, place, reason):
        if place[:2] not in self._refused:
            self._refused.add(place[:2])
            self._facts.tell(dict(_fact("refused", place), reason=reason))

    def used(self, place):
        """A site is reached, and nothing speaks against it so far."""
        self._facts.tell(_fact("site", place))

    def way(self, ways, executor, place, function, arguments, named):
        """As `Ways.way`, of a call that is checked."""
        if place[:2] in self._refused:
            return None
        try:
            if not self._stays:
                reason = self._against(function, arguments, named, ways.initializer(executor))
                if reason is not None:
                    return self.refuse(place, reason)
            submit = executor.submit if self._stays else ways.other(executor).submit
        except Exception as failure:
            return self.refuse(place, "it could not be tried: %s" % message_of(failure))
        self.used(place)
        there = self.state(place, function, arguments, named)
        shared = {} if there is None or self._stays else there.shared

        def checked(fn, *args, **kwargs):
            return submit(fn, *args, **dict(kwargs, **{CHECKED: (place, shared)}))

        return checked

    def _against(self, function, arguments, named, initializer):
        from multiprocessing.reduction import ForkingPickler

        method = _start_method()
        reason = reason_against_importing(method) or reason_against_sending(ForkingPickler, function, arguments, named)
        if reason is None and method != "fork" and initializer[0] is not None:
            reason = reason_against_sending(ForkingPickler, initializer[0], initializer[1], {})
            reason = reason and "of the executor's initializer, " + reason
        return reason

    def state(self, place, function, arguments, named):
        """None: it could not be looked at."""
        spent = self._spent.get(place[:2], 0)
        if spent > _MOST_NS:
            self._facts.tell(dict(_fact("unchecked", place), what="it is so large that only the first tasks were looked at"))
            return None
        begun = perf_counter_ns()
        try:
            state = State(function, arguments, named, _start_method() != "fork")
        except Exception as failure:
            self._facts.tell(dict(_fact("unchecked", place), what=message_of(failure)))
            return None
        finally:
            self._spent[place[:2]] = spent + perf_counter_ns() - begun
        if not state.whole:
            self._facts.tell(dict(_fact("unchecked", place), what="it is too large"))
        return state

    def compare(self, place, before, after):
        """A task has run: what it changed."""
        names = changed(before, after)
        if names:
            fate = "which the threads of one process would share" if self._stays else "which would be lost with its process"
            self.refuse(place, "the task changes %s, %s" % (_listed(names), fate))

    def watch_workers(self, module):
        """Looks at the tasks of process pools where they run."""
        call_item = getattr(module, "_CallItem", None)
        if call_item is None:
            return
        plain = vars(call_item).get("fn")

        def function_of(item):
            function = item.__dict__["fn"] if plain is None else plain.__get__(item, type(item))
            told = item.__dict__["kwargs"].pop(CHECKED, None)
            return function if told is None else self._checked(function, *told)

        call_item.fn = Kept("fn", function_of)

    def _checked(self, function, place, there):
        def run(*arguments, **named):
            before = self.state(place, function, arguments, named)
            if before is not None and not self._stays:
                self._look_across(place, there, before)
            try:
                result = function(*arguments, **named)
            except BaseException as failure:
                self._look_back(place, reason_against_exception, failure)
                raise
            finally:
                after = self.state(place, function, arguments, named)
                if before is not None and after is not None:
                    self.compare(place, before, after)
            self._look_back(place, reason_against_result, result)
            return result

        return run

    def _look_across(self, place, there, here):
        """What the program has otherwise than a worker, when it is submitted."""
        names = differing(there, here.shared)
        if names:
            self.refuse(place, "the task reads %s, which has another value in a process of its own" % _listed(names))
        elif here.locks:
            self.refuse(place, "the task uses %s, which keeps threads apart and not processes" % _listed(here.locks))

    def _look_back(self, place, reason_of, value):
        if not self._stays:
            reason = reason_of(sys.modules["multiprocessing.reduction"].ForkingPickler, value)
            if reason is not None:
                self.refuse(place, reason)


def _fact(fact, place):
    file, line, function = place
    return {"fact": fact, "file": file, "line": line, "function": function}


def _start_method():
    from multiprocessing import get_start_method

    return get_start_method()


def _listed(names):
    return ", ".join(names[:4]) + (" and %d more" % (len(names) - 4) if len(names) > 4 else "")
