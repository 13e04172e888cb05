import { CorelaneError } from '../../../shared/errors.ts';
import type { LabOptions } from './lab.ts';

export function conductLab(options: LabOptions): Promise<void> {
  throw new CorelaneError(
    'internal',
    `The lab cannot run ${options.task} yet.`,
    'Use a later version of Corelane.',
  );
}
