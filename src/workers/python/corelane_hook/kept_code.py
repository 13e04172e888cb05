"""Woven code, kept beside the hook's compiled modules: weaving takes a process 10 ms and more, loading what another has woven a fraction
of one.

A file holds what one call of `weave_all` needs. It is named by a hash of all that its code depends on, replaced by renaming, and begins
with a hash of the rest, as `marshal` trusts what it loads. What is missing or damaged is woven and written again; where nothing can be
written, each process weaves.
"""

import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER
from _imp import source_hash
from marshal import dumps, loads

_HASH = 0x636F72656C616E65
_HASH_BYTES = 8

# None where this Python was told to keep no compiled modules when it loaded this one, as its own tests do.
_FOLDER = None if sys.dont_write_bytecode else os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__")


def key_of(parts, names):
    """What the code of `parts`, (function, edits), depends on: this Python, its source files, and the edits. None: a source is missing."""
    about = [sys.version, MAGIC_NUMBER, sys.flags.optimize, sorted(names)]
    try:
        for file in sorted({__file__} | {function.__code__.co_filename for function, _ in parts}):
            status = os.stat(file)
            about.append((file, status.st_mtime_ns, status.st_size))
    except OSError:
        return None
    for function, edits in parts:
        about.append((function.__qualname__, function.__code__.co_filename, function.__code__.co_firstlineno, edits))
    return repr(about).encode("utf-8", "surrogatepass")


def kept(key):
    """The code objects that `keep` was given for the same key, or None."""
    if key is None or _FOLDER is None:
        return None
    try:
        with open(_file(key), "rb") as file:
            text = file.read()
        if text[:_HASH_BYTES] != source_hash(_HASH, text[_HASH_BYTES:]):
            return None
        known, codes = loads(text[_HASH_BYTES:])
        return codes if known == key else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(key, codes):
    """Writes them for `kept`, if there is where."""
    if key is None or _FOLDER is None:
        return
    text = dumps((key, codes))
    file = _file(key)
    fresh = "%s.%d-%d" % (file, os.getpid(), id(codes))
    try:
        os.makedirs(_FOLDER, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except OSError:
        return
    try:
        whole = source_hash(_HASH, text) + text
        try:
            is_whole = os.write(descriptor, whole) == len(whole)
        finally:
            os.close(descriptor)
        if is_whole:
            os.replace(fresh, file)
            return
    except OSError:
        pass
    try:
        os.unlink(fresh)
    except OSError:
        pass


def _file(key):
    return os.path.join(_FOLDER, "woven-%s.%s" % (source_hash(_HASH, key).hex(), sys.implementation.cache_tag))
