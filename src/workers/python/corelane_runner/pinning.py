"""Which cores a thread may run on. The kernel keeps this per thread; a new thread inherits from the one that starts it."""

import errno
import os
import sys
import threading


def pin_this_thread(cores):
    """Why the calling thread could not be pinned; None when it is, or `cores` is None."""
    if cores is None:
        return None
    if not hasattr(os, "sched_setaffinity"):
        return "Pinning threads to cores needs Linux; this is %s." % sys.platform
    try:
        os.sched_setaffinity(0, cores)
    except OSError as refused:
        where = "Thread %d cannot be pinned to core %s" % (threading.get_native_id(), ", ".join(map(str, cores)))
        if refused.errno == errno.EINVAL:
            return where + ": none of these is a core that this process may use."
        return "%s: the kernel refused with error %s." % (where, refused.errno)
    return None
