"""Children that `multiprocessing` starts from an interpreter with -I, -E or -S: it hands these options on, by which they would not load the hook.

They are started as the program itself was, by `corelane_start`.
"""

import os
import sys

from .weave import NotWoven, harmless, weave_all


def patch(util, hook):
    """Patches `multiprocessing.util`."""
    flags = sys.flags
    if not (flags.isolated or flags.ignore_environment or flags.no_site):
        return
    start = os.path.join(os.path.dirname(hook.trace.folder), "python", "corelane_start.py")

    def followed(words):
        return _followed(list(words), start) or words

    edits = [("first", None, "args = corelane_followed(args) or args")]
    try:
        weave_all([(util, "spawnv_passfds", edits)], {"corelane_followed": harmless(followed)})
    except NotWoven:
        pass


def _followed(words, start):
    """None: it ignores nothing of its environment, or the way to follow it is not there for it."""
    options = words[1 : words.index("-c")]
    if not any(option[:1] == "-" and option[1:2] not in "WX" and set(option) & set("IES") for option in options):
        return None
    if not os.access(start, os.R_OK):
        return None
    return words[:1] + options + [start, "c", str(len(options) + 1), "0"] + words[1:]
