"""Lengths from one to sixty-four: one task is as long as many others together, and chunks make it worse."""

meta = {"name": "skewed"}
inputs = [2 ** (number % 7) for number in range(42)]


def task(length):
    total = 0
    for step in range(length * 4000):
        total += step * step % 7
    return total
