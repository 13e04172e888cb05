"""The same as sockets.py, with its asynchronous twin measured beside it."""

from sockets import task, task_async

meta = {"name": "sockets_twin", "tasks": 96}

__all__ = ["meta", "task", "task_async"]
