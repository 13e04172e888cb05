"""IO-bound: requests to an HTTP server on this machine that takes 20 ms over every answer, with an asynchronous twin.

A task spends nearly all its time waiting, for which it needs neither a core nor the GIL. Expect asyncio to win by far where it may run the
twin, as it has all requests in flight at once; else threads, of which many cost less than as many processes.

Where the server runs: the first task of each process starts it, in a thread of that process, on a port that the system chooses. It ends
with its process.

  corelane lab examples/fetching.py --async-variant examples/fetching.py:task_async
"""

import asyncio
import http.client
import os
import threading

meta = {"name": "fetching"}

inputs = ["/items/%d" % number for number in range(48)]

_LATENCY_S = 0.02
_TEXT = b"An item like any other. " * 40

#: Of the process whose number it is: a process that was forked has a copy of this, but not of the thread.
_ports = {}
_starting = threading.Lock()


def task(path):
    """Gives the number of bytes of the item's description."""
    connection = http.client.HTTPConnection("127.0.0.1", _port())
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != 200:
            raise RuntimeError("%s was answered with status %d" % (path, response.status))
        return len(response.read())
    finally:
        connection.close()


async def task_async(path):
    """The same as a coroutine function."""
    reader, writer = await asyncio.open_connection("127.0.0.1", _port())
    try:
        writer.write(b"GET %s HTTP/1.0\r\n\r\n" % path.encode())
        head, _, text = (await reader.read()).partition(b"\r\n\r\n")
        status = int(head.split()[1])
        if status != 200:
            raise RuntimeError("%s was answered with status %d" % (path, status))
        return len(text)
    finally:
        writer.close()


def _port():
    with _starting:
        if os.getpid() not in _ports:
            listening = threading.Event()
            threading.Thread(target=_serve, args=(listening,), daemon=True).start()
            listening.wait()
        return _ports[os.getpid()]


def _serve(listening):
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_open_server())
    _ports[os.getpid()] = server.sockets[0].getsockname()[1]
    listening.set()
    loop.run_forever()


async def _open_server():
    return await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=256)


async def _answer(reader, writer):
    try:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(_LATENCY_S)
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(_TEXT), _TEXT))
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        # Whoever asked is gone.
        pass
    finally:
        writer.close()
