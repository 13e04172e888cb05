/** A stretch of time in equal parts. */
export interface Buckets {
  readonly fromNs: number;
  readonly bucketNs: number;
  readonly width: number;
}

export const bucketsOf = (fromNs: number, toNs: number, width: number): Buckets => ({
  fromNs,
  bucketNs: (toNs - fromNs) / width,
  width,
});

/** Adds the time of [start, end] to the buckets in which it lies; what lies outside of them is left out. */
export function addSpan(
  sums: Float64Array,
  { fromNs, bucketNs, width }: Buckets,
  start: number,
  end: number,
): void {
  const from = Math.max(0, (start - fromNs) / bucketNs);
  const to = Math.min(width, (end - fromNs) / bucketNs);
  // Also when a time is not known.
  if (!(from < to)) return;
  const first = Math.floor(from);
  const last = Math.min(width - 1, Math.floor(to));
  if (first === last) {
    sums[first] = (sums[first] ?? 0) + (to - from) * bucketNs;
    return;
  }
  sums[first] = (sums[first] ?? 0) + (first + 1 - from) * bucketNs;
  for (let bucket = first + 1; bucket < last; bucket += 1) sums[bucket] = (sums[bucket] ?? 0) + bucketNs;
  sums[last] = (sums[last] ?? 0) + (to - last) * bucketNs;
}

/** Sums of buckets as sums of others: each counts where it lies, in proportion to the overlap. */
export function resample(sums: Float64Array, from: Buckets, to: Buckets): Float64Array<ArrayBuffer> {
  const resampled = new Float64Array(to.width);
  const first = Math.max(0, Math.floor((to.fromNs - from.fromNs) / from.bucketNs));
  const end = Math.min(
    from.width,
    Math.ceil((to.fromNs + to.width * to.bucketNs - from.fromNs) / from.bucketNs),
  );
  const part = new Float64Array(to.width);
  for (let bucket = first; bucket < end; bucket += 1) {
    const sum = sums[bucket] ?? 0;
    if (sum === 0) continue;
    const start = from.fromNs + bucket * from.bucketNs;
    const left = Math.max(0, Math.floor((start - to.fromNs) / to.bucketNs));
    const right = Math.min(to.width - 1, Math.floor((start + from.bucketNs - to.fromNs) / to.bucketNs));
    addSpan(part, to, start, start + from.bucketNs);
    for (let at = left; at <= right; at += 1) {
      resampled[at] = (resampled[at] ?? 0) + ((part[at] ?? 0) / from.bucketNs) * sum;
      part[at] = 0;
    }
  }
  return resampled;
}
