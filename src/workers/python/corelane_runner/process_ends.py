"""How a process ended that was not asked to, as `src/shared/process-end.ts` says it."""

import signal


def describe_end(subject, exit_code):
    """A clause about `subject` ("its process"); `exit_code` as `multiprocessing.Process` has it, None where nobody knows."""
    if exit_code is None:
        return "%s ended" % subject
    if exit_code >= 0:
        return "%s ended with code %d (os._exit in the task?)" % (subject, exit_code)
    if exit_code == -signal.SIGKILL:
        return "%s was killed (SIGKILL: by the task, by a user, or by the kernel for lack of memory)" % subject
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = "signal %d" % -exit_code
    return "%s crashed with %s" % (subject, name)
