"""One trial inside the runner: workers up and warm, waiting for the clock, then all tasks once."""

from time import monotonic_ns

from .executors import executor_of
from .executors.executor import Context
from .packed_results import argument_bytes
from .roster import Roster
from .settled_tasks import SettledTasks
from .task_inputs import input_of

#: Tasks handed to the executor and not yet settled, at most: "all at once" for its queue, and not a million in memory together.
_SUBMITTED_AHEAD = 10000
#: Every message wakes the engine beside the measured cores; a worker for each task would make thousands of them.
_TELL_EVERY_NS = 20000000


class Feed:
    """Which task comes next, in the order of their indices. `ahead`: how many may be submitted and not yet settled."""

    def __init__(self, tasks, ahead, goes_on=lambda begun: True):
        self.tasks = tasks
        self.ahead = ahead
        self.ended = False
        self._goes_on = goes_on
        self._begun = 0

    def take(self):
        """The next index; None when there is none any more."""
        if self._begun >= self.tasks or not self._goes_on(self._begun):
            self.ended = True
            return None
        self._begun += 1
        self.ended = self._begun == self.tasks
        return self._begun - 1


class Trial:
    def __init__(self, setup, origin_ns, task, inputs, say):
        self._setup = setup
        self._origin = origin_ns
        self._inputs = inputs
        self._say = say
        self._roster = Roster(setup["affinities"])
        self._settled = SettledTasks(origin_ns, self._send)
        self._readings = []
        self._counting = False
        self._told_at = 0
        context = Context(setup, task, inputs, self._roster, self._look_after, self._readings)
        self._executor = executor_of(setup["executor"])(context)
        self._sizes = _argument_sizes(task, inputs) if self._executor.pickles_arguments else None

    def prepare(self):
        """Brings the workers up and warms them up. Gives `ready`. Raises Refusal `runner-failed` when none can be started."""
        warm_up, workers = self._setup["warmUp"], self._setup["workers"]
        self._executor.start()
        until = monotonic_ns() + warm_up["untilNs"]
        self._executor.warm_up(
            Feed(self._inputs.tasks, workers, lambda begun: begun < warm_up["atLeast"] or monotonic_ns() < until)
        )
        return {
            "type": "ready",
            "tasks": self._inputs.tasks,
            "workers": self._roster.living(),
            "notPinned": self._roster.not_pinned,
        }

    def run(self):
        """Runs every task once. Gives `finished`."""
        del self._readings[:]
        self._counting = True
        start = monotonic_ns()
        end = self._executor.run(Feed(self._inputs.tasks, _SUBMITTED_AHEAD), self._settle)
        self._tell_of_workers()
        self._settled.flush()
        return {
            "type": "finished",
            "startNs": start - self._origin,
            "endNs": end - self._origin,
            "startupNs": self._executor.startup_ns(),
            "failures": self._settled.failures(),
        }

    def close(self):
        self._executor.close()

    def _settle(self, index, submitted, settled):
        number, _ = input_of(self._inputs, index)
        size = None if self._sizes is None else self._sizes(number)
        self._settled.add(index, number, submitted, size, settled)

    def _look_after(self, sign_of_life=False):
        """What a running executor calls ten times a second. `sign_of_life`: tasks go on, though none has settled."""
        if not self._counting:
            return
        if sign_of_life or monotonic_ns() - self._told_at > _TELL_EVERY_NS:
            self._tell_of_workers(sign_of_life)
        self._settled.flush_when_due()

    def _tell_of_workers(self, always=False):
        self._told_at = monotonic_ns()
        news = self._roster.news()
        if news or always:
            self._say({"type": "workers", "workers": news})
        if self._readings:
            readings = self._readings[:]
            del self._readings[: len(readings)]
            self._say({"type": "readings", "readings": readings})

    def _send(self, batch):
        # Workers are known before what they did.
        self._tell_of_workers()
        self._say({"type": "tasks", "batch": batch})


def _argument_sizes(task, inputs):
    """What each input weighs when it is pickled, by its number; sized before the clock starts."""
    if not inputs.values:
        return lambda index: argument_bytes(task.arguments(index))
    sizes = [argument_bytes(task.arguments(value)) for value in inputs.values]
    return lambda number: sizes[number]
