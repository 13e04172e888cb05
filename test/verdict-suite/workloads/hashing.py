"""Computes in C without the GIL: threads use every core and have nothing to send."""

import hashlib

meta = {"name": "hashing", "tasks": 40}

_block = bytes(range(256)) * 16384


def task(number):
    """Gives the digest of 4 MB and the number."""
    digest = hashlib.sha256(_block)
    digest.update(b"%d" % number)
    return digest.hexdigest()
