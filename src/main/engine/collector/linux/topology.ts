import { readFileSync } from 'node:fs';
import type { CoreInfo } from '../../../../shared/workplace.ts';

/** One logical core as the kernel describes it in /sys; what it does not tell (virtual machines, sandboxes) is null. */
export function readCore(core: number, root = '/sys/devices/system/cpu'): CoreInfo {
  const read = (file: string): number | null => leadingNumber(textOf(`${root}/cpu${core}/${file}`));
  const maxKhz = read('cpufreq/cpuinfo_max_freq');
  return {
    core,
    // `core_id` repeats from socket to socket; the first of the siblings names a physical core once in the machine.
    physical: read('topology/thread_siblings_list'),
    socket: read('topology/physical_package_id'),
    maxMhz: maxKhz === null ? null : maxKhz / 1000,
  };
}

/** Every core that is on, whether this process may use it or not; null when the kernel does not tell. */
export function onlineCores(path = '/sys/devices/system/cpu/online'): readonly number[] | null {
  const ranges = textOf(path)
    .trim()
    .split(',')
    .map((range) => /^(\d+)(?:-(\d+))?$/.exec(range));
  const cores = ranges.flatMap((range) => {
    if (range === null) return [];
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return cores.length === 0 ? null : cores;
}

/** `0-1`, `0,4`, `2400000`; the kernel's −1 for unknown is null. */
function leadingNumber(text: string): number | null {
  const digits = /^\d+/.exec(text)?.[0];
  return digits === undefined ? null : Number(digits);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
