"""The items of a chunk, of which each is a task."""

from .trace import OPEN_STEP, now, number_of, put_f32, put_u32


def items_of(chunk, slot, trace):
    """Gives the items of a chunk of the record `slot`. Each is a step until the next is asked for, and the last until this is closed."""
    steps = trace.steps
    number = number_of(slot)
    count = longest = 0
    block = None
    start = now()
    try:
        for item in chunk:
            block = steps.block
            try:
                at = block.free.pop()
            except IndexError:
                place = steps.take()
                if place is None:
                    block = None
                    yield item
                    continue
                block, at = place
            block.numbers[at] = number
            # Last: by its start a reader knows that a step is written.
            block.starts[at] = start
            count += 1
            yield item
            end = now()
            took = end - start
            block.durations[at] = took if took < OPEN_STEP else OPEN_STEP - 1
            if took > longest:
                longest = took
            start = end
            block = None
    finally:
        if block is not None:
            took = now() - start
            block.durations[at] = min(took, OPEN_STEP - 1)
            longest = max(longest, took)
        put_u32(slot, 120, count)
        put_f32(slot, 124, longest)
