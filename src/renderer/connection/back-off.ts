const firstMs = 250;
const longestMs = 5000;

/** How long to wait before the next attempt to reach the host, after `failures` of them in a row: doubling, up to five seconds. */
export const retryDelayMs = (failures: number): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10));
