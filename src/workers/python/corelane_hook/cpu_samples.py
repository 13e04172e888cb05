"""CPU samples: about a hundred times a second, in which functions the threads are that have used a CPU since they were last looked at.

A sample carries the CPU time that its thread used, by the kernel's clock of that thread: neither sleeping nor waiting for the GIL counts.
Its bias: the sampler runs when it is given the GIL, so threads are seen where they can give it away, and what a thread did between two looks
counts for where it is at the second. What a thread used after its last look is in no sample.

The sampler is a thread that no module of Python knows of. It is not there while the program forks (which Python warns of where there are
threads), takes no signals, and ends before the interpreter does. Free-threaded interpreters are not sampled: their frames change while
they are looked at.
"""

import atexit
import os
import sys
from _operator import contains
from _signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, valid_signals
from _thread import RLock, allocate_lock, get_ident, get_native_id, start_new_thread
from itertools import compress, starmap
from time import clock_gettime_ns, sleep, thread_time

from .places import absolute
from .trace import now

try:
    from time import pthread_getcpuclockid
except ImportError:
    pthread_getcpuclockid = None

# Seconds between two looks: off the round figures at which programs do things, and never the same twice.
_SHORTEST, _SPREAD = 0.0077, 0.004
# A look takes at most this part of the time.
_REST_PER_LOOK = 40
# Less CPU time than this waits for more.
_LEAST_WEIGHT_NS = 50_000
# A thread that seems to stand still is asked for its CPU time at every eighth look: the kernel's answer takes microseconds.
_LOOKS_APART = 8
_DEEPEST = 200
_MOST_STACKS = 100_000
_THREAD_NAME = b"corelane-cpu"


def sample(hook):
    """Takes samples of this process and its forks from now on, where it can."""
    if pthread_getcpuclockid is None or not getattr(sys, "_is_gil_enabled", lambda: True)():
        return
    interpreters = _interpreters()
    if interpreters is not None and interpreters.get_current() != interpreters.get_main():
        # All frames are the main one's to see, and an interpreter that ends while it has a thread is fatal.
        return
    ours = (os.path.dirname(os.path.abspath(__file__)) + os.sep, os.path.dirname(hook.trace.folder) + os.sep)
    has_own_gils = interpreters is not None and sys.version_info >= (3, 12)
    sampler = Sampler(hook.trace, ours, interpreters.list_all if has_own_gils else None)
    hook.on_fork(sampler.in_child)
    os.register_at_fork(before=sampler.hold, after_in_parent=sampler.resume)
    atexit.register(sampler.hold)
    sampler.resume()


def _interpreters():
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            return __import__(name)
        except ImportError:
            pass
    return None


class Seen:
    """A thread as it was last looked at."""

    __slots__ = ("tid", "clock", "cpu", "at", "apart")

    def __init__(self, tid, cpu):
        self.tid = tid
        # As the kernel makes them: of the thread alone, and of its time on a core.
        self.clock = ~tid << 3 | 6
        self.cpu = cpu
        self.at = None
        self.apart = 0


