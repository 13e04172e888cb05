"""What a task can read and write beyond its own frame: globals that its code names, its arguments, its object. Each is given a digest, by
which it shows whether a task changed it, or another process has it otherwise.

No code of the program is run, but for `__reduce_ex__` of things that have no attributes.
"""

import marshal
import sys
from collections import deque
from hashlib import blake2b
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType

from .sites import is_library

# Beyond these, state is looked at in part.
_MOST_FUNCTIONS = 2_000
_MOST_NODES = 300_000

_CONTAINERS = (list, tuple, dict, set, frozenset)
_PLAIN = (type(None), bool, int, float, complex, str, bytes)


class State:
    """Digests of one moment, `across` processes that were spawned or within those that were forked: `shared`, of globals and the like by their names; `own`, of what the call was given; `whole`: nothing was left out."""

    def __init__(self, function, arguments, named, across):
        # What is made of nothing but plain things is taken whole, and fast. Sets have an order there that processes which were not forked do not share.
        self._takes_whole = not across
        self._left = _MOST_NODES
        self.whole = True
        self.shared = {}
        self.own = {}
        roots = list(_functions_in(function)) + [root for value in arguments for root in _functions_in(value)]
        reached = _Reached()
        for root in roots:
            reached.visit(root)
        # By name: what keeps threads of one process apart, and nothing across processes.
        self.locks = [name for name, value in reached.values.items() if _is_lock(value)]
        for name, value in reached.values.items():
            self.shared[name] = self._digest(value)
        for name, value in _process_state().items():
            self.shared[name] = self._digest(value)
        owner = _owner(function)
        if owner is not None:
            self.own["its object (self, of class %s)" % type(owner).__name__] = self._digest(owner)
        for at, value in enumerate(arguments):
            self.own["its argument %d" % (at + 1)] = self._digest(value)
        for name, value in named.items():
            self.own["its argument %s" % name] = self._digest(value)
        self.whole = self._left > 0 and reached.whole

    def _digest(self, value):
        digest = blake2b(digest_size=16)
        self._feed(digest, value, {})
        return digest.digest()

    def _feed(self, digest, value, seen):
        self._left -= 1
        kind = type(value)
        digest.update(kind.__name__.encode())
        if kind in _PLAIN:
            digest.update(repr(value).encode("utf-8", "surrogatepass"))
            return
        if self._takes_whole and kind in _CONTAINERS:
            try:
                # Version 0 knows of no references: it depends on nothing but the values.
                digest.update(marshal.dumps(value, 0))
                return
            except ValueError:
                pass
        if self._left <= 0:
            return
        if id(value) in seen:
            digest.update(b"#%d" % seen[id(value)][0])
            return
        # Kept, so that its identity is no other's meanwhile.
        seen[id(value)] = (len(seen), value)
        for part in _parts(value):
            if isinstance(part, _Unordered):
                digest.update(b"".join(sorted(self._apart(item, seen) for item in part.items)))
            else:
                self._feed(digest, part, seen)
        digest.update(b";")

    def _apart(self, value, seen):
        digest = blake2b(digest_size=16)
        self._feed(digest, value, dict(seen))
        return digest.digest()


class _Unordered:
    def __init__(self, items):
        self.items = items


def changed(before, after):
    """Names of what a task changed."""
    return [name for name, digest in after.shared.items() if before.shared.get(name, digest) != digest] + [
        name for name, digest in after.own.items() if before.own.get(name, digest) != digest
    ]


def differing(there, here):
    """Names of globals that another process has otherwise, or does not have. `there`, `here`: digests by name."""
    return [name for name, digest in there.items() if here.get(name) != digest]


def _is_lock(value):
    kind = type(value)
    return kind.__module__ in ("_thread", "threading", "queue", "_queue") and kind.__name__ in _LOCKS


_LOCKS = ("lock", "RLock", "_RLock", "Condition", "Event", "Semaphore", "BoundedSemaphore", "Barrier", "Queue", "SimpleQueue", "LifoQueue", "PriorityQueue")


def _parts(value):
    kind = type(value)
    if isinstance(value, (list, tuple, deque)):
        return list(value) + _fields(value)
    if isinstance(value, (set, frozenset)):
        return [_Unordered(list(value))] + _fields(value)
    if isinstance(value, dict):
        return [item for pair in list(value.items()) for item in pair] + _fields(value)
    if kind in (bytearray, memoryview):
        return [bytes(value)]
    if isinstance(value, (ModuleType, CodeType, BuiltinFunctionType)):
        return [getattr(value, "__name__", "")]
    if kind is FunctionType:
        return [value.__qualname__, value.__defaults__, value.__kwdefaults__, dict(value.__dict__)]
    if kind is MethodType:
        return [value.__func__, value.__self__]
    if isinstance(value, type):
        return [value.__qualname__]
    fields = _fields(value)
    if fields:
        return [kind.__qualname__] + fields
    return [kind.__qualname__] + _reduced(value)


