"""The runner's side of the channel: commands of the engine, one after the other, and events to it."""

import os

from .frames import FrameSplitter, encode


class Channel:
    """Owns the descriptor. Processes forked from this one let go of it: what they wrote there would be taken for the runner's."""

    def __init__(self, fd):
        self._fd = fd
        os.set_inheritable(fd, False)
        os.set_blocking(fd, True)
        os.register_at_fork(after_in_child=self._leave)

    def commands(self):
        """Ends when the engine is gone."""
        splitter = FrameSplitter()
        while True:
            try:
                piece = os.read(self._fd, 65536)
            except OSError:
                return
            if not piece:
                return
            for command in splitter.push(piece):
                yield command

    def say(self, event):
        """Returns when the bytes are on their way. Ends this process when nobody reads them any more."""
        if self._fd is None:
            return
        rest = memoryview(encode(event))
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            # The engine is gone; the keeper is about to kill this process anyway.
            os._exit(1)

    def _leave(self):
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
