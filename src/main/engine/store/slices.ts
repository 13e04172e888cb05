/** What a core does from `time` on: `thread` runs, 0 when it idles. */
export interface CoreState {
  readonly time: number;
  readonly thread: number;
}

/** A core's switches in order of arrival. */
export interface CoreSwitches {
  readonly time: ArrayLike<number>;
  readonly thread: ArrayLike<number>;
}

/**
 * Slices of one core: calls `keep` for each stay of a thread, in order of time, beginning with what the
 * core did `before`. The last one is still open and lasts until `horizon`, the latest switch seen on any
 * core. Gives the state after the last switch.
 */
export function eachSlice(
  switches: CoreSwitches,
  before: CoreState | undefined,
  horizon: number,
  keep: (start: number, end: number, thread: number) => void,
): CoreState | undefined {
  const { time, thread } = inOrderOfTime(switches);
  let state = before;
  for (let index = 0; index < time.length; index += 1) {
    const at = time[index] ?? 0;
    if (state !== undefined && state.thread !== 0) keep(state.time, at, state.thread);
    state = { time: at, thread: thread[index] ?? 0 };
  }
  if (state !== undefined && state.thread !== 0)
    keep(state.time, Math.max(state.time, horizon), state.thread);
  return state;
}

function inOrderOfTime(switches: CoreSwitches): CoreSwitches {
  const { time, thread } = switches;
  let sorted = true;
  for (let index = 1; index < time.length && sorted; index += 1) {
    sorted = (time[index - 1] ?? 0) <= (time[index] ?? 0);
  }
  if (sorted) return switches;
  const order = Array.from({ length: time.length }, (_, index) => index).sort(
    (a, b) => (time[a] ?? 0) - (time[b] ?? 0),
  );
  return { time: order.map((index) => time[index] ?? 0), thread: order.map((index) => thread[index] ?? 0) };
}