def _fields(value):
    parts = []
    fields = getattr(value, "__dict__", None)
    if type(fields) is dict:
        parts.extend(item for pair in list(fields.items()) for item in pair)
    for base in type(value).__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            member = base.__dict__.get(name)
            if type(member).__name__ == "member_descriptor":
                try:
                    parts.extend((name, member.__get__(value)))
                except AttributeError:
                    pass
    return parts


def _reduced(value):
    """Of things written in C; nothing of those that say nothing of themselves."""
    try:
        reduced = value.__reduce_ex__(4)
    except Exception:
        return []
    if isinstance(reduced, str):
        return [reduced]
    return [list(part) if hasattr(part, "__next__") else part for part in reduced[1:]]


def _process_state():
    """What all threads of a process share, and processes do not."""
    os = sys.modules["os"]
    try:
        folder = os.getcwd()
    except OSError:
        folder = ""
    return {"the environment (os.environ)": dict(os.environ), "the current folder": folder}


def _owner(function):
    while type(function).__name__ == "partial" and hasattr(function, "func"):
        function = function.func
    owner = getattr(function, "__self__", None)
    return None if owner is None or isinstance(owner, (ModuleType, type)) else owner


def _functions_in(value, depth=0):
    """The functions of the program that a call begins with."""
    if type(value) is FunctionType:
        yield value
    elif type(value) is MethodType:
        yield value.__func__
        yield from _functions_in(value.__self__, depth)
    elif type(value).__name__ == "partial" and hasattr(value, "func"):
        for part in (value.func,) + tuple(value.args):
            yield from _functions_in(part, depth)
    elif isinstance(value, (list, tuple)) and depth < 3:
        for item in value[:100]:
            yield from _functions_in(item, depth + 1)
    elif depth < 3 and not isinstance(value, type):
        yield from _methods(type(value))


def _methods(kind):
    for base in kind.__mro__:
        for member in base.__dict__.values():
            member = getattr(member, "__func__", member)
            if type(member) is FunctionType:
                yield member


class _Reached:
    """The state that code can reach by names, from function to function. `values`: by name."""

    def __init__(self):
        self.values = {}
        self.whole = True
        self._seen = set()

    def visit(self, function):
        pending = [function]
        while pending:
            function = pending.pop()
            if id(function) in self._seen or not is_own(function.__code__.co_filename):
                continue
            if len(self._seen) >= _MOST_FUNCTIONS:
                self.whole = False
                return
            self._seen.add(id(function))
            pending.extend(self._reach(function))

    def _reach(self, function):
        module = function.__globals__
        owner = _module_name(module)
        names = list(_names(function.__code__))
        if function.__defaults__ or function.__kwdefaults__ or function.__dict__:
            self.values["the defaults and attributes of %s" % function.__qualname__] = function
        for name in names:
            if name in module:
                yield from self._value("%s.%s" % (owner, name), module[name], names)
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
            try:
                yield from self._value("%s of %s" % (name, function.__qualname__), cell.cell_contents, names)
            except ValueError:
                pass

    def _value(self, name, value, names):
        """Notes a value, and gives the functions that it leads to. `names` are those that the code has for attributes, too."""
        if type(value) is FunctionType:
            yield value
        elif isinstance(value, ModuleType):
            if is_own(getattr(value, "__file__", None) or "<frozen"):
                for attribute in names:
                    if attribute in value.__dict__ and not isinstance(value.__dict__[attribute], ModuleType):
                        yield from self._value("%s.%s" % (value.__name__, attribute), value.__dict__[attribute], ())
        elif isinstance(value, type):
            if _is_own(value):
                self.values["the class %s" % name] = _class_state(value)
                yield from _methods(value)
        else:
            self.values[name] = value
            if _is_own(type(value)):
                yield from _methods(type(value))


def _names(code):
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _module_name(module):
    name = module.get("__name__", "?")
    return "__main__" if name == "__mp_main__" else name


def _is_own(kind):
    """A class of the program's own."""
    module = sys.modules.get(kind.__module__)
    file = getattr(module, "__file__", None)
    return file is not None and is_own(file)


def is_own(file):
    """A file of the program's own: neither the standard library's nor an installed package's."""
    return not is_library(file) and "/site-packages/" not in file and "/dist-packages/" not in file


def _class_state(kind):
    return {
        name: value
        for name, value in kind.__dict__.items()
        if not name.startswith("__") and not callable(value) and not hasattr(type(value), "__get__")
    }
