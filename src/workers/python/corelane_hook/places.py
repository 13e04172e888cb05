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
        while True:
            code = getattr(function, "__code__", None)
            if hasattr(code, "co_firstlineno"):
                return self.of_code(code, getattr(function, "__qualname__", None))
            inner = getattr(function, "__func__", None)
            if inner is None and type(function).__name__ == "partial":
                inner = function.func
                # to_thread calls `Context.run(function, …)`
                if getattr(inner, "__name__", None) == "run" and type(getattr(inner, "__self__", None)).__name__ == "Context":
                    inner = function.args[0] if function.args else None
            if inner is None:
                break
            function = inner
        name = getattr(function, "__qualname__", None)
        module = getattr(function, "__module__", None)
        if not isinstance(name, str):
            kind = type(function)
            name, module = kind.__qualname__, kind.__module__
        if isinstance(module, str) and module not in ("builtins", "__main__"):
            name = "%s.%s" % (module, name)
        return self._place(name, "", 0)

    def name(self, text):
        """The number of a name that the program gave."""
        if self._names >= _MOST:
            return 0
        self._names += 1
        return self.trace.string(("name", text), lambda: text)

    def error(self, exception):
        """The number of {type, message}."""
        if self._errors >= _MOST:
            return 0
        self._errors += 1
        kind = type(exception)
        name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else "%s.%s" % (kind.__module__, kind.__qualname__)
        try:
            message = str(exception)[:_LONGEST_MESSAGE]
        except Exception:
            message = ""
        return self.trace.string(("error", name, message), lambda: {"type": name, "message": message})

    def _place(self, name, file, line):
        name, file = str(name), absolute(file)
        number = self.trace.string(("place", name, file, line), lambda: {"name": name, "file": file, "line": line})
        if len(self._texts) < _MOST:
            self._texts[number] = "%s (%s:%d)" % (name, os.path.basename(file), line) if file else name
        return number

    def text(self, number):
        """A place in words."""
        return self._texts.get(number, "")


def absolute(file):
    return file if not file or file.startswith(("/", "<")) else os.path.abspath(file)
