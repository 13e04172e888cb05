/** Throughput over workers: what was measured, and the Universal Scalability Law that was fitted to it. */

/** X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), N. J. Gunther, "Guerrilla Capacity Planning", Springer 2007. */
export interface ScalabilityLaw {
  readonly lambdaPerSecond: number;
  readonly sigma: number;
  readonly kappa: number;
}

/** One executor's curve, with a look that tells it from the others also without its hue. */
export interface ScalingCurve {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly dashes: string;
  /** Its points are rings. */
  readonly hollow: boolean;
  /** Ascending in workers. */
  readonly points: readonly { readonly workers: number; readonly perSecond: number }[];
  /** Null: the points do not determine it. */
  readonly law: ScalabilityLaw | null;
  /** Workers at which the law is highest, not rounded; null: not known. */
  readonly optimum: number | null;
}

/** A place on the axis of workers; the keys of curves come with `:point`, `:fit` and `:beyond`. */
export type ScalingRow = Readonly<Record<string, number>> & { readonly workers: number };

export const throughputOf = ({ lambdaPerSecond, sigma, kappa }: ScalabilityLaw, workers: number): number =>
  (lambdaPerSecond * workers) / (1 + sigma * (workers - 1) + kappa * workers * (workers - 1));

/** From here on the axis is logarithmic: what changes among the first few workers would not be seen. */
const widestLinear = 20;

export interface WorkerAxis {
  readonly scale: 'linear' | 'log';
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** From 1 to a little beyond what was measured or predicted. */
export function workerAxis(curves: readonly ScalingCurve[]): WorkerAxis {
  const to = Math.max(2, ...curves.map(lastOf));
  const scale = to > widestLinear ? 'log' : 'linear';
  return { scale, from: 1, to, ticks: scale === 'log' ? powers(to) : wholes(to) };
}

const lastOf = ({ points, optimum }: ScalingCurve): number =>
  Math.max(points.at(-1)?.workers ?? 1, Math.ceil(optimum ?? 1));

const mostTicks = 10;

function wholes(to: number): readonly number[] {
  const step = Math.ceil(to / mostTicks);
  const ticks = Array.from({ length: Math.floor((to - 1) / step) + 1 }, (_, index) => 1 + index * step);
  return ticks;
}

function powers(to: number): readonly number[] {
  const base = Math.log2(to) < mostTicks ? 2 : 4;
  const count = Math.floor(Math.log(to) / Math.log(base) + 1e-9) + 1;
  return Array.from({ length: count }, (_, power) => base ** power);
}

const steps = 80;

/** The rows of a chart: every worker count that was measured, and places enough between them to draw curves smoothly. */
export function scalingRows(curves: readonly ScalingCurve[]): readonly ScalingRow[] {
  const { scale, from, to } = workerAxis(curves);
  const between = Array.from({ length: steps + 1 }, (_, step) =>
    scale === 'log' ? from * (to / from) ** (step / steps) : from + ((to - from) * step) / steps,
  );
  const places = new Set([
    ...between,
    ...curves.flatMap(({ points }) => points.map(({ workers }) => workers)),
  ]);
  return [...places]
    .sort((a, b) => a - b)
    .map((workers) =>
      Object.assign({ workers }, Object.fromEntries(curves.flatMap((curve) => valuesAt(curve, workers)))),
    );
}

/** What was measured there, and what the law says: apart for where it is only extrapolated, as far as the optimum. */
function valuesAt(curve: ScalingCurve, workers: number): readonly (readonly [string, number])[] {
  const { key, points, law, optimum } = curve;
  const measured = points.find((point) => point.workers === workers);
  const most = points.at(-1)?.workers ?? 1;
  return [
    ...(measured === undefined ? [] : [[`${key}:point`, measured.perSecond] as const]),
    ...(law === null || workers > most ? [] : [[`${key}:fit`, throughputOf(law, workers)] as const]),
    ...(law === null || workers < most || workers > Math.ceil(optimum ?? 0)
      ? []
      : [[`${key}:beyond`, throughputOf(law, workers)] as const]),
  ];
}
