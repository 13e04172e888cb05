"""Computes for 3 ms and waits for 7, by the clocks of the thread and of the wall."""

import time

meta = {"name": "mixed_30", "tasks": 64}


def task(number):
    until = time.thread_time() + 0.003
    steps = 0
    while time.thread_time() < until:
        steps += sum(range(50))
    time.sleep(0.007)
    return number
