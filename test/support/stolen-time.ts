import { readFileSync } from 'node:fs';
import os from 'node:os';
import { nanosecondsPerTick, parseCoreTimes } from '../../src/shared/proc-format.ts';

/**
 * What a hypervisor takes from a core does not count as CPU time of the thread that is on it, but nobody sees that thread leave: by so
 * much recorded slices may exceed the kernel's counters. Gives a function that tells the most that was taken since, in nanoseconds, over
 * all cores; it is counted in ticks.
 */
export function stolenTime(): () => number {
  const before = stolenNs();
  return () => stolenNs() - before + nanosecondsPerTick * os.cpus().length;
}

const stolenNs = (): number =>
  parseCoreTimes(readFileSync('/proc/stat', 'utf8')).reduce((sum, { stealNs }) => sum + stealNs, 0);
