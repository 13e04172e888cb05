import type { CoreLoadSeries } from './core-load-series.ts';

/** A place on a heat strip, in shares of its width and height. */
export interface StripPlace {
  readonly across: number;
  readonly down: number;
}

/** The place that a key goes to: up and down from core to core, sideways from moment to moment. Null: it goes nowhere. */
export function placeAfter(
  key: string,
  from: StripPlace | null,
  { cores, timesNs }: Pick<CoreLoadSeries, 'cores' | 'timesNs'>,
): StripPlace | null {
  const step = steps[key];
  const [columns, rows] = [timesNs.length, cores.length];
  if (step === undefined || columns === 0 || rows === 0) return null;
  const column =
    from === null ? 0 : Math.floor(from.across * columns) + step.across * wide(step.far, columns);
  const row = from === null ? 0 : Math.floor(from.down * rows) + step.down;
  // The middle of a cell: nothing is lost by rounding when it is read back.
  return { across: (within(column, columns) + 0.5) / columns, down: (within(row, rows) + 0.5) / rows };
}

interface Step {
  readonly across: number;
  readonly down: number;
  /** A tenth of the strip at once. */
  readonly far: boolean;
}

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: { across: 1, down: 0, far: false },
  ArrowLeft: { across: -1, down: 0, far: false },
  ArrowDown: { across: 0, down: 1, far: false },
  ArrowUp: { across: 0, down: -1, far: false },
  PageDown: { across: 1, down: 0, far: true },
  PageUp: { across: -1, down: 0, far: true },
};

const wide = (far: boolean, columns: number): number => (far ? Math.ceil(columns / 10) : 1);
const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));
