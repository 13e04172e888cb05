"""What runs in a process that has one task: `multiprocessing.Process`."""

from time import monotonic_ns

from . import user_module
from .load_failures import load_failure
from .packed_results import packed
from .pinning import pin_this_thread
from .self_reading import read_this_process
from .task_call import call


def run_once(sending, cores, path, label, qualified_name, arguments):
    """Says ("ready", when, why it is not pinned), ("settled", start, end, message, bytes, payload), ("readings", …); or ("failed", why)."""
    began = monotonic_ns()
    try:
        not_pinned = pin_this_thread(cores)
        function = user_module.resolve(path, qualified_name)
    except BaseException as thrown:
        sending.send(("failed", load_failure(thrown, path, label).message))
        return
    sending.send(("ready", monotonic_ns(), not_pinned))
    start, end, message, value = call(function, arguments)
    size = payload = None
    if message is None:
        message, size, payload = packed(value)
    sending.send(("settled", start, end, message, size, payload))
    sending.send(("readings", read_this_process(monotonic_ns() - began)))
    sending.close()


def tell_when_ready(sending, path):
    """Sends the moment at which the process could take a task."""
    user_module.load(path)
    sending.send(monotonic_ns())
