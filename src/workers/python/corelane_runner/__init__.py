"""Runs the trials of Python tasks. Standard library only, Python 3.8 and newer.

It speaks the protocol of `src/shared/worker-protocol.ts` with the engine. Modules whose names end in `_worker` or `_process` run in
processes of their own beside the task.
"""
