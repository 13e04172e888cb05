"""The trace of one process: what `src/shared/trace-format.ts` describes, written in place into memory-mapped files.

A write is a `pack_into` of a mapped block (0.1 us), because `os.write` costs ten times that and gives the GIL away, which
changes what is measured. Mapped pages belong to the kernel: they are on their way to disk even when the process is killed.

Whatever fails here (no room, no descriptor) stops the recording of new tasks and counts them; the program must not notice.
"""

import json
import os
import struct
import sys
import time
from _thread import allocate_lock, get_native_id

from .blocks import Blocks

now = time.monotonic_ns

SLOT_BYTES = 128
STEP_BYTES = 16
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

_pack_task = struct.Struct("<BBBBIQQQQQIIIIIIIIIIQQQffIf").pack_into
_pack_header = struct.Struct("<BBBBIQQQIII").pack_into
_pack_u8 = struct.Struct("<B").pack_into
_pack_u32 = struct.Struct("<I").pack_into
_pack_u64 = struct.Struct("<Q").pack_into
_pack_f32 = struct.Struct("<f").pack_into
_pack_start = struct.Struct("<Q").pack_into  # at `start`
_pack_worker = struct.Struct("<II").pack_into  # at `worker_pid`, `worker_tid`


class Slot:
    """One record of the trace: its place in a mapped block, and its number in the file."""

    __slots__ = ("map", "at", "number")

    def __init__(self, block, at, number):
        self.map = block
        self.at = at
        self.number = number


class Trace:
    """The files of this process. Create after every fork anew: the parent's stay the parent's."""

    def __init__(self, folder):
        self.pid = os.getpid()
        self._lock = allocate_lock()
        self._strings = {}
        self._dropped = 0
        name = _free_name(folder, self.pid)
        self.slots = Blocks(name + ".slots", SLOT_BYTES)
        self.steps = Blocks(name + ".steps", STEP_BYTES)
        # Unbuffered: what is said must be in the file when the process is killed.
        self._sidecar = os.open(name + ".strings", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._lines = 0
        place = self.slots.take()
        if place is None:
            raise OSError("no room for a trace")
        self._header = place[0].map
        program = self.string(
            ("program",),
            lambda: {
                "runtime": "%s %s" % (sys.implementation.name.replace("cpython", "CPython"), sys.version.split()[0]),
                "executable": sys.executable or "",
                "argv": [str(word) for word in getattr(sys, "orig_argv", None) or getattr(sys, "argv", None) or []],
            },
        )
        _pack_header(self._header, 0, 0, LANGUAGE_PYTHON, VERSION, 0, self.pid, now(), 0, 0, os.getppid(), 0, program)
        _pack_u8(self._header, 0, KIND_HEADER)

    def string(self, key, make):
        """The number of a string. `key` is hashable and stands for what `make()` gives, JSON; it is called once for each key."""
        number = self._strings.get(key)
        if number is not None:
            return number
        line = (json.dumps(make(), ensure_ascii=True) + "\n").encode("ascii", "backslashreplace")
        with self._lock:
            number = self._strings.get(key)
            if number is not None:
                return number
            try:
                os.write(self._sidecar, line)
            except OSError:
                return 0
            self._lines += 1
            self._strings[key] = self._lines
            return self._lines

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
        """Writes a record and gives its slot, or None when it had to be dropped."""
        place = self.slots.take()
        if place is None:
            return self.dropped()
        home, word = place
        block, at = home.map, word * 8
        slot = Slot(block, at, home.first + (word >> 4))
        _pack_task(
            block, at, 0, state, api, flags, slot.number, submit, start, end, 0, cpu, submit_tid, worker_pid, worker_tid,
            parent, callable, site, name, error, pool, items, key, argument_bytes, result_bytes, argument_ns, result_ns, 0, 0.0,
        )  # fmt: skip
        _pack_u8(block, at, kind)
        return slot

    def step(self, number, start):
        """Begins a step of the record `number`; gives its place for `end_step`, or None when it had to be dropped."""
        place = self.steps.take()
        if place is None:
            return None
        block, at = place
        block.words[at + 1] = start
        block.words[at] = OPEN_STEP << 32 | number
        return block.halves, at * 2 + 1

    def finish(self):
        """Says that the process ended in an orderly way."""
        _pack_u64(self._header, 16, now())


def end_step(step, start, end):
    halves, at = step
    halves[at] = min(end - start, OPEN_STEP - 1)


def started(slot, start, worker_tid=None, worker_pid=0):
    """The task of this slot runs from now on, on the calling thread."""
    block, at = slot.map, slot.at
    _pack_u64(block, at + 16, start)
    _pack_worker(block, at + 52, worker_pid, get_native_id() if worker_tid is None else worker_tid)
    _pack_u8(block, at + 1, RUNNING)


def ended(slot, state, end, cpu=0, error=0):
    """The task of this slot has ended; its state is written last."""
    block, at = slot.map, slot.at
    _pack_u64(block, at + 24, end)
    if cpu:
        _pack_u64(block, at + 40, cpu)
    if error:
        _pack_u32(block, at + 76, error)
    _pack_u8(block, at + 1, state)


def put_u8(slot, offset, value):
    _pack_u8(slot.map, slot.at + offset, value)


def put_u32(slot, offset, value):
    _pack_u32(slot.map, slot.at + offset, value)


def put_u64(slot, offset, value):
    _pack_u64(slot.map, slot.at + offset, value)


def put_f32(slot, offset, value):
    _pack_f32(slot.map, slot.at + offset, value)


def _free_name(folder, pid):
    """A pid may come again in a long run, and a process that executes another program keeps its own."""
    number = 0
    while True:
        name = os.path.join(folder, "python-%d-%d" % (pid, number))
        if not os.path.exists(name + ".slots"):
            return name
        number += 1
