"""Two processes on one core hand a byte to each other, and each counts for a while before it hands it on.

hand-over.py HANDOVERS COUNT CORE RESULT: writes into RESULT the seconds that the handovers took and the CPU seconds of both.
"""

import os
import resource
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


def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


used_before = used()
began = time.monotonic()
child = os.fork()
if child == 0:
    hand_over(there[0], back[1])
    os._exit(0)
os.write(there[1], b".")
hand_over(back[0], there[1])
os.waitpid(child, 0)
elapsed = time.monotonic() - began
with open(sys.argv[4], "w") as result:
    print(elapsed, used() - used_before, file=result)
