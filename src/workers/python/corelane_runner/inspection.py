"""What a lab must know before it plans. See `TaskInspection`."""

import os

from .refusals import refusals, refuse_endless_start
from .task_inputs import resolve_inputs
from .task_module import load_task, read_source


def load(source):
    """Gives (task, inputs, text) of a `TaskSource`. Raises Refusal for what is wrong with them."""
    text = read_source(source["path"])
    refuse_endless_start(text, source["label"], os.path.basename(source["path"]))
    task = load_task(source)
    return task, resolve_inputs(task, source), text


def inspect_task(task, inputs, text):
    return {
        "name": task.name,
        "tasks": inputs.tasks,
        "inputs": len(inputs.values),
        "inputsCut": inputs.cut,
        "countIsUsual": inputs.count_is_usual,
        "refusals": refusals(task, inputs, text),
        "isAsync": task.is_async,
        "functions": task.functions,
    }
