import type { Disturbance } from '../advice/verdict/trust.ts';
import type { Platform } from '../collector/platform.ts';

/** Begins to count what disturbs these cores from outside. Gives a function that tells what it was since. */
export function watchDisturbance(
  platform: Pick<Platform, 'coreStress'>,
  cores: readonly number[],
): (lostRecords: number) => Disturbance {
  const startedAt = performance.now();
  const before = platform.coreStress(cores);
  return (lostRecords) => {
    const now = platform.coreStress(cores);
    const elapsedNs = Math.max(1, (performance.now() - startedAt) * 1e6 * cores.length);
    const stolenNs = since(now.stolenNs, before.stolenNs);
    return {
      stolenShare: stolenNs === null ? null : Math.min(1, stolenNs / elapsedNs),
      throttled: since(now.throttleEvents, before.throttleEvents),
      lostRecords,
    };
  };
}

const since = (now: number | null, before: number | null): number | null =>
  now === null || before === null ? null : Math.max(0, now - before);
