"""What the workers of `concurrent.futures.ProcessPoolExecutor` do: each takes one task after the other, on its main thread.

What a worker looks up tells where it is: the queue's semaphore when a call has been received, the call's function when it is about to be
called. So nothing of ours is on the stack then.
"""

import sys
from _struct import Struct
from time import thread_time_ns

from .chunk_items import items_of
from .patching import Kept, watch
from .routines import LAST_NS, PLACE, WORTH_READING_NS
from .trace import ERROR, KIND_RUN, KIND_WORKER, OK, POOL, RUNNING, TASK, TID, UNPICKLABLE, ended, now

_pack_run = Struct("<Q28xIIII12xIIQ").pack_into  # from `start` on, as far as `key`
_pack_result = Struct("<Qff").pack_into  # at `result_bytes`, `argument_ns`, `result_ns`

_FUNCTION = type(lambda: None)


def chunk_of(function, arguments):
    """The items of `map` that a call is made of, when there are several."""
    if type(function) is _FUNCTION:
        return None
    code = getattr(getattr(function, "func", None), "__code__", None)
    if code is None or code.co_name != "_process_chunk" or len(arguments) != 1:
        return None
    chunk = arguments[0]
    return chunk if isinstance(chunk, (tuple, list)) and len(chunk) > 1 else None


def patch_workers(process, hook, api, name, routines, scope_of):
    """`scope_of(queue)` is what the submitter's process calls the pool, too."""
    trace, here, places = hook.trace, hook.here, hook.places
    running = KIND_RUN | RUNNING << 8 | api << 16
    # Of this process and the task that it runs. There is none while `routine` is None.
    pool = pid = 0
    cell = block = routine = chunk = None
    word = received = start = cpu = sent_at = sent_bytes = 0
    ended_at = 0
    unpicklable = False

    def reset():
        nonlocal pool, routine, received
        pool = received = 0
        routine = None

    hook.on_fork(reset)

    def begin(call_queue, result_queue):
        """Begins the worker of this process; gives its record."""
        nonlocal pool, pid, cell
        pid = trace.pid
        cell = here.cell
        number = hook.pool(name, scope_of(call_queue), 0)
        call_queue._sem = _Semaphore(call_queue._sem, receiving)
        result_queue._writer = _Writer(result_queue._writer, sending)
        pool = cell[POOL] = number
        own_name = sys.modules["multiprocessing.process"].current_process().name
        return trace.record(
            KIND_WORKER, api, RUNNING, start=now(), worker_pid=pid, worker_tid=cell[TID], pool=pool, name=places.name(own_name)
        )

    def receiving():
        nonlocal received
        received = now()

    def function_of(item):
        """The call's function, which is called next."""
        function = item.__dict__["fn"]
        if pool:
            try:
                run(item.__dict__, function)
            except Exception:
                pass
        return function

    def run(call, function):
        nonlocal block, word, routine, chunk, start, cpu
        routine = routines.known.get(id(function.__code__)) if type(function) is _FUNCTION else None
        if routine is None:
            routine = routines.of(function)
        chunk = chunk_of(function, call["args"])
        block = trace.slots.block
        try:
            word = block.free.pop()
        except IndexError:
            block, word = trace.another()
        number = cell[TASK] = block.first + (word >> 4)
        cpu = thread_time_ns() if routine[LAST_NS] >= WORTH_READING_NS else 0
        start = now()
        _pack_run(
            block.map, (word << 3) + 16, start, pid, cell[TID], 0, routine[PLACE], pool, 0 if chunk is None else len(chunk),
            call["work_id"] + 1,
        )  # fmt: skip
        block.words[word] = running | number << 32

    def arguments_of(item):
        if routine is not None and chunk is not None:
            return (items_of(chunk, (block, word), trace),)
        return item.__dict__["args"]

    def finish(failure):
        nonlocal ended_at, sent_at
        sent_at = 0
        ended_at = end = now()
        routine[LAST_NS] = end - start
        cell[TASK] = 0
        words = block.words
        words[word + 3] = end
        if cpu:
            words[word + 5] = thread_time_ns() - cpu
        if failure is None:
            block.map[(word << 3) + 1] = OK
        else:
            block.halves[word * 2 + 19] = places.error(getattr(failure, "exc", failure))
            block.map[(word << 3) + 1] = ERROR

    def sending(size):
        """A result has been pickled, and is sent next."""
        nonlocal sent_at, sent_bytes
        sent_at = now()
        sent_bytes = size

    def failing(_wrapped):
        """An exception is made ready for its way to the submitter: while a result is being sent, it is of its pickling."""
        nonlocal unpicklable
        unpicklable = ended_at > 0

    def sent():
        nonlocal routine, received, ended_at, unpicklable, chunk
        if sent_at:
            _pack_result(
                block.map, (word << 3) + 104, sent_bytes, start - received if received else 0.0, sent_at - ended_at
            )
        if unpicklable:
            octets, at = block.map, word << 3
            octets[at + 3] |= UNPICKLABLE
            octets[at + 1] = ERROR
        routine = chunk = None
        received = ended_at = 0
        unpicklable = False

    loop, sendback = process._process_worker, process._sendback_result

    def process_worker(call_queue, result_queue, *rest, **named):
        slot = None
        try:
            slot = begin(call_queue, result_queue)
        except Exception:
            pass
        try:
            return loop(call_queue, result_queue, *rest, **named)
        finally:
            if slot is not None:
                ended(slot, OK, now(), thread_time_ns())

    def sendback_result(result_queue, work_id, *rest, **named):
        if routine is None:
            return sendback(result_queue, work_id, *rest, **named)
        finish(named.get("exception"))
        try:
            return sendback(result_queue, work_id, *rest, **named)
        finally:
            sent()

    for ours, theirs in ((process_worker, loop), (sendback_result, sendback)):
        for attribute in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(ours, attribute, getattr(theirs, attribute))
    process._process_worker = process_worker
    process._sendback_result = sendback_result
    process._CallItem.fn = Kept("fn", function_of)
    process._CallItem.args = Kept("args", arguments_of)
    watch(process._ExceptionWithTraceback, "__init__", failing)


class _Semaphore:
    """A queue's semaphore in a worker. It is released when an item has been received, and is to be unpickled."""

    def __init__(self, semaphore, receiving):
        self._semaphore = semaphore
        self._receiving = receiving

    @property
    def release(self):
        self._receiving()
        return self._semaphore.release

    def __getattr__(self, name):
        return getattr(self._semaphore, name)


class _Writer:
    """A queue's writing end in a worker."""

    def __init__(self, writer, sending):
        self._writer = writer
        self._sending = sending

    def send_bytes(self, buffer):
        self._sending(len(buffer))
        return self._writer.send_bytes(buffer)

    def __getattr__(self, name):
        return getattr(self._writer, name)
