"""Corelane's way into Python programs. `site` imports this module when an interpreter starts whose PYTHONPATH names its folder.

It loads the package `corelane_hook`, takes its own traces away, and lets the next `sitecustomize` have its turn, as if this one were
not there. Nothing that goes wrong here may reach the program; and every Python reads it, so it is written for 2.7, too.
"""

import os
import sys


def _begin(here, tell):
    """Starts the hook. The file `corelane-run` says where: its first line is the trace's folder, the second that of the package."""
    with open(os.path.join(here, "corelane-run"), encoding="utf-8", errors="surrogateescape") as file:
        lines = file.read().split("\n")
    if not os.path.isdir(lines[0]):
        return
    home = lines[1] if len(lines) > 1 and lines[1] else here
    # Compiled modules stay beside the package whatever the program's own are told: it is Corelane's folder.
    wrote, prefix = sys.dont_write_bytecode, sys.pycache_prefix
    sys.dont_write_bytecode, sys.pycache_prefix = False, None
    path, places = list(sys.path), set(sys.path_importer_cache)
    sys.path.insert(0, home)
    try:
        import corelane_hook

        corelane_hook.begin(lines[0], tell)
        if wrote:
            corelane_hook.keep_compiled(__loader__)
    finally:
        sys.dont_write_bytecode, sys.pycache_prefix = wrote, prefix
        sys.path[:] = path
        for place in set(sys.path_importer_cache) - places:
            del sys.path_importer_cache[place]


def _teller(here):
    """Gives `tell(why)`, which leaves a word for the engine that this process is not recorded. Whoever this process runs as may do that."""

    def tell(why):
        if not isinstance(why, str):
            # What the system refused goes by its number, anything else by its name.
            why = "errno %d" % why.errno if getattr(why, "errno", None) else type(why).__name__
        try:
            file = os.open(os.path.join(os.path.dirname(here), "untraced"), os.O_WRONLY | os.O_APPEND)
            try:
                os.write(file, ("%d %s\n" % (os.getpid(), why)).encode("ascii", "replace"))
            finally:
                os.close(file)
        except Exception:
            pass

    return tell


def _runtime():
    """Such as `cpython 3.7.16`. Python 2 does not say what it is."""
    name = sys.implementation.name if hasattr(sys, "implementation") else "pypy" if hasattr(sys, "pypy_version_info") else "cpython"
    return "%s %d.%d.%d" % ((name,) + tuple(sys.version_info[:3]))


def _vanish(here):
    sys.path[:] = [entry for entry in sys.path if os.path.normpath(entry) != here]
    sys.path_importer_cache.pop(here, None)
    return sys.modules.pop("sitecustomize", None)


_here = os.path.dirname(os.path.abspath(__file__))
_tell = _teller(_here)
if sys.version_info >= (3, 8) and sys.implementation.name == "cpython":
    try:
        _begin(_here, _tell)
    except BaseException as _failure:
        _tell(_failure)
else:
    _tell(_runtime())
# `corelane_start` runs this, too, and sees to the rest by itself.
if __name__ == "sitecustomize":
    # Python 2 would empty the module of its names if nobody referred to it any more.
    _itself = _vanish(_here)

    # Without another one this raises the ImportError by which `site` knows that there is none.
    import sitecustomize  # noqa: F401
