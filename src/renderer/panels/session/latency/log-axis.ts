/** A logarithmic time axis: which part of it is drawn, and where it is labelled. */

/** As many of 1 … 9 of every decade within [fromNs, toNs] as `most` allows, down to whole decades and fewer. */
export function logTicks(fromNs: number, toNs: number, most: number): readonly number[] {
  if (!(fromNs > 0 && toNs > fromNs)) return [];
  const steps: readonly (readonly number[])[] = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];
  const choices = steps.map((factors) => ticksOf(fromNs, toNs, factors));
  const fitting = choices.find((ticks) => ticks.length <= most);
  if (fitting !== undefined) return fitting;
  const decades = choices.at(-1) ?? [];
  const stride = Math.ceil(decades.length / most);
  return decades.filter((_, index) => index % stride === 0);
}

function ticksOf(fromNs: number, toNs: number, factors: readonly number[]): readonly number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(fromNs)); decade <= Math.ceil(Math.log10(toNs)); decade++) {
    for (const factor of factors) {
      const tick = Number(`${factor}e${decade}`);
      if (tick >= fromNs && tick <= toNs) ticks.push(tick);
    }
  }
  return ticks;
}

/** A tick's label, without digits that a whole number does not need: `1 µs`, `20 ms`, `5 s`, `2 min`. */
export function tickLabel(ns: number): string {
  if (ns >= 60e9) return `${compact(ns / 60e9)} min`;
  if (ns >= 1e9) return `${compact(ns / 1e9)} s`;
  if (ns >= 1e6) return `${compact(ns / 1e6)} ms`;
  if (ns >= 1e3) return `${compact(ns / 1e3)} µs`;
  return `${compact(ns)} ns`;
}

const compact = (value: number): string => String(Number(value.toPrecision(3)));
