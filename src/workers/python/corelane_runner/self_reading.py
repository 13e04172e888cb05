"""What threads read of themselves just before they end, because nobody else can read it afterwards. See `ThreadReading`."""

import os
import threading
from time import process_time_ns


def read_this_thread(alive_ns):
    """The calling thread, as a list of one; empty where there is no /proc."""
    _bring_counters_up_to_date()
    reading = _read_thread(os.getpid(), threading.get_native_id(), alive_ns)
    return [] if reading is None else [reading]


def read_this_process(alive_ns):
    """Every thread of this process."""
    _bring_counters_up_to_date()
    try:
        tids = [int(name) for name in os.listdir("/proc/self/task")]
    except OSError:
        return []
    readings = (_read_thread(os.getpid(), tid, alive_ns) for tid in tids)
    return [reading for reading in readings if reading is not None]


def run_delay_ns():
    """Time that the calling thread was ready and had no core; 0 where the system does not tell."""
    figures = _read("/proc/thread-self/schedstat").split()
    return int(figures[1]) if len(figures) >= 3 else 0


def core_times_ns():
    """What all cores together did so far: time busy, and time stolen by the host of this virtual machine; None where the system does not tell."""
    label, *ticks = _read("/proc/stat").partition(b"\n")[0].split() or [b""]
    if label != b"cpu" or len(ticks) < 8:
        return None
    user, nice, system, _idle, _iowait, irq, softirq, stolen = (int(figure) for figure in ticks[:8])
    tick_ns = 1000000000 // os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq) * tick_ns, stolen * tick_ns


def resident_bytes():
    """Memory of this process; None where the system does not tell."""
    pages = _read("/proc/self/statm").split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") if len(pages) > 1 else None


def _bring_counters_up_to_date():
    """The kernel counts a running thread's time at ticks and switches; asking for the process's makes it do so now."""
    process_time_ns()


def _read_thread(pid, tid, alive_ns):
    folder = "/proc/self/task/%d/" % tid
    run = _read(folder + "schedstat").split()
    if len(run) < 3:
        return None
    voluntary, involuntary, migrations = _switches(folder)
    return {
        "pid": pid,
        "tid": tid,
        "onCpuNs": int(run[0]),
        "runDelayNs": int(run[1]),
        "voluntarySwitches": voluntary,
        "involuntarySwitches": involuntary,
        "migrations": migrations,
        "core": _core(folder),
        "aliveNs": alive_ns,
    }


def _switches(folder):
    labelled = _labelled(_read(folder + "sched"))
    if b"nr_voluntary_switches" in labelled:
        return (
            labelled[b"nr_voluntary_switches"],
            labelled.get(b"nr_involuntary_switches"),
            labelled.get(b"se.nr_migrations"),
        )
    labelled = _labelled(_read(folder + "status"))
    return labelled.get(b"voluntary_ctxt_switches"), labelled.get(b"nonvoluntary_ctxt_switches"), None


def _labelled(text):
    """The whole numbers of lines such as `name : 5`."""
    found = {}
    for line in text.splitlines():
        name, colon, value = line.partition(b":")
        value = value.strip()
        if colon and value.isdigit():
            found[name.strip()] = int(value)
    return found


def _core(folder):
    """The core it ran on last: field 39 of `stat`, counted from behind the name, which may hold anything."""
    fields = _read(folder + "stat").rpartition(b")")[2].split()
    return int(fields[36]) if len(fields) > 36 else None


def _read(path):
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.read(fd, 16384)
    except OSError:
        return b""
    finally:
        os.close(fd)
