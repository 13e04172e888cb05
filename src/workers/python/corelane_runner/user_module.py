"""The user's module, loaded under its own name, so that its functions are found by name in every process that runs them."""

import importlib.util
import os
import sys

from .refusal import Refusal


def module_name(path):
    """The file's name; a dot in it would say that it is part of a package."""
    return os.path.splitext(os.path.basename(path))[0].replace(".", "_")


def load(path):
    """Imports the file, once in each process, with its folder first on `sys.path`. Raises what the module raises, or Refusal."""
    name = module_name(path)
    known = sys.modules.get(name)
    if known is not None:
        if _is(known, path):
            return known
        raise Refusal(
            "task-invalid",
            "%s has the name of a module that Python itself has loaded, %s, and cannot be loaded beside it." % (os.path.basename(path), name),
            "Give the file another name.",
        )
    folder = os.path.dirname(path)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    # A module may put something else in its place.
    return sys.modules.get(name, module)


def resolve(path, qualified_name):
    """The object of that dotted name in the module. Raises AttributeError where there is none."""
    found = load(path)
    for part in qualified_name.split("."):
        found = getattr(found, part)
    return found


def _is(module, path):
    file = getattr(module, "__file__", None)
    return file is not None and os.path.realpath(file) == os.path.realpath(path)
