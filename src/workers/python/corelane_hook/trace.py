"""The trace of one process: what `src/shared/trace-format.ts` describes, written in place into memory-mapped files.

A write is a `pack_into` of a mapped block (0.1 us), because `os.write` costs ten times that and gives the GIL away, which
changes what is measured. Mapped pages belong to the kernel: they are on their way to disk even when the process is killed.

Whatever fails here (no room, no descriptor) stops the recording of new tasks and counts them; the program must not notice.

A slot, one record of the trace, is (block, word): its block and the index of its first word there. Where there is no room it is one that
nobody reads, whose number is 0: none of the functions here need to be told. The trace stays the same object in the child of a fork.
"""

import os
import sys
import time
from _struct import Struct
from _thread import RLock, _local, get_native_id

from .blocks import Block, Blocks, StepBlock
from .json_lines import json_line

now = time.monotonic_ns

SLOT_BYTES = 128
SLOT_WORDS = SLOT_BYTES // 8
STEP_BYTES = 16
SAMPLE_BYTES = 32
OPEN_STEP = 0xFFFFFFFF
VERSION = 1
LANGUAGE_PYTHON = 0

KIND_TASK, KIND_RUN, KIND_WORKER, KIND_SPAN, KIND_LOOP, KIND_HEADER = 1, 2, 3, 4, 5, 9
SUBMITTED, RUNNING, OK, ERROR, CANCELLED, LOST = range(6)
NOT_CALLABLE, AWAITED_AT_ONCE, UNPICKLABLE, WORKER_DIED = 1, 2, 4, 8

API_THREAD_POOL = 0
API_PROCESS_POOL = 1
API_INTERPRETER_POOL = 2
API_MP_POOL = 3
API_MP_THREAD_POOL = 4
API_THREAD = 5
API_PROCESS = 6
API_ASYNCIO = 7
API_LOKY = 8
API_JOBLIB = 9

SPAN_MARK, SPAN_MEASURE, SPAN_GC, SPAN_UNCAUGHT, SPAN_HELD_LOOP = range(5)

_pack_task = Struct("<BBBBIQQQQQIIIIIIIIIIQQQffIf").pack_into
_pack_header = Struct("<BBBBIQQQIII").pack_into
_pack_u32 = Struct("<I").pack_into
_pack_u64 = Struct("<Q").pack_into
_pack_f32 = Struct("<f").pack_into

# Indexes in a thread's `here.cell`.
TID, TASK, POOL, LAST = range(4)

_MOST_STRINGS = 20_000


class Here(_local):
    """What is known of the calling thread: `cell` is the list [tid, number of the task that it runs, number of the pool that it
    works for, number of the task that it handed over last], which others may keep and write."""

    def __init__(self):
        self.cell = [get_native_id(), 0, 0, 0]


