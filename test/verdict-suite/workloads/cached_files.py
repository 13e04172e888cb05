"""Reads a file that the system has in memory: nothing waits, the copying and the counting are work on a core."""

import os
import tempfile

meta = {"name": "cached_files", "tasks": 40}

_size = 1 << 20


def task(number):
    """Writes a megabyte, reads it back, and gives how many lines it has. The file has no name, so nothing is left of it."""
    with tempfile.TemporaryFile() as file:
        for _ in range(2):
            file.seek(0)
            file.write(b"a line of text\n" * (_size // 15))
            file.seek(0)
            lines = file.read().count(b"\n")
        os.fstat(file.fileno())
        return lines + number
