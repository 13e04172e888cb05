import { CorelaneError } from '../../../../shared/errors.ts';
import { type SchedulingMode, schedulingModes, schedulingVariable } from './reasons.ts';

/** The most that is to be recorded of scheduling. Throws `usage` for a mode that there is not. */
export function wantedScheduling(env: Readonly<Record<string, string | undefined>>): SchedulingMode {
  const text = env[schedulingVariable] ?? '';
  if (text === '') return 'system';
  const mode = schedulingModes.find((one) => one === text);
  if (mode !== undefined) return mode;
  throw new CorelaneError(
    'usage',
    `${schedulingVariable}=${text} is no way of recording scheduling.`,
    `Use one of ${schedulingModes.join(', ')}, or leave it unset for the best that the kernel allows.`,
  );
}
