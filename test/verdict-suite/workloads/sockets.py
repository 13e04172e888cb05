"""Asks the loopback server over a socket of its own, and waits for the answer: 20 ms each."""

import asyncio
import os
import socket

meta = {"name": "sockets", "tasks": 96}

_host, _port = os.environ["VERDICT_SUITE_SERVER"].split(":")
_request = b"20 2000\n"


def task(number):
    """Gives the number of bytes of the answer."""
    with socket.create_connection((_host, int(_port))) as connection:
        connection.sendall(_request)
        received = 0
        while True:
            piece = connection.recv(65536)
            if not piece:
                return received
            received += len(piece)


async def task_async(number):
    """The same on a loop."""
    reader, writer = await asyncio.open_connection(_host, int(_port))
    try:
        writer.write(_request)
        return len(await reader.read())
    finally:
        writer.close()
