"""What a run of a what-if tells the engine: lines of JSON in one file, `swap-facts` in the trace's folder, each of which any of the run's
processes may append. A pool's workers may be ended at any moment, so a fact is written as soon as it is known.

Facts: `{"fact": "woven", "what": MODULE}` swaps are in place in that module; `{"fact": "unwoven", "what": MODULE, "why": TEXT}` they cannot be;
`{"fact": "site", …place}` a site that is swapped; `{"fact": "refused", …place, "reason": TEXT}`; `{"fact": "unchecked", …place, "what": TEXT}` state that
was not looked at whole. A place is `file`, `line` and `function`.
"""

import os

from .json_lines import json_line


class Facts:
    def __init__(self, folder):
        self._path = os.path.join(folder, "swap-facts")
        self._told = set()

    def tell(self, fact):
        """Once for each that is the same. Never raises: what the engine does not hear of it does not swap."""
        try:
            line = json_line(fact)
            if line in self._told:
                return
            self._told.add(line)
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                os.write(file, line)
            finally:
                os.close(file)
        except OSError:
            pass
