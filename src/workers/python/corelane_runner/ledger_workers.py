"""The workers of a pool as their ledger tells of them: announced when they come up, missed when they are gone."""

import signal
import threading
from time import monotonic_ns, sleep

from .ledger import Ledger, is_alive
from .packed_results import unpacking_failure
from .process_ends import describe_end
from .settled_tasks import ERROR, OK, Settled

_LONGEST_START_NS = 60000000000


class LedgerWorkers:
    """`kind`: what a worker is called, with its lane."""

    def __init__(self, executor, kind, whole_process):
        self._executor = executor
        self._kind = kind
        self._whole_process = whole_process
        self.ledger = Ledger(executor.workers)
        #: What a pool's initializer is called with.
        self.initargs = (
            self.ledger.reference,
            [executor.roster.cores_of(lane) for lane in range(executor.workers)],
            executor.task.path,
            executor.task.label,
        )
        self._lock = threading.Lock()
        self._known = []
        self._entries = []
        self._gone = set()
        self._processes = {}

    def keep(self, processes):
        """`multiprocessing.Process`es of the pool, kept for their exit codes, which a pool forgets with them."""
        for process in processes:
            self._processes.setdefault(process.pid, process)

    def wait_for(self, expected, requested, trouble):
        """Until so many have come up. Gives why one of them cannot take tasks, or None; `trouble()` says the same of the pool."""
        while len(self._known) < expected:
            why = trouble()
            if why is not None:
                return why
            if monotonic_ns() - requested > _LONGEST_START_NS:
                return "they were not ready within a minute"
            if not self.look():
                sleep(0.001)
        fresh = self._entries[-self._executor.workers :]
        for entry in fresh:
            if entry.failed:
                return entry.words
            if not entry.ready:
                return "one ended before it could take a task"
            self._executor.started_in(entry.ready_ns - requested)
        return None

    def look(self):
        """Enlists those that have come up since, in the order of their pages. Gives how many."""
        with self._lock:
            before = len(self._known)
            while len(self._known) < self.ledger.count():
                entry = self.ledger.entry(len(self._known))
                if not entry.ready and is_alive(entry.pid, entry.tid):
                    break
                self._enlist(entry)
            return len(self._known) - before

    def _enlist(self, entry):
        name = "%s %d" % (self._kind, entry.lane)
        roster, not_pinned = self._executor.roster, None if entry.failed else entry.words or None
        cores = roster.cores_of(entry.lane)
        worker = roster.enlist(entry.pid, entry.tid, entry.lane, name, self._whole_process, cores, not_pinned)
        self._entries.append(entry)
        self._known.append(worker)

    def newly_gone(self):
        """Numbers of those that have died since the last look; the roster forgets them."""
        gone = [
            number
            for number, entry in enumerate(self._entries)
            if number not in self._gone and not is_alive(entry.pid, entry.tid)
        ]
        for number in gone:
            self._gone.add(number)
            self._executor.roster.retire(number)
        return gone

    def living(self):
        return [number for number in range(len(self._entries)) if number not in self._gone]

    def worker(self, number):
        """Who did a task, in any thread; it may have come up a moment ago."""
        if number >= len(self._known):
            self.look()
        return self._known[number]

    def settled(self, record):
        """What `pool_worker.run` gave, as (index, Settled); where a program would get the result."""
        index, number, start, end, message, size, payload = record
        by = self.worker(number)
        message = message or unpacking_failure(payload)
        if message is not None:
            return index, Settled(ERROR, start, end, by.number, by.lane, by.tid, None, message)
        return index, Settled(OK, start, end, by.number, by.lane, by.tid, size, None)

    def pid(self, number):
        return self._entries[number].pid

    def hand(self, number):
        return self.ledger.hand(number)

    def how_it_ended(self, number, subject="its process"):
        """A clause about one that is gone."""
        process = self._processes.get(self._entries[number].pid)
        return describe_end(subject, None if process is None else _exit_code(process))

    def early_end(self):
        """How one of the processes ended before all were there; None: none did. Those that the pool then ended itself come last."""
        codes = [process.exitcode for process in self._processes.values() if process.exitcode is not None]
        codes.sort(key=lambda code: code == -signal.SIGTERM)
        return describe_end("a process of it", codes[0]) if codes else None

    def kill(self):
        """Ends what is left of a pool, and forgets it."""
        for process in self._processes.values():
            try:
                process.kill()
            except (ValueError, OSError):
                # Closed, or gone.
                pass
        self._processes.clear()


def _exit_code(process):
    """Another thread may be about to note it."""
    for _ in range(100):
        if process.exitcode is not None:
            return process.exitcode
        sleep(0.001)
    return None
