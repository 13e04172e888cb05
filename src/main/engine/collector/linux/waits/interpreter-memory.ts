import { basename } from 'node:path';

/** Addresses [from, to). */
export interface AddressRange {
  readonly from: number;
  readonly to: number;
}

/** Why an interpreter's waits for its GIL cannot be told from those for other locks. */
export type Indistinct = 'musl';

/**
 * Where CPython keeps its variables in a process, the GIL of the main interpreter among them: the writable mapping (data, and bss behind
 * it) of libpython, or of a program called python that holds the interpreter itself. Null: the process has no such mapping. `maps`: the
 * text of /proc/PID/maps, `program`: where /proc/PID/exe leads to.
 *
 * On musl a thread that waits for a condition waits at an address of its own stack, and not at the condition.
 */
export function interpreterMemory(
  maps: string,
  program: string,
): readonly AddressRange[] | Indistinct | null {
  const isInterpreter = (path: string): boolean =>
    path !== '' && (isLibPython(path) || (path === program && isPythonProgram(path)));
  const ranges: AddressRange[] = [];
  let found = false;
  let dataEnds = Number.NaN;
  for (const line of maps.split('\n')) {
    const mapping = parseMapping(line);
    if (mapping === null) continue;
    const { from, to, writable, path } = mapping;
    const isOwn = isInterpreter(path);
    found ||= isOwn;
    const isBss = path === '' && from === dataEnds;
    if (writable && (isOwn || isBss)) ranges.push({ from, to });
    dataEnds = writable && isOwn ? to : Number.NaN;
  }
  if (!found) return null;
  return maps.includes('/ld-musl-') ? 'musl' : ranges;
}

export const isWithin = (ranges: readonly AddressRange[], address: number): boolean =>
  ranges.some(({ from, to }) => from <= address && address < to);

/** `python3.13`, or `python3.13t` with the letters of its kind of build, and not a program that only works with it. */
const isPythonProgram = (path: string): boolean =>
  /^python[\d.]*[dmtu]*(?:-dbg)?$/.test(basename(withoutMark(path)));
const isLibPython = (path: string): boolean => /\/libpython[\d.]+[dmtu]*\.so[\d.]*$/.test(withoutMark(path));

/** The file was replaced while it ran, as by an update. */
const withoutMark = (path: string): string => path.replace(/ \(deleted\)$/, '');

interface Mapping extends AddressRange {
  readonly writable: boolean;
  /** Empty: anonymous. */
  readonly path: string;
}

/** `7f8eeeceb000-7f8eeed6f000 rw-p 004ea000 fe:00 95870    /usr/lib/libpython3.13.so.1.0`. Null: it is no such line. */
function parseMapping(line: string): Mapping | null {
  const dash = line.indexOf('-');
  const blank = line.indexOf(' ');
  if (dash < 0 || blank < dash) return null;
  const from = Number.parseInt(line.slice(0, dash), 16);
  const to = Number.parseInt(line.slice(dash + 1, blank), 16);
  if (!(from < to)) return null;
  const path = /^\S+ \S+ \S+ \S+ \S+\s+(.*)$/.exec(line)?.[1] ?? '';
  return { from, to, writable: line[blank + 2] === 'w', path };
}
