"""A file of equal records that grows by mapped blocks, each twice the one before.

A record's place is taken from a list of free ones, which is one call that no other thread comes between, instead of under a lock; hot
paths write words through memoryviews, which costs a third of `pack_into`.
"""

import mmap
import os
import sys
from _thread import RLock

_FIRST_BLOCK = 64 * 1024
# A step that has not ended has this duration.
_OPEN = b"\xff\xff\xff\xff"

# Before Python 3.13 a map keeps a descriptor of its own, and closes it by its number.
_keeps_descriptor = sys.version_info < (3, 13)
_map_options = {} if _keeps_descriptor else {"trackfd": False}

# Maps whose descriptor's number is another file's now.
_kept = []


class Block:
    """A mapped part of the file. `free.pop()` gives the index of a free record's first word, or raises IndexError.

    `words` and `halves` are its words of 8 and of 4 bytes, `map` its bytes; `first` is the number, in the file, of its first record.
    Look these up for each write: the child of a fork gets others, so that it does not write its parent's records.
    """

    __slots__ = ("map", "words", "halves", "free", "first", "descriptor")
    largest_bytes = 1024 * 1024

    def __init__(self, mapped, record_bytes, first, descriptor=None):
        self._view(mapped)
        self.free = self._indexes(len(mapped), record_bytes)
        self.first = first
        self.descriptor = descriptor

    @staticmethod
    def _indexes(size, record_bytes):
        """From the last one, as the list is used up from its end."""
        return list(range((size - record_bytes) // 8, -1, -record_bytes // 8))

    def _view(self, mapped):
        self.map = mapped
        view = memoryview(mapped)
        self.words = view.cast("Q")
        self.halves = view.cast("I")

    def _release(self):
        self.words.release()
        self.halves.release()

    def scrap(self):
        """Gives it memory of its own that nobody reads, and the map that it had, unused."""
        mapped = self.map
        self._release()
        self._view(bytearray(len(mapped)))
        return mapped


class StepBlock(Block):
    """One of steps. `free.pop()` gives the index of a free one among `numbers`, `durations` and `starts`, which are those fields of all."""

    __slots__ = ("numbers", "durations", "starts")
    # One that takes a millisecond to make would show as a long step.
    largest_bytes = 256 * 1024

    def __init__(self, mapped, record_bytes, first, descriptor=None):
        super().__init__(mapped, record_bytes, first, descriptor)
        # Until they end; one without a start is not there.
        self.durations[:] = memoryview(_OPEN * len(self.durations)).cast("I")

    @staticmethod
    def _indexes(size, record_bytes):
        return list(range(size // record_bytes - 1, -1, -1))

    def _view(self, mapped):
        super()._view(mapped)
        self.numbers = self.halves[0::4]
        self.durations = self.halves[1::4]
        self.starts = self.words[1::2]

    def _release(self):
        for view in (self.numbers, self.durations, self.starts):
            view.release()
        super()._release()


class Blocks:
    """The file, made when the first record is taken. Nothing here raises: without room, `full` is true and no place is given."""

    def __init__(self, path, record_bytes, kind=Block):
        self._path = path
        self._kind = kind
        self._file = None
        self._inode = None
        self._record_bytes = record_bytes
        self._size = 0
        # Whatever runs between two lines of ours (a signal's handler, a finalizer) may hand over tasks, too.
        self._lock = RLock()
        # Words are written in the machine's order, and files are little-endian.
        self.full = sys.byteorder != "little"
        # The system's number of why there is no room; None: it said nothing.
        self.refusal = None
        self.block = kind(bytearray(), record_bytes, 0)
        self._live = []

    def another(self, block):
        """The block after `block`, which has been used up. The same one when there is no room."""
        with self._lock:
            if self.block is not block or self.full:
                return self.block
            size = min(max(self._size, _FIRST_BLOCK), self._kind.largest_bytes)
            try:
                self._open()
                # A hole would be filled at the first write, and a full disk would then kill the program (SIGBUS).
                os.posix_fallocate(self._file, self._size, size)
                descriptor = self._next_descriptor() if _keeps_descriptor else None
                mapped = mmap.mmap(self._file, size, offset=self._size, **_map_options)
            except (OSError, ValueError, AttributeError) as failure:
                self.refusal = getattr(failure, "errno", None)
                self.full = True
                return block
            self._release()
            self.block = self._kind(mapped, self._record_bytes, self._size // self._record_bytes, descriptor)
            self._live.append(self.block)
            self._size += size
            return self.block

    def take(self):
        """(block, index of the record in it), or None without room."""
        block = self.block
        while True:
            try:
                return block, block.free.pop()
            except IndexError:
                block = self.another(block)
                if self.full:
                    return None

    def _open(self):
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            self._inode = os.fstat(self._file)[1:3]
        elif not self._is_ours(self._file):
            # The program has closed all descriptors, and this number may be another file's now.
            self._file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            if not self._is_ours(self._file):
                raise OSError("another file has taken the place of the trace")

    def _is_ours(self, descriptor):
        try:
            return os.fstat(descriptor)[1:3] == self._inode
        except OSError:
            return False

    def _next_descriptor(self):
        """The one that a map is about to keep: the lowest that is free."""
        descriptor = os.dup(self._file)
        os.close(descriptor)
        return descriptor

    def _release(self):
        """Unmaps the blocks that nobody will write to any more, by forgetting them: a million records do not stay mapped."""
        self._live = [block for block in self._live if sys.getrefcount(block) > _FORGOTTEN or not self._may_close(block)]

    def _may_close(self, block):
        """Not when its descriptor has become another file's: that would be closed."""
        return block.descriptor is None or self._is_ours(block.descriptor)

    def leave(self):
        """Lets go of all of it in the child of a fork, where the parent's records are nobody's to write."""
        for block in self._live:
            closes = self._may_close(block)
            mapped = block.scrap()
            if closes:
                mapped.close()
            else:
                _kept.append(mapped)
        if self._file is not None and self._is_ours(self._file):
            os.close(self._file)
        self._file = None
        self.full = True


def _references_of_forgotten():
    live = [Block(bytearray(), 8, 0)]
    return [sys.getrefcount(block) for block in live][0]


# What `sys.getrefcount` says within `_release` of a block to which only the list there refers.
_FORGOTTEN = _references_of_forgotten()
