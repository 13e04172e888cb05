"""Results on their way from a process to the runner.

They are pickled here, as the pool would, so that their size is known exactly and what cannot be pickled is an error of its task alone;
the pool then only copies bytes. Plain numbers travel as they are: pickling them twice costs less than unpacking them apart.
"""

import pickle
from multiprocessing.reduction import ForkingPickler

from .refusal import describe

_PLAIN = (int, float, bool, type(None))


def packed(value):
    """Gives (message, bytes, payload); `message` says why it cannot be sent, else None."""
    if type(value) in _PLAIN:
        return None, len(pickle.dumps(value)), value
    try:
        payload = bytes(ForkingPickler.dumps(value))
    except BaseException as thrown:
        return "its result cannot be pickled: %s" % describe(thrown), None, None
    return None, len(payload), payload


def unpacking_failure(payload):
    """Unpacks a result, as the pool would for its caller; gives why that cannot be done, or None."""
    if type(payload) is not bytes:
        return None
    try:
        pickle.loads(payload)
    except BaseException as thrown:
        return "its result cannot be unpickled: %s" % describe(thrown)
    return None


def argument_bytes(arguments):
    """What the arguments weigh as a pool pickles them; None: they cannot be pickled. A task without arguments sends none."""
    try:
        return len(ForkingPickler.dumps(arguments[0])) if arguments else 0
    except BaseException:
        return None
