"""Thousands of tasks that take a microsecond: handing one over costs more than running it."""

meta = {"name": "tiny", "tasks": 4000}


def task(number):
    return number * number
