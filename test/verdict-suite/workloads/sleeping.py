"""Only waits: as many at a time as there are workers."""

import time

meta = {"name": "sleeping", "tasks": 96}


def task(number):
    time.sleep(0.02)
    return number
