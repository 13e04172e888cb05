"""Where code stands, and what went wrong: the strings of `callable`, `name` and `error`, each written once.

Caches go by the identity of code objects (comparing those compares all their instructions) and keep them, and nothing else, alive.
Programs that make code without end, such as by `exec`, and errors whose every message is another, fill them up to a limit; what is
new from then on has no place (0).
"""

import os

_MOST = 20_000
_LONGEST_MESSAGE = 500


class Places:
    """The places of a process's trace."""

    def __init__(self, trace):
        self.trace = trace
        # Of code objects by their identity: (code, number of its place).
        self.known = {}
        self.forget()

    def forget(self):
        """The trace has begun anew, in the child of a fork: it has none of these strings."""
        self.known.clear()
        self._texts = {}
        self._names = 0
        self._errors = 0

    def of_code(self, code, name=None):
        """The number of the place of a code object, of which `name` is the qualified name."""
        known = self.known.get(id(code))
        if known is not None:
            return known[1]
        if len(self.known) >= _MOST:
            return 0
        name = name or getattr(code, "co_qualname", None) or code.co_name
        number = self._place(name, code.co_filename, code.co_firstlineno)
        self.known[id(code)] = (code, number)
        return number

    def of_callable(self, function):
        """The number of the place of whatever can be called: what it wraps in the end; else its type."""
        function = innermost(function)
        code = function.__code__ if type(function) is _FUNCTION else _plain(function, "__code__")
        if isinstance(getattr(code, "co_firstlineno", None), int):
            return self.of_code(code, _plain(function, "__qualname__"))
        name, module = _plain(function, "__qualname__"), _plain(function, "__module__")
        if not isinstance(name, str):
            kind = type(function)
            name, module = kind.__qualname__, kind.__module__
        if isinstance(module, str) and module not in ("builtins", "__main__"):
            name = "%s.%s" % (module, name)
        return self._place(name, "", 0)

    def name(self, text):
        """The number of a name that the program gave."""
        return self._limited("_names", ("name", text), lambda: text)

    def error(self, exception):
        """The number of {type, message}."""
        kind = type(exception)
        name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else "%s.%s" % (kind.__module__, kind.__qualname__)
        message = _message(exception)
        return self._limited("_errors", ("error", name, message), lambda: {"type": name, "message": message})

    def _limited(self, kind, key, make):
        number = self.trace.known_string(key)
        if number or getattr(self, kind) >= _MOST:
            return number
        setattr(self, kind, getattr(self, kind) + 1)
        return self.trace.string(key, make)

    def _place(self, name, file, line):
        name, file = str(name), absolute(file)
        number = self.trace.string(("place", name, file, line), lambda: {"name": name, "file": file, "line": line})
        if len(self._texts) < _MOST:
            self._texts[number] = "%s (%s:%d)" % (name, os.path.basename(file), line) if file else name
        return number

    def text(self, number):
        """A place in words."""
        return self._texts.get(number, "")


def innermost(function):
    """What a partial, a bound method or a decorated function calls in the end.

    Nothing is looked up that might run code of the program: a proxy answers whatever it is asked.
    """
    while True:
        kind = type(function)
        if kind is _FUNCTION:
            # Decorators share one wrapper's code.
            inner = function.__dict__.get("__wrapped__")
            if type(inner) is not _FUNCTION:
                return function
        elif kind is _METHOD:
            inner = function.__func__
        elif kind.__name__ == "partial" and kind.__module__ == "functools":
            inner = function.func
            # asyncio.to_thread calls `Context.run(function, …)`, and `map` of a process pool `_process_chunk(function, …)`.
            if function.args and (
                (type(inner) is _BUILTIN and type(inner.__self__).__name__ == "Context")
                or (type(inner) is _FUNCTION and inner.__code__.co_name == "_process_chunk")
            ):
                inner = function.args[0]
        else:
            return function
        function = inner


def _plain(thing, name):
    """An attribute, of things that have theirs looked up in the usual way; else None."""
    kind = type(thing)
    if type(kind.__getattribute__) is _SLOT and not hasattr(kind, "__getattr__"):
        return getattr(thing, name, None)
    return None


def _message(exception):
    """What it says, if that can be told without running code of the program."""
    try:
        if type(exception.__class__.__str__) is _SLOT and all(type(argument) in _SIMPLE for argument in exception.args):
            return str(exception)[:_LONGEST_MESSAGE]
        return ", ".join(str(argument) for argument in exception.args if type(argument) in _SIMPLE)[:_LONGEST_MESSAGE]
    except Exception:
        return ""


def _function():
    pass


_FUNCTION = type(_function)
_METHOD = type(Places.of_code.__get__(object()))
_BUILTIN = type(len)
_SLOT = type(object.__str__)
_SIMPLE = (str, int, float, bool, bytes, type(None))


def absolute(file):
    return file if not file or file.startswith(("/", "<")) else os.path.abspath(file)
