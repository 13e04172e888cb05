import type { LabRequest } from '../../../shared/experiment.ts';
import type { PinPolicy } from '../../../shared/lab-report.ts';
import type { Platform } from '../collector/platform.ts';

/** Where the tasks of a lab may run, as far as this platform can decide it. */
export interface Placement {
  /** Cores to measure on. */
  readonly cores: readonly number[];
  /** How workers are pinned to them; `none` where the platform cannot pin, whatever was asked for. */
  readonly pin: PinPolicy;
  /** Cores the whole process tree is held on; null: all. */
  readonly confinedTo: readonly number[] | null;
  /** Why it is not as asked for; null when it is. */
  readonly warning: string | null;
}

/** Asks the platform whether it can pin before anything is started. */
export function placeOn(
  platform: Platform,
  { cores: wanted, pin }: Pick<LabRequest, 'cores' | 'pin'>,
): Placement {
  const cores = wanted ?? platform.cores();
  const pinning = platform.capabilities().find(({ name }) => name === 'pinning');
  if (pinning?.available !== false) return { cores, pin, confinedTo: cores, warning: null };
  const asked = pin !== 'none' || wanted !== null;
  const reason = pinning.reason ?? 'this platform cannot do it.';
  return {
    cores,
    pin: 'none',
    confinedTo: null,
    warning: asked ? `Workers are not pinned: ${reason}` : null,
  };
}
