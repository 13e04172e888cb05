"""Pure Python that computes: threads share one GIL, processes have one each."""

meta = {"name": "primes"}
inputs = [3000 + 10 * number for number in range(32)]


def task(limit):
    """Gives how many primes there are below the limit, by trial division."""
    return sum(1 for value in range(2, limit) if all(value % divisor for divisor in range(2, int(value**0.5) + 1)))
