"""Runs a workload by one API of Python, as a program that knows nothing of Corelane would, and prints what that took.

    python plain.py FILE FUNCTION EXECUTOR WORKERS TASKS SECONDS

Workers are up and have run some of the tasks before the clock starts; a worker for each task is started within it. Passes over all tasks follow
each other until SECONDS have gone by. Prints {"passes", "tasks", "seconds"}; a task that fails ends the program.
"""

import asyncio
import importlib
import json
import multiprocessing
import os
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.pool import ThreadPool


def in_executor(executor, function, workers):
    with executor(workers) as pool:
        yield lambda inputs: [each.result() for each in [pool.submit(function, *value) for value in inputs]]


def in_pool(pool_of, function, workers):
    with pool_of(workers) as pool:
        yield lambda inputs: pool.starmap(function, inputs)


def in_threads(function, workers):
    """A thread for each, so many at a time."""

    def each(value, results, free):
        try:
            results.append(function(*value))
        finally:
            free.release()

    def run(inputs):
        free, results, threads = threading.Semaphore(workers), [], []
        for value in inputs:
            free.acquire()
            threads.append(threading.Thread(target=each, args=(value, results, free)))
            threads[-1].start()
        for thread in threads:
            thread.join()
        return results

    yield run


def answer(function, value, sending):
    sending.send(function(*value))
    sending.close()


def in_processes(function, workers):
    """A process for each, so many at a time, each with a pipe for its result."""

    def run(inputs):
        running, results = {}, []
        for value in inputs:
            if len(running) >= workers:
                collect(running, results)
            receiving, sending = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=answer, args=(function, value, sending))
            process.start()
            sending.close()
            running[receiving] = process
        while running:
            collect(running, results)
        return results

    yield run


def collect(running, results):
    for receiving in wait(list(running)):
        results.append(receiving.recv())
        receiving.close()
        running.pop(receiving).join()


def on_loop(function, workers):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    async def gather(inputs):
        free = asyncio.Semaphore(workers)

        async def each(value):
            async with free:
                return await function(*value)

        return await asyncio.gather(*[each(value) for value in inputs])

    yield lambda inputs: loop.run_until_complete(gather(inputs))
    loop.close()


def opened(executor, function, workers):
    if executor == "asyncio":
        return on_loop(function, workers)
    if executor == "threading.Thread":
        return in_threads(function, workers)
    if executor == "multiprocessing.Process":
        return in_processes(function, workers)
    if executor == "multiprocessing.pool.ThreadPool":
        return in_pool(ThreadPool, function, workers)
    if executor == "multiprocessing.pool.Pool":
        return in_pool(multiprocessing.Pool, function, workers)
    if executor == "concurrent.futures.ThreadPoolExecutor":
        return in_executor(ThreadPoolExecutor, function, workers)
    if executor == "concurrent.futures.ProcessPoolExecutor":
        return in_executor(ProcessPoolExecutor, function, workers)
    raise SystemExit("There is no plain program for %s." % executor)


def main(file, name, executor, workers, tasks, seconds):
    sys.path.insert(0, os.path.dirname(file))
    module = importlib.import_module(os.path.splitext(os.path.basename(file))[0])
    given = getattr(module, "inputs", None) or range(int(tasks))
    inputs = [(given[index % len(given)],) for index in range(int(tasks))]
    session = opened(executor, getattr(module, name), int(workers))
    run = next(session)
    if not executor.startswith("multiprocessing.Process"):
        run(inputs[: max(4, 2 * int(workers))])
    passes, began = 0, time.monotonic()
    while passes == 0 or time.monotonic() - began < float(seconds):
        done = len(run(inputs))
        if done != len(inputs):
            raise SystemExit("%d of %d tasks came back." % (done, len(inputs)))
        passes += 1
    took = time.monotonic() - began
    next(session, None)
    print(json.dumps({"passes": passes, "tasks": passes * len(inputs), "seconds": took}))


if __name__ == "__main__":
    main(*sys.argv[1:])
