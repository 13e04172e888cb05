"""What is known of the functions that pools are given."""

from _functools import partial

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
        """Of whatever is submitted. Looks at nothing of it that might run code of the program."""
        kind = type(function)
        if kind is partial:
            inner = function.func
            # asyncio.to_thread calls `Context.run(function, …)`, and `map` of a process pool `_process_chunk(function, …)`.
            if type(inner) is _BUILTIN and type(inner.__self__).__name__ == "Context" and function.args:
                inner = function.args[0]
            elif type(inner) is _FUNCTION and inner.__code__.co_name == "_process_chunk" and function.args:
                inner = function.args[0]
            return self.of(inner)
        if kind is _METHOD:
            return self.of(function.__func__)
        if kind is not _FUNCTION:
            return [self._places.of_callable(function), WORTH_READING_NS, 0 if callable(function) else NOT_CALLABLE]
        code = function.__code__
        routine = self.known.get(id(code))
        if routine is None:
            if len(self.known) >= _MOST:
                self.known.clear()
            routine = self.known[id(code)] = [self._places.of_callable(function), WORTH_READING_NS, 0, code]
        return routine


_FUNCTION = type(lambda: None)
_METHOD = type(Routines(None).of)
_BUILTIN = type(len)
