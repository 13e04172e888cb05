/**
 * The outline of a curve in steps, as an SVG path in a box of one unit per value by `height`, to be stretched to its place. `base` and
 * `values` are shares of the height, `values` on top of `base`; what is not known (NaN) is a gap.
 */
export function stepPath(values: Float32Array, base: Float32Array | null, height: number): string {
  let path = '';
  for (let from = 0; from < values.length; from++) {
    if (!isDrawn(values, base, from)) continue;
    let to = from;
    while (to + 1 < values.length && isDrawn(values, base, to + 1)) to++;
    path += outline(values, base, height, from, to);
    from = to;
  }
  return path;
}

const isDrawn = (values: Float32Array, base: Float32Array | null, at: number): boolean =>
  (values[at] ?? Number.NaN) > 0 && !Number.isNaN(base?.[at] ?? 0);

function outline(
  values: Float32Array,
  base: Float32Array | null,
  height: number,
  from: number,
  to: number,
): string {
  const y = (share: number): string => ((1 - Math.min(1, Math.max(0, share))) * height).toFixed(2);
  const parts = [`M${from} ${y(base?.[from] ?? 0)}`];
  for (let at = from; at <= to; at++)
    parts.push(`V${y((base?.[at] ?? 0) + (values[at] ?? 0))}`, `H${at + 1}`);
  for (let at = to; at >= from; at--) parts.push(`V${y(base?.[at] ?? 0)}`, `H${at}`);
  return `${parts.join('')}Z`;
}
