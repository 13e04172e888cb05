"""Tasks without work: what an executor takes for each, in nanoseconds. The best of several batches, as others use the machine, too."""

import multiprocessing
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def nothing(value=None):
    return value


def thread_pool(count):
    with ThreadPoolExecutor(1) as pool:
        gate = threading.Event()
        pool.submit(gate.wait)
        begun = time.perf_counter_ns()
        futures = [pool.submit(nothing, value) for value in range(count)]
        gate.set()
        futures[-1].result()
        return time.perf_counter_ns() - begun


def process_pool(count):
    with ProcessPoolExecutor(1) as pool:
        pool.submit(nothing).result()
        begun = time.perf_counter_ns()
        futures = [pool.submit(nothing, value) for value in range(count)]
        futures[-1].result()
        return time.perf_counter_ns() - begun


def started(kind):
    def batch(count):
        begun = time.perf_counter_ns()
        for _ in range(count):
            one = kind(target=nothing)
            one.start()
            one.join()
        return time.perf_counter_ns() - begun

    return batch


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    kinds = {
        "thread-pool": thread_pool,
        "process-pool": process_pool,
        "thread": started(threading.Thread),
        "process": started(multiprocessing.Process),
    }
    count = int(sys.argv[2])
    print(min(kinds[sys.argv[1]](count) for _ in range(int(sys.argv[3]))) / count)
