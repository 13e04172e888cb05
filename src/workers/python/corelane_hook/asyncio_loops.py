"""How asyncio's loops fared: each second, how long a loop did not wait for events, and its longest delay.

Once in each round of a loop, whatever the number of steps in it: before it looks for events.
"""

from .trace import API_ASYNCIO, KIND_LOOP, TID, now, put_f32, put_u8
from .weave import NotWoven, weave_all

_SECOND = 1_000_000_000

# A round that need not wait is not over when it has looked for events: looking takes no time to speak of.
_BEFORE_POLL = """
corelane_round = corelane_rounds.get(id(self)) or corelane_begun(self)
corelane_time = corelane_now()
corelane_took = corelane_time - corelane_round[0]
if corelane_took > corelane_round[1]:
    corelane_round[1] = corelane_took
corelane_round[0] = corelane_time
if timeout != 0 or corelane_time > corelane_round[2]:
    corelane_rests(corelane_round, corelane_time)
"""
_AFTER_POLL = """
if timeout != 0:
    corelane_round[0] = corelane_round[5] = corelane_now()
"""


class AsyncioLoops:
    """Of each loop, by its id: [begin of the round, longest round, when to tell, begin of what is told, active time before `begin`,
    begin of what is active]."""

    def __init__(self, hook):
        self._hook = hook
        self._rounds = {}

    def patch(self, asyncio):
        self._hook.on_fork(self._rounds.clear)
        names = {"now": now, "rounds": self._rounds, "begun": self._begun, "rests": self._rests, "closes": self._closes}
        names = {"corelane_" + name: value for name, value in names.items()}
        poll = "event_list = self._selector.select(timeout)"
        try:
            weave_all(
                [
                    (asyncio.BaseEventLoop, "close", [("first", None, "corelane_closes(self)")]),
                    (asyncio.BaseEventLoop, "_run_once", [("before", poll, _BEFORE_POLL), ("after", poll, _AFTER_POLL)]),
                ],
                names,
            )
        except NotWoven:
            pass

    def _begun(self, loop):
        time = now()
        times = self._rounds[id(loop)] = [time, 0, time + _SECOND, time, 0, time]
        return times

    def _rests(self, times, time):
        """What was active until now ends, for the loop waits; or for it is time to tell."""
        times[4] += time - times[5]
        times[5] = time
        if time > times[2]:
            self._tell(times, time)

    def _tell(self, times, time):
        hook = self._hook
        slot = hook.trace.record(0, API_ASYNCIO, start=times[3], end=time, cpu=times[4], worker_tid=hook.here.cell[TID])
        put_f32(slot, 124, times[1])
        put_u8(slot, 0, KIND_LOOP)
        times[1:5] = 0, time + _SECOND, time, 0

    def _closes(self, loop):
        times = self._rounds.pop(id(loop), None)
        if times is not None:
            time = now()
            times[4] += time - times[5]
            self._tell(times, time)
