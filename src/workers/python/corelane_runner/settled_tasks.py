"""Settled tasks as columns, handed on ten times a second, as `src/workers/node/settled-tasks.ts`."""

from array import array
from collections import namedtuple
from time import monotonic_ns

OK, ERROR, CANCELLED, LOST = range(4)
_OUTCOMES = ("ok", "error", "cancelled", "lost")

#: How a task ended. Times by CLOCK_MONOTONIC, None: not known. `message`: why it is not ok, else None.
Settled = namedtuple("Settled", "outcome start end worker lane tid result_bytes message")

_BATCH_ROWS = 4096
_FLUSH_EVERY_NS = 100000000
_DISTINCT_FAILURES = 50
_COLUMNS = (
    ("index", "I"),
    ("input", "I"),
    ("submit", "d"),
    ("start", "d"),
    ("end", "d"),
    ("worker", "I"),
    ("lane", "H"),
    ("tid", "I"),
    ("outcome", "B"),
    ("argument_bytes", "d"),
    ("result_bytes", "d"),
)
_NAN = float("nan")


class SettledTasks:
    """Not for several threads at once."""

    def __init__(self, origin_ns, send):
        self._origin = origin_ns
        self._send = send
        self._rows = []
        self._failures = {}
        self._flushed_at = monotonic_ns()

    def add(self, index, number, submitted, argument_bytes, settled):
        """`number`: of its input."""
        origin = self._origin
        outcome, start, end, worker, lane, tid, result_bytes, message = settled
        self._rows.append(
            (
                index,
                number,
                submitted - origin,
                _NAN if start is None else start - origin,
                _NAN if end is None else end - origin,
                worker,
                lane,
                tid,
                outcome,
                _NAN if argument_bytes is None else argument_bytes,
                _NAN if result_bytes is None else result_bytes,
            )
        )
        if message is not None:
            self._count(outcome, message, index)
        if len(self._rows) == _BATCH_ROWS:
            self.flush()

    def flush_when_due(self):
        if monotonic_ns() - self._flushed_at >= _FLUSH_EVERY_NS:
            self.flush()

    def flush(self):
        self._flushed_at = monotonic_ns()
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        batch = {name: array(kind, column) for (name, kind), column in zip(_COLUMNS, zip(*rows))}
        # The engine knows which trial it is.
        batch["trial"] = array("H", bytes(2 * len(rows)))
        self._send(batch)

    def failures(self):
        """Distinct messages with their counts. See `FailureCount`."""
        return list(self._failures.values())

    def _count(self, outcome, message, index):
        key = (outcome, message)
        if key not in self._failures and len(self._failures) >= _DISTINCT_FAILURES:
            key, message = (outcome, None), "other messages"
        known = self._failures.setdefault(key, {"outcome": _OUTCOMES[outcome], "message": message, "count": 0, "firstTask": index})
        known["count"] += 1
