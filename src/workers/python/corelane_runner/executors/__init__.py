"""The concurrency APIs of Python, behind one interface. Their names are those of `src/shared/executors.ts`."""

from .asyncio_tasks import AsyncioTasks
from .interpreter_pool import InterpreterPool
from .mapped_processes import MappedProcesses
from .mapped_threads import MappedThreads
from .process_per_task import ProcessPerTask
from .process_pool import ProcessPool
from .thread_per_task import ThreadPerTask
from .thread_pool import ThreadPool

_executors = {
    "asyncio": AsyncioTasks,
    "concurrent.futures.ThreadPoolExecutor": ThreadPool,
    "multiprocessing.pool.ThreadPool": MappedThreads,
    "concurrent.futures.InterpreterPoolExecutor": InterpreterPool,
    "concurrent.futures.ProcessPoolExecutor": ProcessPool,
    "multiprocessing.pool.Pool": MappedProcesses,
    "threading.Thread": ThreadPerTask,
    "multiprocessing.Process": ProcessPerTask,
}


def executor_of(name):
    """The class of that name. Raises KeyError for one of another language, which the engine never asks this runner for."""
    return _executors[name]
