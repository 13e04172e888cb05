"""What is woven into asyncio's functions. `asyncio_tasks` says what the names stand for."""

# An entry is a list [block of its record, number of its record, steps, longest step]: as small as can be, as there may be a million.
# 50 ms: that long a callback keeps all others of its loop waiting, and is told of. A step's start is written last, as readers go by it.
RUN = """
corelane_callback = self._callback
if corelane_callback.__class__ in corelane_steppers:
    corelane_task = corelane_callback.__self__
    try:
        corelane_entry = corelane_entries[id(corelane_task)]
    except KeyError:
        corelane_entry = corelane_adopted(corelane_task)
else:
    corelane_task = getattr(corelane_callback, "__self__", None)
    corelane_entry = corelane_entries.get(id(corelane_task))
    if corelane_entry is not None and not corelane_is_step(corelane_callback):
        corelane_entry = None
corelane_start = corelane_now()
if corelane_entry is not None:
    corelane_block = corelane_trace.steps.block
    try:
        corelane_at = corelane_block.free.pop()
    except IndexError:
        corelane_block, corelane_at = corelane_place_of_step()
    corelane_block.numbers[corelane_at] = corelane_entry[1]
    corelane_block.starts[corelane_at] = corelane_start
    if not corelane_entry[2]:
        corelane_first(corelane_entry, corelane_start)
try:
    ...
finally:
    corelane_took = corelane_now() - corelane_start
    if corelane_entry is not None:
        try:
            corelane_block.durations[corelane_at] = corelane_took
        except ValueError:
            corelane_block.durations[corelane_at] = 0xFFFFFFFE
        corelane_entry[2] += 1
        if corelane_took > corelane_entry[3]:
            corelane_entry[3] = corelane_took
        if corelane_task._state != "PENDING":
            corelane_ended(corelane_task, corelane_entry, corelane_start + corelane_took)
    if corelane_took >= 50000000:
        corelane_held(corelane_callback, corelane_entry, corelane_start, corelane_start + corelane_took)
    corelane_callback = corelane_task = corelane_entry = corelane_block = None
"""

# A task factory may run the first step of its task at once (3.12 and later), so the task has a record before it is made.
CREATE = """
corelane_entry = corelane_early(self, coro) if {eager} else None
try:
    ...
finally:
    if corelane_entry is not None:
        corelane_late()
        corelane_entry = None
"""
CREATED = "corelane_created(self, coro, task, {name}, corelane_entry)"
MADE_BY_FACTORY = """
task = self._task_factory(self, coro, **kwargs)
try:
    corelane_created(self, coro, task, {name}, corelane_entry)
    return task
finally:
    del task
"""
