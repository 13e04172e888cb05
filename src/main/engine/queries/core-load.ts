import { CorelaneError } from '../../../shared/errors.ts';
import type { SessionReader, StreamBatch } from '../../../shared/session.ts';
import type { CoreLoad, CoreLoadQuery } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';

/** How far apart two samples of a core may be: the collector looks every 20 ms, less often when that gets dear. */
const widestGapNs = 2e9;

/** How busy each core was over a range, from the samples of the cores' clocks. */
export function coreLoad(reader: SessionReader, { fromNs, toNs, width }: CoreLoadQuery): CoreLoad {
  if (!(fromNs < toNs && Number.isFinite(toNs - fromNs) && Number.isInteger(width) && width > 0)) {
    throw new CorelaneError(
      'internal',
      `The load of the cores from ${fromNs} to ${toNs} ns cannot be told in ${width} parts.`,
      'This is a defect in Corelane; please report it.',
    );
  }
  const samples: SamplesByCore = new Map();
  // Every sample round tells of all cores: the first chunk names them, so that a range without samples still has its rows.
  for (const { core } of reader.batches('cores')) {
    for (const number of core) samplesOf(samples, number);
    break;
  }
  const from = asNanoseconds(fromNs - widestGapNs);
  const to = asNanoseconds(toNs + widestGapNs);
  for (const batch of reader.batches('cores', { from, to })) addSamples(samples, batch);
  const cores = [...samples.keys()].toSorted((a, b) => a - b);
  const busy = new Float32Array(cores.length * width);
  for (const [row, core] of cores.entries()) {
    busy.set(busyShares(samples.get(core) ?? [], { fromNs, toNs, width }), row * width);
  }
  return { cores, busy };
}

/** What a core did up to `time`. */
export interface CoreSample {
  readonly time: number;
  readonly busyNs: number;
  /** Busy or not; 0: nothing is known. */
  readonly knownNs: number;
}

type SamplesByCore = Map<number, CoreSample[]>;

/**
 * The busy share of each of `width` parts of a range: busy time over known time of the samples that overlap it, each in
 * proportion to its overlap; NaN where none does. A sample covers the time since the one before it; the first one, the time it tells of.
 */
export function busyShares(
  samples: readonly CoreSample[],
  { fromNs, toNs, width }: Omit<CoreLoadQuery, 'session'>,
): Float32Array {
  const partNs = (toNs - fromNs) / width;
  const busy = new Float64Array(width);
  const known = new Float64Array(width);
  let previous: number | null = null;
  for (const { time, busyNs, knownNs } of samples.toSorted((a, b) => a.time - b.time)) {
    const begin: number = previous ?? time - knownNs;
    previous = time;
    const perNs = 1 / (time - begin);
    if (!Number.isFinite(perNs)) continue;
    const last = Math.min(width - 1, Math.floor((time - fromNs) / partNs));
    for (let part = Math.max(0, Math.floor((begin - fromNs) / partNs)); part <= last; part += 1) {
      const left = fromNs + part * partNs;
      const share = Math.max(0, Math.min(time, left + partNs) - Math.max(begin, left)) * perNs;
      busy[part] = (busy[part] ?? 0) + busyNs * share;
      known[part] = (known[part] ?? 0) + knownNs * share;
    }
  }
  return Float32Array.from(busy, (sum, part) => sum / (known[part] ?? 0));
}

function samplesOf(samples: SamplesByCore, core: number): CoreSample[] {
  const known = samples.get(core);
  if (known !== undefined) return known;
  const made: CoreSample[] = [];
  samples.set(core, made);
  return made;
}

/** Waiting for a disk is idle; time stolen by another virtual machine is not. */
function addSamples(samples: SamplesByCore, batch: StreamBatch<'cores'>): void {
  const {
    time,
    core,
    user_ns: user,
    system_ns: system,
    iowait_ns: iowait,
    steal_ns: steal,
    idle_ns: idle,
  } = batch;
  for (const [row, number] of core.entries()) {
    const busyNs = knownOrZero(user[row]) + knownOrZero(system[row]) + knownOrZero(steal[row]);
    const knownNs = busyNs + knownOrZero(iowait[row]) + knownOrZero(idle[row]);
    samplesOf(samples, number).push({ time: time[row] ?? Number.NaN, busyNs, knownNs });
  }
}

/** States that a system does not tell apart are NaN; their time is in the others. */
const knownOrZero = (value: number | undefined): number =>
  value === undefined || Number.isNaN(value) ? 0 : value;
