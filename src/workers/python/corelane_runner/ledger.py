"""Memory that a pool's workers share with the runner, a page for each: who it is, whether it can take tasks, and what it is at.

It is how the runner knows a worker that a pool keeps to itself, and what such a worker was doing when it died. Pages are claimed one
after the other and never given back; the lane of a worker that is gone goes to the next one.
"""

import fcntl
import mmap
import os
import struct
import threading
from collections import namedtuple
from time import monotonic_ns

_PAGE = mmap.ALLOCATIONGRANULARITY
_COUNT = struct.Struct("<I")
#: pid, tid, lane, state, when it was ready, length of the words that follow the hand.
_SELF = struct.Struct("<IIIIqI")
#: Number of the task in hand or last + 1, its start, whether it is running.
_HAND = struct.Struct("<qqI")
_HAND_AT = 64
_WORDS_AT = 128
_CLAIMED, _READY, _FAILED = range(3)

#: A worker as its page tells. `words`: why it could not be pinned, or, where it failed, why it cannot take tasks.
Entry = namedtuple("Entry", "number pid tid lane ready failed ready_ns words")
#: The task that a worker is at, or was at last; None: it had none yet.
Hand = namedtuple("Hand", "index start running")


class Ledger:
    """The runner's side. `reference` is what workers are given to find it."""

    def __init__(self, lanes):
        if hasattr(os, "memfd_create"):
            # Goes with the last process that has it, however that ends.
            self._fd = os.memfd_create("corelane-ledger", os.MFD_CLOEXEC)
            self._path = "/proc/%d/fd/%d" % (os.getpid(), self._fd)
            self._file = None
        else:
            # Loads much, and workers import this module, too.
            import tempfile

            self._file = tempfile.NamedTemporaryFile(prefix="corelane-ledger-")
            self._fd, self._path = self._file.fileno(), self._file.name
        os.ftruncate(self._fd, _PAGE)
        self.reference = (self._path, lanes)

    def count(self):
        """Workers so far, those that are gone included."""
        return _COUNT.unpack(os.pread(self._fd, _COUNT.size, 0))[0]

    def entry(self, number):
        page = os.pread(self._fd, _PAGE, (number + 1) * _PAGE)
        pid, tid, lane, state, ready_ns, length = _SELF.unpack_from(page)
        words = page[_WORDS_AT : _WORDS_AT + length].decode("utf-8", "replace")
        return Entry(number, pid, tid, lane, state != _CLAIMED, state == _FAILED, ready_ns, words)

    def hand(self, number):
        held, start, running = _HAND.unpack(os.pread(self._fd, _HAND.size, (number + 1) * _PAGE + _HAND_AT))
        return None if held == 0 else Hand(held - 1, start, bool(running))

    def close(self):
        if self._file is not None:
            self._file.close()
        else:
            os.close(self._fd)


class Page:
    """A worker's own page."""

    def __init__(self, reference):
        path, lanes = reference
        fd = os.open(path, os.O_RDWR)
        try:
            # Not `lockf`: interpreters of one process would not exclude each other.
            fcntl.flock(fd, fcntl.LOCK_EX)
            self.number = _COUNT.unpack(os.pread(fd, _COUNT.size, 0))[0]
            self.lane = _free_lane(fd, self.number, lanes)
            os.ftruncate(fd, (self.number + 2) * _PAGE)
            self._memory = mmap.mmap(fd, _PAGE, offset=(self.number + 1) * _PAGE)
            self._introduce(_CLAIMED)
            os.pwrite(fd, _COUNT.pack(self.number + 1), 0)
        finally:
            # The map keeps a copy of the descriptor, and with it the lock.
            fcntl.flock(fd, fcntl.LOCK_UN)
            os.close(fd)

    def is_ready(self, words=""):
        """It can take tasks; `words`: why it could not be pinned."""
        self._introduce(_READY, words)

    def has_failed(self, words):
        """It cannot take tasks, and why."""
        self._introduce(_FAILED, words)

    def takes(self, index, start):
        _HAND.pack_into(self._memory, _HAND_AT, index + 1, start, 1)

    def has_done(self, index, start):
        _HAND.pack_into(self._memory, _HAND_AT, index + 1, start, 0)

    def _introduce(self, state, words=""):
        text = words.encode("utf-8", "replace")[: _PAGE - _WORDS_AT]
        self._memory[_WORDS_AT : _WORDS_AT + len(text)] = text
        _SELF.pack_into(self._memory, 0, os.getpid(), threading.get_native_id(), self.lane, state, monotonic_ns(), len(text))


def claimed(reference):
    """Workers so far, for one of them."""
    with open(reference[0], "rb") as file:
        return _COUNT.unpack(file.read(_COUNT.size))[0]


def _free_lane(fd, count, lanes):
    """The lowest that no living worker has; where none is known to be free, the one whose turn it is."""
    taken = set()
    for number in range(count):
        pid, tid, lane, _, _, _ = _SELF.unpack(os.pread(fd, _SELF.size, (number + 1) * _PAGE))
        if is_alive(pid, tid):
            taken.add(lane)
    free = [lane for lane in range(lanes) if lane not in taken]
    return free[0] if free else count % lanes


def is_alive(pid, tid):
    """Whether that thread is there. A process that has ended and was not waited for counts as gone."""
    try:
        with open("/proc/%d/task/%d/stat" % (pid, tid), "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not os.path.exists("/proc/self/stat") and _answers(pid)


def _answers(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
