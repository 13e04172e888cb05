import type { LiveCores } from '../../../shared/jobs.ts';

/** Load of a core since its reading before. */
export interface CoreReading {
  readonly timeNs: number;
  readonly core: number;
  readonly busy: number;
}

export const readingsOf = ({ timeNs, core, busy }: LiveCores): readonly CoreReading[] =>
  Array.from(timeNs, (time, row) => ({
    timeNs: time,
    core: core[row] ?? 0,
    busy: busy[row] ?? 0,
  }));

export const coreColumns = (readings: readonly CoreReading[]): LiveCores => ({
  timeNs: Float64Array.from(readings, ({ timeNs }) => timeNs),
  core: Uint16Array.from(readings, ({ core }) => core),
  busy: Float32Array.from(readings, ({ busy }) => busy),
});

/** All readings of a lab so far, in bounded memory: when there are too many, of the older half each core's become half as many. */
export class CoreHistory {
  readonly #limit: number;
  #readings: CoreReading[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(readings: readonly CoreReading[]): void {
    for (const reading of readings) this.#readings.push(reading);
    if (this.#readings.length <= this.#limit) return;
    const half = Math.floor(this.#readings.length / 2);
    this.#readings = [...halved(this.#readings.slice(0, half)), ...this.#readings.slice(half)];
  }

  all(): readonly CoreReading[] {
    return this.#readings;
  }
}

/** Joins every two readings of a core into one over the time of both. */
export function halved(readings: readonly CoreReading[]): readonly CoreReading[] {
  const joined: CoreReading[] = [];
  const waiting = new Map<number, { readonly reading: CoreReading; readonly lengthNs: number }>();
  const lastNs = new Map<number, number>();
  for (const reading of readings) {
    const { core, timeNs, busy } = reading;
    const lengthNs = timeNs - (lastNs.get(core) ?? timeNs);
    lastNs.set(core, timeNs);
    const first = waiting.get(core);
    if (first === undefined) waiting.set(core, { reading, lengthNs });
    else {
      waiting.delete(core);
      // How long the very first one took is not known; it is taken to be as long as the second.
      const firstNs = first.lengthNs === 0 ? lengthNs : first.lengthNs;
      const total = firstNs + lengthNs;
      const mean = total === 0 ? busy : (first.reading.busy * firstNs + busy * lengthNs) / total;
      joined.push({ core, timeNs, busy: mean });
    }
  }
  return [...joined, ...[...waiting.values()].map(({ reading }) => reading)].sort(
    (a, b) => a.timeNs - b.timeNs,
  );
}
