"""CPU-bound in C: digests of large buffers, which hashlib computes without holding the GIL.

So threads do compute at the same time here, as they do in zlib, in much of NumPy and in other extensions that let go of the GIL. Expect pools
of threads as fast as pools of processes, or faster: nothing has to be sent.

  corelane lab examples/hashing.py
"""

import hashlib

meta = {"name": "hashing"}

inputs = range(32)

_BUFFER = bytes(range(256)) * 4096
_ROUNDS = 16


def digest(seed):
    """Gives the SHA-256 of 16 MiB that begin with the seed, in hexadecimal digits."""
    hashed = hashlib.sha256(str(seed).encode())
    for _ in range(_ROUNDS):
        hashed.update(_BUFFER)
    return hashed.hexdigest()