class Sampler:
    def __init__(self, trace, ours, interpreters):
        self._trace = trace
        # Lists them where they may run at the same time: then the frames of others change while they are looked at.
        self._interpreters = interpreters
        # Code in these folders is no part of the program.
        self._ours = ours
        self._lock = RLock()
        self._holds = 1
        self._wake = None
        self._tid = 0
        self._is_running = False
        self._random = 1
        self._stacks = {}
        self._codes = {}
        self._threads = {get_ident(): Seen(get_native_id(), clock_gettime_ns(~get_native_id() << 3 | 6))}
        self._first = get_ident()

    def resume(self):
        """Goes on, when everybody who held it has said so."""
        try:
            with self._lock:
                self._holds -= 1
                if self._holds == 0:
                    self._start()
        except Exception:
            pass

    def _start(self):
        self._wake = wake = allocate_lock()
        wake.acquire()
        self._is_running = True
        # A thread inherits what its maker does not take. Signals that all other threads refuse would be its.
        before = pthread_sigmask(SIG_BLOCK, valid_signals())
        try:
            start_new_thread(self._run, (wake,))
        finally:
            pthread_sigmask(SIG_SETMASK, before)

    def hold(self):
        """Stops, and waits until the thread is gone."""
        try:
            with self._lock:
                self._holds += 1
                if self._wake is not None:
                    self._wake.release()
                    self._wake = None
            self._wait_for_end()
        except Exception:
            pass

    def _wait_for_end(self):
        for _ in range(2000):
            if not self._is_running and not os.path.exists("/proc/self/task/%d" % self._tid):
                return
            sleep(0.00005)

    def in_child(self):
        """The child of a fork has one thread, and its trace none of the strings."""
        self._lock = RLock()
        self._holds = 1
        self._wake = None
        self._is_running = False
        self._stacks = {}
        self._codes = {}
        self._first = get_ident()
        self._threads = {self._first: Seen(get_native_id(), 0)}
        self.resume()

    def _run(self, wake):
        try:
            self._tid = get_native_id()
            _name_thread(self._tid)
            rest = self._rest(0)
            while not wake.acquire(True, rest):
                begun = thread_time()
                self._look()
                rest = self._rest(thread_time() - begun)
        except Exception:
            pass
        finally:
            self._is_running = False

    def _rest(self, took):
        self._random = (self._random * 1103515245 + 12345) & 0x7FFFFFFF
        return max(_SHORTEST + _SPREAD * self._random / 0x7FFFFFFF, took * _REST_PER_LOOK)

    def _look(self):
        if self._interpreters is not None and len(self._interpreters()) > 1:
            return
        time = now()
        # Until the frames are let go of, nothing here may give the GIL away: what a function leaves behind would end in this thread.
        samples = self._samples()
        stacks = [self._stack(codes, None) for _, _, codes in samples]
        if None in stacks:
            # Once for all that are new: each time the GIL has to be waited for again.
            if not self._trace.lines(lambda first: self._learn(samples, stacks, first)):
                self._stacks.clear()
                return
        for (tid, weight, _), stack in zip(samples, stacks):
            self._write(tid, stack, time, weight)

    def _samples(self):
        own = get_ident()
        threading = sys.modules.get("threading")
        named = getattr(threading, "_active", {})
        dummy = getattr(threading, "_DummyThread", ())
        known, seen, samples = self._threads, {}, []
        for ident, frame in sys._current_frames().items():
            if ident == own:
                continue
            thread = known.get(ident)
            name = named.get(ident)
            if thread is not None and name is not None and ident != self._first and name._native_id != thread.tid:
                thread = None
            if thread is None:
                thread = self._meet(ident, None if isinstance(name, dummy) else name)
                if thread is None:
                    continue
            seen[ident] = thread
            at = id(frame), frame.f_lasti
            thread.apart -= 1
            if thread.apart > 0 and at == thread.at:
                continue
            thread.at = at
            try:
                cpu = clock_gettime_ns(thread.clock)
            except OSError:
                # Another one has its place by now.
                del seen[ident]
                continue
            weight = cpu - thread.cpu
            if weight < _LEAST_WEIGHT_NS:
                thread.apart = _LOOKS_APART
                continue
            thread.apart = 0
            thread.cpu = cpu
            samples.append((thread.tid, weight, _codes_of(frame)))
        self._threads = seen
        return samples

    def _meet(self, ident, started):
        """A thread that was not there before. Of one that Python started, all of its time counts; of others, from now on."""
        if started is not None and ident != self._first and started._native_id:
            return Seen(started._native_id, 0)
        # The clock may be asked for only of a thread that is there, and it is when both are looked at by one call into C.
        here = compress([ident], map(contains, starmap(sys._current_frames, [()]), [ident]))
        clocks = list(map(pthread_getcpuclockid, here))
        if not clocks:
            return None
        return Seen(~(clocks[0] >> 3), clock_gettime_ns(clocks[0]))

    def _stack(self, codes, learn):
        """The number of a stack's string. What is new in it is `learn`ed; None: something is, and there is no `learn`."""
        stack = 0
        known = self._stacks
        for code in reversed(codes):
            number = known.get((stack, id(code)))
            if number is None:
                if learn is None:
                    return None
                number = learn(stack, code)
            stack = number
        return stack

    def _learn(self, samples, stacks, first):
        """Gives the strings that are missing, of which the first will have that number, and completes `stacks`."""
        strings = []

        def learn(caller, code):
            if len(self._stacks) >= _MOST_STACKS:
                return caller
            frame = self._frame(code)
            number = caller
            if frame is not None:
                number = first + len(strings)
                strings.append({"frame": frame, "caller": caller})
            # Its identity stands for it: it must not become another's.
            self._codes[id(code)] = code
            self._stacks[caller, id(code)] = number
            return number

        for at, (_, _, codes) in enumerate(samples):
            if stacks[at] is None:
                stacks[at] = self._stack(codes, learn)
        return strings

    def _frame(self, code):
        """None: it is none of the program's."""
        if code is None:
            return {"name": "(more)", "file": "", "line": 0}
        if code.co_filename.startswith(self._ours):
            return None
        name = getattr(code, "co_qualname", None) or code.co_name
        return {"name": name, "file": absolute(code.co_filename), "line": code.co_firstlineno}

    def _write(self, tid, stack, time, weight):
        place = self._trace.samples.take() if stack else None
        if place is not None:
            block, word = place
            block.words[word] = stack << 32 | tid
            block.words[word + 2] = weight
            block.words[word + 1] = time


def _name_thread(tid):
    """For whoever looks from outside, so that this thread's waits are not taken for the program's."""
    try:
        file = os.open("/proc/self/task/%d/comm" % tid, os.O_WRONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.write(file, _THREAD_NAME)
    finally:
        os.close(file)


def _codes_of(frame):
    """The code of a stack, innermost first; None stands for what is above the deepest that is looked at."""
    codes = []
    while frame is not None:
        codes.append(frame.f_code)
        if len(codes) == _DEEPEST:
            codes.append(None)
            break
        frame = frame.f_back
    return codes
