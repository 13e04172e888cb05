"""What a trial knows of the API that it drives."""

from collections import namedtuple

from ..refusal import Refusal, describe, first_line
from ..task_inputs import input_of

#: `look_after()` is to be called ten times a second while tasks run; `readings` takes what ending threads read of themselves.
Context = namedtuple("Context", "setup task inputs roster look_after readings")

#: How long a runner's main thread waits before it looks after the trial.
LOOK_EVERY_S = 0.1


def settle_nothing(index, submitted, settled):
    """For the warm-up, which counts nothing."""


class Executor:
    """One API running one trial. All methods are called in the main thread."""

    #: Its arguments cross to another process or interpreter.
    pickles_arguments = False

    def __init__(self, context):
        self.context = context
        self.workers = context.setup["workers"]
        self.roster = context.roster
        self.task = context.task
        self._prices = []

    def start(self):
        """Brings every worker to where it can take a task. Raises Refusal `runner-failed` when none can be started."""

    def run(self, feed, settle):
        """Runs all tasks of `feed` and tells `settle(index, submitted, settled)` of each. Gives when the last one had settled."""
        raise NotImplementedError

    def warm_up(self, feed):
        self.run(feed, settle_nothing)

    def close(self):
        """Ends all workers. Tasks still running are given up."""

    def arguments(self, index):
        return self.task.arguments(input_of(self.context.inputs, index)[1])

    def started_in(self, price_ns):
        """Notes the price of starting one worker, from the request until it could take a task."""
        self._prices.append(price_ns)

    def startup_ns(self):
        """Mean price; None when nothing was started."""
        return sum(self._prices) / len(self._prices) if self._prices else None


def cannot_start(what, thrown):
    return Refusal(
        "runner-failed",
        "The %s could not be started: %s." % (what, first_line(thrown if isinstance(thrown, str) else describe(thrown))),
        "Correct what the message names; the module must also load in a worker.",
    )


def timed_out(timeout_ns):
    return "did not settle within %g s (--task-timeout)" % (timeout_ns / 1e9)
