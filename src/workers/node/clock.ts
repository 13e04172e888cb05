/** Nanoseconds of CLOCK_MONOTONIC since the session's start, in any process of this machine. */
export type SessionClock = () => number;

/**
 * `process.hrtime()` in its tuple form: exact to the nanosecond as a double relative to the session's
 * start, and without the two BigInts that `hrtime.bigint()` would allocate for every task.
 */
export function sessionClock(originNs: string): SessionClock {
  const origin = BigInt(originNs);
  const originSeconds = Number(origin / 1_000_000_000n);
  const originRest = Number(origin % 1_000_000_000n);
  return () => {
    const [seconds, rest] = process.hrtime();
    return (seconds - originSeconds) * 1e9 + (rest - originRest);
  };
}