class Trace:
    """The files of this process. `restart()` begins new ones in the child of a fork: the parent's stay the parent's."""

    def __init__(self, folder):
        self.folder = folder
        self.here = Here()
        # A fork is the same program. `sys.orig_argv` came with 3.10. Before, a shim runs too early to see `sys.argv`.
        self._words = list(getattr(sys, "orig_argv", None) or _command_line() or [sys.executable or ""])
        self._begin()

    def _begin(self):
        self.pid = os.getpid()
        self._lock = RLock()
        self._strings = {}
        self._dropped = 0
        self._nowhere = (Block(bytearray(SLOT_BYTES), SLOT_BYTES, 0), 0)
        self._header = bytearray(SLOT_BYTES)
        name = _free_name(self.folder, self.pid)
        self.slots = Blocks(name + ".slots", SLOT_BYTES)
        self.steps = Blocks(name + ".steps", STEP_BYTES, StepBlock)
        self.samples = Blocks(name + ".samples", SAMPLE_BYTES)
        # Unbuffered: what is said must be in the file when the process is killed.
        self._sidecar = os.open(name + ".strings", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._inode = os.fstat(self._sidecar)[1:3]
        self._lines = 0
        place = self.slots.take()
        if place is None:
            raise OSError(self.slots.refusal, "no room for a trace")
        self._first = place[0]
        self._header = header = place[0].map
        _pack_header(header, 0, 0, LANGUAGE_PYTHON, VERSION, 0, self.pid, now(), 0, 0, os.getppid(), 0, self._program())
        header[0] = KIND_HEADER

    def _program(self):
        program = {
            "runtime": "%s %s" % (sys.implementation.name.replace("cpython", "CPython"), sys.version.split()[0]),
            "executable": sys.executable or "",
            "argv": self._words,
        }
        return self.string(("program",), lambda: program)

    def leave(self):
        """Lets go of the files of the parent, in the child of a fork."""
        self.slots.leave()
        self.steps.leave()
        self.samples.leave()
        if self._sidecar is not None and self._is_ours():
            os.close(self._sidecar)
        self._sidecar = None
        self._header = bytearray(SLOT_BYTES)
        self.here.cell = [get_native_id(), 0, 0, 0]

    def restart(self):
        """Begins the files of a child, after `leave`. Raises OSError when it cannot; then nothing is recorded."""
        self._begin()

    def _is_ours(self):
        """False when the program has closed all descriptors, and the number may be another file's now."""
        try:
            return os.fstat(self._sidecar)[1:3] == self._inode
        except OSError:
            return False

    def known_string(self, key):
        """The number of a string that has been written; 0: it has not."""
        return self._strings.get(key, 0)

    def string(self, key, make):
        """The number of a string. `key` is hashable and stands for what `make()` gives, JSON; it is called once for each key."""
        number = self._strings.get(key)
        if number is not None:
            return number
        line = json_line(make())
        with self._lock:
            number = self._strings.get(key)
            if number is not None:
                return number
            number = self._write_line(line)
            if number:
                # Messages of errors may all differ. What was said before is said again then.
                if len(self._strings) >= _MOST_STRINGS:
                    self._strings.clear()
                self._strings[key] = number
            return number

    def lines(self, make):
        """Writes strings that whoever says them remembers, all at once: `make(number)` gives them, the first of which has that number.
        Gives whether there was room."""
        with self._lock:
            values = make(self._lines + 1)
            if not self._write_line(b"".join(map(json_line, values))):
                return False
            self._lines += len(values) - 1
            return True

    def _write_line(self, line):
        if self._sidecar is None:
            return 0
        try:
            if self._is_ours() and os.write(self._sidecar, line) == len(line):
                self._lines += 1
                return self._lines
        except OSError:
            pass
        # Half a line, or none: numbers that follow would be others'.
        self._sidecar = None
        return 0

    def another(self):
        """A slot where the current block has been used up."""
        place = self.slots.take()
        if place is not None:
            return place
        self.dropped()
        return self._nowhere

    def dropped(self):
        """Counts a record for which there was no room."""
        with self._lock:
            self._dropped += 1
            _pack_u64(self._header, 24, self._dropped)

    def record(
        self,
        kind,
        api,
        state=SUBMITTED,
        submit=0,
        start=0,
        end=0,
        cpu=0,
        submit_tid=0,
        worker_pid=0,
        worker_tid=0,
        parent=0,
        callable=0,
        site=0,
        name=0,
        error=0,
        pool=0,
        items=0,
        key=0,
        argument_bytes=0,
        result_bytes=0,
        argument_ns=0.0,
        result_ns=0.0,
        flags=0,
    ):
        """Writes a record and gives its slot."""
        slot = block, word = self.another()
        octets, at = block.map, word * 8
        _pack_task(
            octets, at, 0, state, api, flags, block.first + (word >> 4), submit, start, end, 0, cpu, submit_tid, worker_pid,
            worker_tid, parent, callable, site, name, error, pool, items, key, argument_bytes, result_bytes, argument_ns, result_ns,
            0, 0.0,
        )  # fmt: skip
        octets[at] = kind
        return slot

    def finish(self):
        """Says that the process ended in an orderly way."""
        _pack_u64(self._header, 16, now())


def number_of(slot):
    """The number by which other records refer to it; 0: it could not be written."""
    block, word = slot
    return block.first + (word >> 4)


def started(slot, start, worker_tid=None, worker_pid=0):
    """The task of this slot runs from now on, on the calling thread."""
    block, word = slot
    block.words[word + 2] = start
    halves = block.halves
    if worker_pid:
        halves[word * 2 + 13] = worker_pid
    halves[word * 2 + 14] = get_native_id() if worker_tid is None else worker_tid
    block.map[word * 8 + 1] = RUNNING


def ended(slot, state, end, cpu=0, error=0):
    """The task of this slot has ended; its state is written last."""
    block, word = slot
    words = block.words
    words[word + 3] = end
    if cpu:
        words[word + 5] = cpu
    if error:
        block.halves[word * 2 + 19] = error
    block.map[word * 8 + 1] = state


def put_u8(slot, offset, value):
    block, word = slot
    block.map[word * 8 + offset] = value


def put_u32(slot, offset, value):
    block, word = slot
    _pack_u32(block.map, word * 8 + offset, value)


def put_u64(slot, offset, value):
    block, word = slot
    _pack_u64(block.map, word * 8 + offset, value)


def put_f32(slot, offset, value):
    block, word = slot
    _pack_f32(block.map, word * 8 + offset, value)


def _free_name(folder, pid):
    """A pid may come again in a long run, and a process that executes another program keeps its own."""
    number = 0
    while True:
        name = os.path.join(folder, "python-%d-%d" % (pid, number))
        if not os.path.exists(name + ".slots"):
            return name
        number += 1


def _command_line():
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
    except OSError:
        return []
