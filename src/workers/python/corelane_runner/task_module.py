"""The task: a function of the user's module, with what the module says of it."""

import difflib
import inspect
import os

from . import user_module
from .load_failures import load_failure
from .refusal import Refusal
from .source_text import SourceText

_own_names = ("inputs",)


class Task:
    """A loaded task. `source`: the text of its module; `functions`: names of those that it could be measured by instead."""

    def __init__(self, path, label, module, qualified_name, function):
        self.path = path
        self.label = label
        self.file = os.path.basename(path)
        self.qualified_name = qualified_name
        self.function = function
        self.is_async = _is_coroutine_function(function)
        self.takes_input = _takes_input(function, label, qualified_name)
        self.inputs = getattr(module, "inputs", None)
        self.functions = public_functions(module)
        self.name, self.tasks = _meta(getattr(module, "meta", None), label)

    def arguments(self, value):
        """What the function is called with for that input."""
        return (value,) if self.takes_input else ()


def read_source(path):
    """Never raises: what cannot be read cannot be imported either, and that says why."""
    try:
        with open(path, "rb") as file:
            return SourceText(file.read())
    except OSError:
        return SourceText(b"")


def load_task(source):
    """Imports the module of a `TaskSource` and finds its function. Raises Refusal `task-invalid` for everything that can be wrong with it."""
    path, label, wanted = source["path"], source["label"], source["functionName"]
    try:
        module = user_module.load(path)
    except BaseException as thrown:
        raise load_failure(thrown, path, label) from None
    name = _only_function(module, label) if wanted is None else wanted
    try:
        function = user_module.resolve(path, name)
    except AttributeError:
        raise _no_such_function(name, module, label, os.path.basename(path)) from None
    if not callable(function):
        raise Refusal(
            "task-invalid",
            "%s of %s is not a function but of type %s." % (name, os.path.basename(path), type(function).__name__),
            _offer(module, path),
        )
    return Task(path, label, module, name, function)


def public_functions(module):
    """Names of the functions that the module itself defines, in its order."""
    name = getattr(module, "__name__", None)
    return [
        key
        for key, value in vars(module).items()
        if not key.startswith("_")
        and key not in _own_names
        and callable(value)
        and not isinstance(value, type)
        and getattr(value, "__module__", None) == name
    ]


def _only_function(module, label):
    functions = public_functions(module)
    if "task" in vars(module):
        return "task"
    if len(functions) == 1:
        return functions[0]
    if not functions:
        raise Refusal(
            "task-invalid",
            "%s defines no function, so there is nothing to run." % label,
            "Define the task: def task(value): …",
        )
    raise Refusal(
        "task-invalid",
        "%s defines %d functions, and none of them is called task." % (label, len(functions)),
        "Say which is the task: %s." % _choices(functions, label),
    )


def _no_such_function(name, module, label, file):
    functions = public_functions(module)
    near = difflib.get_close_matches(name, functions, 1)
    meant = " Did you mean %s?" % near[0] if near else ""
    remedy = "It has %s." % ", ".join(functions[:20]) if functions else "Define it at the top level: def %s(value): …" % name.split(".")[0]
    return Refusal("task-invalid", "%s has no function %s.%s" % (file, name, meant), remedy)


def _offer(module, path):
    functions = public_functions(module)
    if not functions:
        return "Define the task: def task(value): …"
    return "Give a function: %s." % _choices(functions, path)


def _choices(functions, file):
    shown = ["%s:%s" % (file, name) for name in functions[:8]]
    return ", ".join(shown) + (" or another" if len(functions) > len(shown) else "")


def _is_coroutine_function(function):
    called = inspect.unwrap(function) if inspect.isfunction(function) else function
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(called) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)
    )


def _takes_input(function, label, name):
    """Whether it takes an argument. Raises Refusal where it needs more than the one that a task gets."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        # Builtins may not tell.
        return True
    positional = [each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    needed = [each.name for each in positional if each.default is each.empty]
    needed += [each.name for each in parameters if each.kind is each.KEYWORD_ONLY and each.default is each.empty]
    if len(needed) > 1 or (needed and not positional):
        raise Refusal(
            "task-invalid",
            "%s needs the arguments %s, and a task is given one: its input." % (name, ", ".join(needed)),
            "Let it take one argument, such as a tuple of these, or give the others a default.",
        )
    return bool(positional) or any(each.kind is each.VAR_POSITIONAL for each in parameters)


def _meta(meta, label):
    """Gives (name, tasks), each None where it is not said."""
    if meta is None:
        return None, None
    if not isinstance(meta, dict):
        # Many modules have something else of that name.
        return None, None
    name, tasks = meta.get("name"), meta.get("tasks")
    if name is not None and not isinstance(name, str):
        raise _invalid_meta(label, 'meta["name"] is not a string')
    if tasks is not None and not (type(tasks) is int and tasks > 0):
        raise _invalid_meta(label, 'meta["tasks"] is not a positive whole number')
    return name, tasks


def _invalid_meta(label, what):
    return Refusal("task-invalid", "In %s, %s." % (label, what), 'Write it like: meta = {"name": "primes", "tasks": 64}')
