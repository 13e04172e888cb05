"""Adds statements to functions of the standard library without adding a frame.

A wrapper around such a function would stand in the tracebacks and stacks of the program. So the function gets another code, which
`weaving` makes and `kept_code` keeps for the processes that follow.
"""

import types

from . import kept_code
from .weaving import NotWoven, woven_code

__all__ = ["NotWoven", "harmless", "weave_all"]


def weave_all(attributes, names):
    """Weaves edits into attributes of classes and modules, (owner, name, edits), in their places: all of them, or none. Their code sees
    `names` as free variables; `woven_code` says what an edit is. Raises NotWoven."""
    functions = [_plain(owner, name) for owner, name, _ in attributes]
    parts = [(function, edits) for function, (_, _, edits) in zip(functions, attributes)]
    key = kept_code.key_of(parts, names)
    codes = kept_code.kept(key)
    if codes is None:
        files = {}
        codes = [woven_code(function, edits, names, files) for function, edits in parts]
        kept_code.keep(key, codes)
    woven = [_function(function, code, names) for function, code in zip(functions, codes)]
    for (owner, name, _), function in zip(attributes, woven):
        original = vars(owner)[name]
        setattr(owner, name, function if isinstance(original, types.FunctionType) else type(original)(function))


def harmless(function):
    """`function` for woven code: whatever goes wrong in it, the program does not notice. Gives None then."""

    def guarded(*arguments):
        try:
            return function(*arguments)
        except Exception:
            return None

    return guarded


def _plain(owner, name):
    """The function that an attribute holds, if it is one that can be woven into."""
    function = vars(owner).get(name)
    if not isinstance(function, (types.FunctionType, staticmethod, classmethod)):
        raise NotWoven("%s is no function" % name)
    function = getattr(function, "__func__", function)
    code = function.__code__
    if code.co_freevars or not code.co_filename.endswith(".py"):
        raise NotWoven("%s has no source" % function.__qualname__)
    return function


def _function(plain, code, names):
    if not _contains(code, plain.__code__):
        raise NotWoven("%s differs from its source" % plain.__qualname__)
    cells = tuple(types.CellType(names[name]) for name in code.co_freevars)
    woven = types.FunctionType(code, plain.__globals__, plain.__name__, plain.__defaults__, cells)
    for attribute in ("__qualname__", "__module__", "__doc__", "__kwdefaults__", "__annotations__"):
        setattr(woven, attribute, getattr(plain, attribute))
    woven.__dict__.update(plain.__dict__)
    return woven


def _contains(woven, code):
    """Whether the source was that of the function: all that it knows of is there. Instructions tell less, as they depend on what the
    module imports, too (3.12 and later)."""
    own = [name for name in woven.co_varnames if not name.startswith("corelane_")]
    return set(code.co_names) <= set(woven.co_names) and own == list(code.co_varnames) and code.co_cellvars == woven.co_cellvars
