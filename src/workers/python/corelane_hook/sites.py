"""Where tasks are handed over: the nearest line above that is not the standard library's own."""

import os
import sys

from .places import absolute

_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_PACKAGES = (os.path.join(_LIBRARY, "site-packages"), os.path.join(_LIBRARY, "dist-packages"))
_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep
# Programs that make code without end, by `exec`, do not fill the memory.
_MOST = 20_000

# Modules that make tasks for those who call them. Since 3.12 the module of a frame can be told without making the frame an object, which
# costs more than all else here.
_BETWEEN = frozenset("asyncio." + name for name in ("base_events", "events", "runners", "taskgroups", "tasks"))
_module_at = getattr(sys, "_getframemodulename", lambda depth: None)


def is_library(file):
    """Whether a file of code is the standard library's, or the hook's own."""
    return (file.startswith(_LIBRARY) and not file.startswith(_PACKAGES)) or file.startswith(("<frozen", _OWN))


class Sites:
    """The numbers of such places, known by the code and its instruction that calls."""

    def __init__(self, trace):
        self._trace = trace
        # By the identity of the code, numbers by the index of the instruction; 0: it is the library's.
        self.known = {}
        self._codes = {}

    def forget(self):
        self.known.clear()
        self._codes.clear()

    def above(self, depth):
        """As `of` the frame that `sys._getframe(depth)` would be here."""
        while _module_at(depth) in _BETWEEN:
            depth += 1
        try:
            frame = sys._getframe(depth)
        except ValueError:
            return 0
        try:
            return self.known[id(frame.f_code)][frame.f_lasti] or self.of(frame)
        except KeyError:
            return self.of(frame)

    def of(self, frame):
        """The number of the place of the call from `frame`, or from the nearest above it; 0: there is none outside of the library."""
        known = self.known
        while frame is not None:
            code = frame.f_code
            lines = known.get(id(code))
            site = None if lines is None else lines.get(frame.f_lasti)
            if site is None:
                site = self._learn(code, frame)
            if site:
                return site
            frame = frame.f_back
        return 0

    def _learn(self, code, frame):
        if len(self._codes) >= _MOST:
            self.forget()
        file = code.co_filename
        number = 0
        if not is_library(file):
            file = absolute(file)
            name = getattr(code, "co_qualname", None) or code.co_name
            line = frame.f_lineno or code.co_firstlineno
            number = self._trace.string(("place", name, file, line), lambda: {"name": name, "file": file, "line": line})
        # Its identity stands for it: it must not become another's.
        self._codes[id(code)] = code
        self.known.setdefault(id(code), {})[frame.f_lasti] = number
        return number
