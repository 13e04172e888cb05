"""What the engine asks of the runner, one command after the other. It prints nothing: stdout and stderr belong to the task."""

import os
import sys

from .channel import Channel
from .inspection import inspect_task, load
from .probe import probe
from .refusal import Refusal, envelope
from .trial import Trial

_CHANNEL_FD = 3


def serve():
    """Does what it is told until it is closed. Ends this process when the engine is gone."""
    channel = Channel(_CHANNEL_FD)
    desk = _Desk(channel.say)
    for command in channel.commands():
        try:
            event = desk.answer(command)
        except BaseException as thrown:
            event = {"type": "failed", "error": envelope(thrown)}
        if event is None:
            return
        channel.say(event)
    os._exit(1)


class _Desk:
    def __init__(self, say):
        self._say = say
        self._inspected = None
        self._trial = None

    def answer(self, command):
        """The event that answers it; None: this process is to end."""
        kind = command["type"]
        if kind == "inspect":
            task, inputs, text = self._load(command["source"])
            self._inspected = task, inputs
            return {"type": "inspected", "inspection": inspect_task(task, inputs, text)}
        if kind == "probe" and self._inspected is not None:
            return {"type": "probed", "probe": probe(*self._inspected)}
        if kind == "prepare":
            task, inputs, _ = self._load(command["setup"]["source"])
            self._trial = Trial(command["setup"], int(command["originNs"]), task, inputs, self._say)
            return self._trial.prepare()
        if kind == "run" and self._trial is not None:
            return self._trial.run()
        if kind == "close":
            if self._trial is not None:
                self._trial.close()
            return None
        raise Refusal("internal", "The runner was told to %s before it was prepared." % kind, "Report this.")

    def _load(self, source):
        # What a script would find there: itself, and no arguments.
        sys.argv = [source["path"]]
        return load(source)
