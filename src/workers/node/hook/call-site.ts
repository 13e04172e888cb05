import { fileURLToPath } from 'node:url';
import { basename } from 'node:path';
import type { TraceStrings } from '../../../shared/trace-format.ts';
import { isText } from './fields.ts';

export type Place = TraceStrings['place'];

/** Frames that are looked at: those of Node and of a pool are left out, and the first that remains is the one. */
const mostFrames = 24;

/** Files of the packages whose tasks are traced themselves: a submit is where the program called them. */
const poolPackage = /[\\/](?:piscina|tinypool|workerpool|poolifier)[\\/](?:dist|src|lib)[\\/]/;

/**
 * Where the program is at this moment: the first frame that is neither Node's nor a pool's nor ours. Null: all are.
 * `onFile` is shown the files of frames that were left out.
 */
export function callSite(onFile?: (file: string) => void): Place | null {
  for (const frame of frames()) {
    const file = frame.getFileName();
    if (!isText(file) || file.startsWith('node:') || file === __filename) continue;
    if (poolPackage.test(file)) {
      onFile?.(file);
      continue;
    }
    return {
      name: frame.getFunctionName() ?? '<module>',
      file: file.startsWith('file:') ? fileURLToPath(file) : file,
      line: frame.getLineNumber() ?? 0,
    };
  }
  return null;
}

/** The place of a file as a whole, which is what a worker runs. */
export const wholeFile = (file: string, name = basename(file)): Place => ({ name, file, line: 1 });

/** Structured frames, ours among them. The program's own way to write stacks, and their length, are back when this returns. */
function frames(): readonly NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const writeStack: unknown = Reflect.get(Error, 'prepareStackTrace');
  let found: readonly NodeJS.CallSite[] = [];
  try {
    Error.stackTraceLimit = mostFrames;
    Error.prepareStackTrace = (_, structured) => {
      found = structured;
      return '';
    };
    // `captureStackTrace` would cost three times that of an error.
    void new Error().stack;
  } catch {
    // Frozen by the program: then sites are not known.
  } finally {
    try {
      Error.stackTraceLimit = stackTraceLimit;
      Reflect.set(Error, 'prepareStackTrace', writeStack);
    } catch {
      // As above.
    }
  }
  return found;
}
