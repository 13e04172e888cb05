"""Very many tasks that take a microsecond: handing one over costs more than running it."""

meta = {"name": "tiny", "tasks": 1500}


def task(number):
    return number * number
