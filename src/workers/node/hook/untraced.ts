import { dirname, join } from 'node:path';
import { untracedFile } from '../../../shared/trace-format.ts';
import { fieldOf, isNumber } from './fields.ts';
import { files } from './files.ts';
import { quietly } from './guard.ts';

const { closeSync, constants, openSync, writeSync } = files;

/** Leaves a word for the engine that this process, or this thread of it, is not recorded. Whoever it runs as may do that. */
export function tellUntraced(folder: string, error: unknown): void {
  quietly(() => {
    const errno = fieldOf(error, 'errno');
    const why = isNumber(errno) ? `errno ${Math.abs(errno)}` : String(fieldOf(error, 'name'));
    // Not made where there is none: then nobody will read it.
    const file = openSync(join(dirname(folder), untracedFile), constants.O_WRONLY | constants.O_APPEND);
    try {
      writeSync(file, `${process.pid} ${why}\n`);
    } finally {
      closeSync(file);
    }
  });
}
