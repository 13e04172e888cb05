"""How this Python starts processes, unless the user's code chooses: the platform's default."""

import multiprocessing


def start_method():
    """The method that is set, or that would be; asking does not fix it, so that the module can still choose one."""
    return multiprocessing.get_start_method(allow_none=True) or default_start_method()


def default_start_method():
    return multiprocessing.get_all_start_methods()[0]


def imports_again(method):
    """Whether processes that start so import the module anew, rather than being a copy of one that has."""
    return method != "fork"
