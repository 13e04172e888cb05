"""Reads from a file of the kind that makes its reader wait: a pipe, filled 15 ms after it was asked for."""

import os
import threading

meta = {"name": "piped_files", "tasks": 96}


def task(number):
    """Gives how many bytes came."""
    reading, writing = os.pipe()

    def fill():
        os.write(writing, b"x" * 4096)
        os.close(writing)

    timer = threading.Timer(0.015, fill)
    timer.start()
    try:
        received = 0
        while True:
            piece = os.read(reading, 65536)
            if not piece:
                return received
            received += len(piece)
    finally:
        os.close(reading)
        timer.join()
