"""zlib without the GIL; its result is small."""

import zlib

meta = {"name": "compressing", "tasks": 24}

_text = b" ".join(b"%d" % number for number in range(40000))


def task(number):
    """Gives how many bytes are left of some 220 KB."""
    return len(zlib.compress(b"%d " % number + _text, 6))
