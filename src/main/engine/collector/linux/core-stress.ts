import { readFileSync } from 'node:fs';
import { parseCoreTimes } from '../../../../shared/proc-format.ts';
import type { CoreStress } from '../platform.ts';

/**
 * What a hypervisor took from the cores (/proc/stat) and how often they were slowed down for heat (thermal_throttle in /sys, which only some processors and
 * few virtual machines have).
 */
export function readCoreStress(cores: readonly number[]): CoreStress {
  const times = parseCoreTimes(textOf('/proc/stat') ?? '').filter(({ core }) => cores.includes(core));
  const throttles = cores
    .map((core) => textOf(`/sys/devices/system/cpu/cpu${core}/thermal_throttle/core_throttle_count`))
    .filter((text) => text !== null)
    .map((text) => Number.parseInt(text, 10));
  return {
    stolenNs: times.length === 0 ? null : times.reduce((sum, { stealNs }) => sum + stealNs, 0),
    throttleEvents: throttles.length === 0 ? null : throttles.reduce((sum, count) => sum + count, 0),
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
