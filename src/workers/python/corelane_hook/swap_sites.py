"""The sites of a what-if: the nearest lines above a call of an executor that are not the standard library's own."""

from .places import absolute
from .sites import is_library


class SwapSites:
    """Known by the numbers that the trace gives sites, so that a site that was seen before is found by two look-ups."""

    def __init__(self, hook):
        self._sites = hook.sites
        self._places = {}
        hook.on_fork(self._places.clear)

    def of(self, frame):
        """The site of a call from `frame`: (file, line, function); None: there is none outside of the library."""
        number = self._sites.of(frame)
        if number not in self._places:
            self._places[number] = _place(frame)
        return self._places[number]


def _place(frame):
    while frame is not None:
        code = frame.f_code
        if not is_library(code.co_filename):
            name = getattr(code, "co_qualname", None) or code.co_name
            return absolute(code.co_filename), frame.f_lineno or code.co_firstlineno, name
        frame = frame.f_back
    return None
