"""What the engine asks of a run of a what-if: the file `swap` in the trace's folder, since programs may be given environments of others' making.

Its lines: how the run is made (`guarded`: each call is checked first, and what cannot be swapped is told of; `timed`: nothing is checked),
which swap (`threads=processes`, `processes=threads`, `pool=threadpool`; `-`: none), the number of workers (`0`: as the
program has it), and then sites, `LINE FILE`: of a guarded run those that were refused before, of a timed one those to be swapped.
"""

import os


class Plan:
    """`sites` are pairs (file, line)."""

    def __init__(self, guarded, swap, workers, sites):
        self.guarded = guarded
        self.swap = swap
        self.workers = workers
        self.sites = sites


def read_plan(folder):
    """The plan of this run; None: it is none of a what-if, or one of its baselines."""
    try:
        with open(os.path.join(folder, "swap"), encoding="utf-8", errors="surrogateescape") as file:
            how, swap, workers, *sites = file.read().splitlines()
    except FileNotFoundError:
        return None
    return Plan(how == "guarded", swap, int(workers), frozenset(_site(line) for line in sites if line))


def _site(text):
    line, _, file = text.partition(" ")
    return file, int(line)
