import { formatDuration } from '../../shared/durations.ts';
import { asNanoseconds, nanosecondsPerSecond } from '../../shared/units.ts';

/** How long something has been going on, in whole seconds: a figure that changes with every look cannot be read. `12 s`, `1m 05s`. */
export function formatElapsed(elapsedNs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedNs / nanosecondsPerSecond));
  return seconds < 60 ? `${seconds} s` : formatDuration(asNanoseconds(seconds * nanosecondsPerSecond));
}
