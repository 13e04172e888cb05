import type { CoreInfo } from '../../../shared/workplace.ts';

/** What is known of the cores beyond their number, to be said after it: `, on 4 physical cores, up to 3.6 GHz`. */
export function coreFacts(cores: readonly CoreInfo[]): string {
  const physical = new Set(cores.flatMap((core) => core.physical ?? []));
  const mhz = [...new Set(cores.flatMap((core) => core.maxMhz ?? []))].sort((a, b) => b - a);
  const on = physical.size === 0 ? '' : `, on ${physical.size} physical`;
  const upTo =
    mhz.length === 0 ? '' : `, up to ${mhz.map((one) => (one / 1000).toFixed(1)).join(' or ')} GHz`;
  return on + upTo;
}
