import { useEffect, useState } from 'react';

/** A number that changes every `everyMs`; with null it stays. */
export function useTicks(everyMs: number | null): number {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => setTicks((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return ticks;
}
