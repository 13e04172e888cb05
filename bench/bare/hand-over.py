"""Two processes on one core hand a byte to each other, and each counts for a while before it hands it on.

hand-over.py HANDOVERS COUNT CORE RESULT: writes into RESULT the seconds that the handovers took, and the CPU seconds that this
process's ancestors used meanwhile: whoever records it is one of them.
"""

import os
import sys
import time

handovers, count, core = (int(argument) for argument in sys.argv[1:4])
os.sched_setaffinity(0, {core})
there, back = os.pipe(), os.pipe()


def hand_over(read_end, write_end):
    for _ in range(handovers // 2):
        os.read(read_end, 1)
        for _ in range(count):
            pass
        os.write(write_end, b".")


def parent_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[1])


def ancestors():
    pid = os.getppid()
    while pid > 1:
        yield pid
        pid = parent_of(pid)


def used_by(pid):
    threads = os.listdir(f"/proc/{pid}/task")
    return sum(int(open(f"/proc/{pid}/task/{tid}/schedstat").read().split()[0]) for tid in threads) / 1e9


recorders = list(ancestors())
used_before = sum(map(used_by, recorders))
began = time.monotonic()
child = os.fork()
if child == 0:
    hand_over(there[0], back[1])
    os._exit(0)
os.write(there[1], b".")
hand_over(back[0], there[1])
os.waitpid(child, 0)
elapsed = time.monotonic() - began
used = sum(map(used_by, recorders))
with open(sys.argv[4], "w") as result:
    print(elapsed, used - used_before, file=result)
