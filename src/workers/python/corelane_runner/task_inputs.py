"""The inputs of a lab: task i gets `values[i % len(values)]`, or its index when there are none. As `src/workers/node/task-inputs.ts`."""

import json
from collections import namedtuple
from collections.abc import Sequence
from time import monotonic

from .load_failures import place_of
from .refusal import Refusal, describe, first_line

#: `values` is empty where the task gets its index; `cut`: the iterable had not ended when it was left; `count_is_usual`: nobody says how many.
TaskInputs = namedtuple("TaskInputs", "values tasks cut count_is_usual")

#: Tasks of a module that names neither inputs nor a count.
_DEFAULT_TASKS = 100
#: An iterable without `--tasks` that has not ended by here is taken for infinite.
_LONGEST_ITERABLE = 1000000
_LONGEST_ITERATING_S = 3.0
_TASKS_OF_INFINITE_INPUTS = 1000


def input_of(inputs, index):
    """The number and the value of the input of that task."""
    if not inputs.values:
        return index, index
    number = index % len(inputs.values)
    return number, inputs.values[number]


def resolve_inputs(task, source):
    """Reads them as the module or `--inputs` gives them. Raises Refusal `inputs-invalid` for those that are empty, no iterable, or raise."""
    wanted = task.tasks if source["tasks"] is None else source["tasks"]
    file = source["inputsPath"]
    given = task.inputs if file is None else _read_file(file)
    if given is None:
        return TaskInputs([], wanted or _DEFAULT_TASKS, False, wanted is None)
    where = "inputs of %s" % task.file if file is None else file
    values, cut = _take(given, wanted, where, task.path)
    if not values:
        raise Refusal(
            "inputs-invalid",
            "The %s %s empty, so there is no task to run." % (where, "are" if file is None else "is"),
            "Give at least one input, or leave `inputs` out: then each task gets its index.",
        )
    tasks = wanted or (min(_TASKS_OF_INFINITE_INPUTS, len(values)) if cut else len(values))
    return TaskInputs(values[:tasks], tasks, cut and wanted is None, cut and wanted is None)


def _take(given, wanted, where, path):
    """Gives (values, cut)."""
    try:
        if callable(given) and not _is_iterable(given):
            given = given()
        if isinstance(given, (list, tuple)):
            return list(given), False
        if _is_iterable(given):
            return _drain(given, wanted)
    except BaseException as thrown:
        raise Refusal(
            "inputs-invalid",
            "The %s could not be read%s: %s." % (where, place_of(thrown, path), first_line(describe(thrown))),
            "Correct what the message names; nothing was run.",
        ) from None
    raise Refusal(
        "inputs-invalid",
        "The %s are of type %s, which is neither a list nor iterable." % (where, type(given).__name__),
        "Give a list, an iterable (a generator, a range), or a function that returns one.",
    )


def _drain(given, wanted):
    limit = _LONGEST_ITERABLE if wanted is None else wanted
    finite = isinstance(given, Sequence) and len(given) <= limit
    deadline = monotonic() + _LONGEST_ITERATING_S
    values = []
    for value in given:
        values.append(value)
        if len(values) >= limit:
            return values, not finite
        if not finite and len(values) % 256 == 0 and monotonic() > deadline:
            return values, True
    return values, False


def _is_iterable(value):
    return not isinstance(value, (str, bytes)) and (hasattr(value, "__iter__") or hasattr(value, "__getitem__"))


def _read_file(path):
    """`.json`: an array. `.jsonl`, `.ndjson`: a value per line. Anything else: a string per line."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if path.endswith(".json"):
            return json.loads(text)
        lines = [line for line in text.splitlines() if line]
        return [json.loads(line) for line in lines] if path.endswith((".jsonl", ".ndjson")) else lines
    except (OSError, ValueError) as thrown:
        raise Refusal(
            "inputs-invalid",
            "The inputs file %s could not be read: %s." % (path, first_line(str(thrown))),
            "Give a readable .json file (an array), .jsonl (a JSON value per line) or text (a string per line).",
        ) from None
