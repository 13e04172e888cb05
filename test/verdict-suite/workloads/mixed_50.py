"""Computes for 5 ms and waits for 5."""

import time

meta = {"name": "mixed_50", "tasks": 64}


def task(number):
    until = time.thread_time() + 0.005
    steps = 0
    while time.thread_time() < until:
        steps += sum(range(50))
    time.sleep(0.005)
    return number
