"""One task that computes for long: nothing to divide."""

meta = {"name": "one_long", "tasks": 1}


def task(number):
    total = number
    for step in range(1000000):
        total += step * step % 7
    return total
