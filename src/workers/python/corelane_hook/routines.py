"""What is known of the functions that pools are given."""

from .places import innermost
from .trace import NOT_CALLABLE

# Reading a thread's CPU time takes half a microsecond: not for functions that last ran shorter than this.
WORTH_READING_NS = 50_000

_MOST = 20_000

# Indexes of a routine.
PLACE, LAST_NS, FLAGS = range(3)


class Routines:
    """A routine is the list [number of the function's place, ns that it last ran, flags of a record]."""

    def __init__(self, places):
        self._places = places
        # By the identity of the code, which is the routine's fourth item, so that it is no other's.
        self.known = {}

    def forget(self):
        self.known.clear()

    def of(self, function):
        """Of whatever is submitted. Never raises."""
        try:
            inner = innermost(function)
            if type(inner) is not _FUNCTION:
                return [self._places.of_callable(inner), WORTH_READING_NS, 0 if callable(function) else NOT_CALLABLE]
            code = inner.__code__
            routine = self.known.get(id(code))
            if routine is None:
                if len(self.known) >= _MOST:
                    self.known.clear()
                routine = self.known[id(code)] = [self._places.of_callable(inner), WORTH_READING_NS, 0, code]
            return routine
        except Exception:
            return [0, WORTH_READING_NS, 0]


_FUNCTION = type(lambda: None)
