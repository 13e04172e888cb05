"""By what a task of a pool is known on both of its sides."""

_INDEX_BITS = 24


def key_of(job, index):
    """One number for the pool's own two. Exact as a double up to 500 million jobs of 16 million chunks each."""
    return (job << _INDEX_BITS) + index + 1
