"""Everything that can go wrong while a module is imported, as a sentence that names the file and the line."""

import os
import sys

from .refusal import Refusal, describe, first_line

_version = "%d.%d.%d" % sys.version_info[:3]


def load_failure(thrown, path, label):
    """What importing `path` raised, as a Refusal `task-invalid`."""
    if isinstance(thrown, Refusal):
        return thrown
    if isinstance(thrown, SyntaxError):
        return _syntax(thrown, path, label)
    if isinstance(thrown, ModuleNotFoundError) and thrown.name:
        return _not_found(thrown, path, label)
    if isinstance(thrown, ImportError):
        return Refusal(
            "task-invalid",
            "%s cannot import what it needs%s: %s." % (label, place_of(thrown, path), first_line(str(thrown))),
            "Correct the import, or install what it needs for this Python, %s." % sys.executable,
        )
    if isinstance(thrown, SystemExit):
        return Refusal(
            "task-invalid",
            "%s ended the program while it was imported%s: sys.exit(%s)." % (label, place_of(thrown, path), "" if thrown.code is None else repr(thrown.code)),
            'Put what runs the program below `if __name__ == "__main__":`; the module must load without ending the process.',
        )
    return Refusal(
        "task-invalid",
        "%s failed while it was imported%s: %s." % (label, place_of(thrown, path), first_line(describe(thrown))),
        "The module must load without running the task; move work into the function, or below `if __name__ == \"__main__\":`.",
    )


def place_of(thrown, path):
    """` (file.py:3)`: the innermost line of the user's file that was being run, else nothing."""
    # Loads much, and every worker that is not forked imports this module.
    import traceback

    lines = [frame.lineno for frame in traceback.extract_tb(thrown.__traceback__) if _same(frame.filename, path)]
    return " (%s:%d)" % (os.path.basename(path), lines[-1]) if lines else ""


def _syntax(thrown, path, label):
    file = thrown.filename or path
    where = label if _same(file, path) else "%s, which %s imports," % (file, label)
    line = "" if thrown.lineno is None else " (%s:%d)" % (os.path.basename(file), thrown.lineno)
    return Refusal(
        "task-invalid",
        "%s has a syntax error%s: %s." % (where, line, first_line(thrown.msg or "invalid syntax")),
        "Correct that line, or give --python a Python that knows its syntax (this is %s); nothing was run." % _version,
    )


def _not_found(thrown, path, label):
    package = thrown.name.split(".")[0]
    beside = os.path.dirname(path)
    return Refusal(
        "task-invalid",
        "%s imports something that is not there%s: %s." % (label, place_of(thrown, path), first_line(str(thrown))),
        "Install it for this Python (%s -m pip install %s), give --python the one that has it, or put %s.py into %s."
        % (sys.executable, package, package, beside),
    )


def _same(file, path):
    return os.path.realpath(file) == os.path.realpath(path)
