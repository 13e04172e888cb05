"""CPU-bound in pure Python: the longest Collatz chain among a range of starting numbers.

Only one thread of an interpreter runs Python code at a time, so threads take turns and gain nothing. Expect the pools of processes ahead
of all pools of threads by nearly the number of cores, and a process per task behind them: starting one takes a good part of a task.

  corelane lab examples/collatz.py
"""

meta = {"name": "collatz"}

#: 24 ranges, alike in length.
inputs = [range(start, start + 1500) for start in range(1, 36000, 1500)]


def longest_chain(numbers):
    """Gives the number whose chain down to 1 is the longest, and its length."""
    best, best_steps = 0, -1
    for number in numbers:
        steps = _steps(number)
        if steps > best_steps:
            best, best_steps = number, steps
    return best, best_steps


def _steps(number):
    steps = 0
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    return steps
