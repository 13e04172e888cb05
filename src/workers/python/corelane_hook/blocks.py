"""A file of equal records that grows by mapped blocks, each twice the one before.

A record's place is taken by counting, which is one call that the GIL makes whole, instead of under a lock; hot paths write words
through memoryviews, which costs a third of `pack_into`.
"""

import mmap
import os
import sys
from _thread import allocate_lock
from itertools import count

_FIRST_BLOCK = 64 * 1024
_LARGEST_BLOCK = 8 * 1024 * 1024


class Block:
    """A mapped part of the file, of `end` words of 8 bytes. `take()` gives the index of a free record's first word, if below `end`.

    `words` and `halves` are its words of 8 and of 4 bytes; `first` is the number, in the file, of its first record.
    """

    __slots__ = ("map", "words", "halves", "take", "end", "first")

    def __init__(self, mapped, record_bytes, first):
        self.map = mapped
        view = memoryview(mapped)
        self.words = view.cast("Q")
        self.halves = view.cast("I")
        self.take = count(0, record_bytes // 8).__next__
        self.end = len(view) // 8
        self.first = first


class Blocks:
    """The file, made when the first record is taken. Nothing here raises: without room, `full` is true and no place is given."""

    def __init__(self, path, record_bytes):
        self._path = path
        self._file = None
        self._inode = None
        self._record_bytes = record_bytes
        self._size = 0
        self._lock = allocate_lock()
        # Words are written in the machine's order, and files are little-endian.
        self.full = sys.byteorder != "little"
        self.block = Block(b"", record_bytes, 0)

    def another(self, block):
        """The block after `block`, which has been used up. The same one when there is no room."""
        with self._lock:
            if self.block is not block or self.full:
                return self.block
            size = min(max(self._size, _FIRST_BLOCK), _LARGEST_BLOCK)
            try:
                if self._file is None:
                    self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                    self._inode = os.fstat(self._file)[1:3]
                elif os.fstat(self._file)[1:3] != self._inode:
                    raise OSError("the program has closed all descriptors, and this one is another file's now")
                # A hole would be filled at the first write, and a full disk would then kill the program (SIGBUS).
                os.posix_fallocate(self._file, self._size, size)
                mapped = mmap.mmap(self._file, size, offset=self._size)
            except (OSError, ValueError):
                self.full = True
                return block
            self.block = Block(mapped, self._record_bytes, self._size // self._record_bytes)
            self._size += size
            return self.block

    def take(self):
        """(block, index of the record's first word), or None without room."""
        block = self.block
        at = block.take()
        while at >= block.end:
            block = self.another(block)
            if self.full:
                return None
            at = block.take()
        return block, at
