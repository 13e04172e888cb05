"""Loops of uvloop: they run coroutines by compiled code that nothing here gets into, so it is told that their tasks are not recorded.

A loop that was only imported, as servers do that choose one, is not told of.
"""

from .patching import watch


def patch(uvloop, hook):
    told = []
    hook.on_fork(told.clear)

    def runs(loop):
        if not told:
            told.append(True)
            hook.tell("uvloop")

    for name in ("run_forever", "run_until_complete"):
        watch(uvloop.Loop, name, runs)
