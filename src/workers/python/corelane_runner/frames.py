"""Messages with columns on a byte stream, as `src/shared/frame.ts` describes them.

`u32 length | u32 header length | JSON header | padding to 8 | buffers, each 8-aligned`, little endian. In the header, a column is
`{"$b": [kind, offset, bytes]}`.
"""

import json
import struct
import sys
from array import array

_PREFIX = struct.Struct("<II")
_KINDS = {"d": "f64", "f": "f32", "I": "u32", "H": "u16", "B": "u8"}


def encode(message):
    """A message of plain data and `array`s as bytes. Raises ValueError for a float that JSON cannot say (NaN outside of a column)."""
    columns = []
    body = 0

    def place(value):
        nonlocal body
        if not isinstance(value, array):
            raise TypeError("%s cannot be sent" % type(value).__name__)
        data = _little_endian(value)
        columns.append((body, data))
        placed = {"$b": [_KINDS[value.typecode], body, len(data)]}
        body = _aligned(body + len(data))
        return placed

    header = json.dumps(message, default=place, allow_nan=False, separators=(",", ":")).encode("ascii")
    begin = _aligned(_PREFIX.size + len(header))
    frame = bytearray(begin + body)
    _PREFIX.pack_into(frame, 0, len(frame), len(header))
    frame[_PREFIX.size : _PREFIX.size + len(header)] = header
    for offset, data in columns:
        frame[begin + offset : begin + offset + len(data)] = data
    return frame


class FrameSplitter:
    """Cuts a byte stream into messages, whatever pieces it arrives in. Commands have no columns."""

    def __init__(self):
        self._pending = bytearray()

    def push(self, piece):
        """The messages that `piece` completes, in order."""
        self._pending += piece
        messages = []
        while len(self._pending) >= _PREFIX.size:
            length, header = _PREFIX.unpack_from(self._pending)
            if len(self._pending) < length:
                break
            messages.append(json.loads(self._pending[_PREFIX.size : _PREFIX.size + header].decode("utf-8")))
            del self._pending[:length]
        return messages


def _aligned(offset):
    return (offset + 7) & ~7


def _little_endian(column):
    if sys.byteorder == "little":
        return column.tobytes()
    swapped = array(column.typecode, column)
    swapped.byteswap()
    return swapped.tobytes()
