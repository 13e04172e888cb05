import { type CoreTimes, parseCoreTimes } from '../../../../shared/proc-format.ts';
import type { CoreUse } from '../../../../shared/lab-report.ts';
import { type Nanoseconds, asNanoseconds } from '../../../../shared/units.ts';
import { type CoreRow, coresBatch } from '../sample-rows.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { type DescriptorAllowance, ProcFile } from './proc-file.ts';

/** What every core of the machine does, all session long, from /proc/stat. Its steps are ticks of 10 ms. */
export class CoreSampling {
  readonly #stat: ProcFile;
  readonly #previous = new Map<number, CoreTimes>();
  #rows: CoreRow[] = [];

  constructor(allowance: DescriptorAllowance) {
    this.#stat = new ProcFile('/proc/stat', allowance);
  }

  /** The cumulative times of every online core; empty when they cannot be read. */
  read(): readonly CoreTimes[] {
    const text = this.#stat.read();
    return typeof text === 'string' ? parseCoreTimes(text) : [];
  }

  sample(nowNs: Nanoseconds): void {
    for (const times of this.read()) {
      const previous = this.#previous.get(times.core);
      const spent = previous === undefined ? null : spentSince(previous, times);
      // Within one tick nothing has been counted yet: the next row says what happened in both periods.
      if (spent !== null && totalNs(spent) === 0) continue;
      this.#previous.set(times.core, times);
      if (spent !== null) this.#rows.push({ time: nowNs, ...spent });
    }
  }

  /** Hands the rows since the last call on, and gives them back. */
  flush(writer: PortWriter): readonly CoreRow[] {
    const rows = this.#rows;
    if (rows.length > 0) writer.append('cores', coresBatch(rows));
    this.#rows = [];
    return rows;
  }

  close(): void {
    this.#stat.close();
  }
}

/**
 * The share of the time between two readings that each core was not idle (waiting for a disk is idle;
 * time stolen by another virtual machine is not). A core for which no tick has passed is left out.
 */
export function coreShares(before: readonly CoreTimes[], after: readonly CoreTimes[]): CoreUse[] {
  const earlier = new Map(before.map((times) => [times.core, times]));
  return after.flatMap((times) => {
    const start = earlier.get(times.core);
    if (start === undefined) return [];
    const spent = spentSince(start, times);
    const total = totalNs(spent);
    return total === 0 ? [] : [{ core: times.core, busy: 1 - (spent.idleNs + spent.iowaitNs) / total }];
  });
}

function spentSince(before: CoreTimes, after: CoreTimes): CoreTimes {
  // The kernel's iowait and idle may run backwards (proc(5)), never a core's real time.
  const since = (name: Exclude<keyof CoreTimes, 'core'>): Nanoseconds =>
    asNanoseconds(Math.max(0, after[name] - before[name]));
  return {
    core: after.core,
    userNs: since('userNs'),
    systemNs: since('systemNs'),
    iowaitNs: since('iowaitNs'),
    stealNs: since('stealNs'),
    idleNs: since('idleNs'),
  };
}

const totalNs = (times: CoreTimes): number =>
  times.userNs + times.systemNs + times.iowaitNs + times.stealNs + times.idleNs;
