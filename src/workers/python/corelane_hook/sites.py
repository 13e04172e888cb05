"""Where tasks are handed over: the nearest line above that is not the standard library's own."""

import os

_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_PACKAGES = (os.path.join(_LIBRARY, "site-packages"), os.path.join(_LIBRARY, "dist-packages"))
# Programs that make code without end, by `exec`, do not fill the memory.
_MOST = 20_000


class Sites:
    """The numbers of such places, known by the code and its instruction that calls."""

    def __init__(self, trace):
        self._trace = trace
        self._known = {}
        self._codes = {}

    def forget(self):
        self._known.clear()
        self._codes.clear()

    def of(self, frame):
        """The number of the place of the call from `frame`, or from the nearest above it; 0: there is none outside of the library."""
        known = self._known
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
        if not file.startswith(_LIBRARY) or file.startswith(_PACKAGES):
            if not file.startswith(("<", os.sep)):
                file = os.path.abspath(file)
            if not file.startswith("<frozen"):
                name = getattr(code, "co_qualname", None) or code.co_name
                line = frame.f_lineno or code.co_firstlineno
                number = self._trace.string(("place", name, file, line), lambda: {"name": name, "file": file, "line": line})
        # Its identity stands for it: it must not become another's.
        self._codes[id(code)] = code
        self._known.setdefault(id(code), {})[frame.f_lasti] = number
        return number
