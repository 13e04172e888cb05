import { nanosecondsPerSecond } from '../../../shared/units.ts';

const shortestNs = nanosecondsPerSecond / 2;

/** A time axis that holds `elapsedNs`: it doubles when it is full, as one that grew steadily would have everything move all the time. */
export const axisExtent = (elapsedNs: number): number =>
  shortestNs * 2 ** Math.max(0, Math.ceil(Math.log2(elapsedNs / shortestNs)));
