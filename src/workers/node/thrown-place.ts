import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** ` (file.mjs:3)` where the error's stack tells where in user code it began, else nothing. */
export const placeOf = (thrown: unknown): string =>
  placeIn(thrown instanceof Error ? (thrown.stack ?? '') : '');

/**
 * The same for a syntax error. V8 leaves the place of one in an ES module out of its stack and tells only whoever
 * prints it as uncaught, so another Node imports the module and says. (It gets no further than here: it fails to parse.)
 */
export function placeOfSyntaxError(thrown: unknown, moduleUrl: string): string {
  const place = placeOf(thrown);
  if (place !== '') return place;
  const script = `await import(${JSON.stringify(moduleUrl)})`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 10_000,
  });
  return placeIn(stderr);
}

/** The first file and line of a stack that lie neither in Node itself (`node:…`) nor in a package. */
function placeIn(stack: string): string {
  const place = /(?:^|[\s(])(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^\s:()]+):(\d+)/.exec(stack);
  const [, path = '', line = ''] = place ?? [];
  if (path === '' || path.includes('node_modules')) return '';
  return ` (${path.split(/[\\/]/).at(-1) ?? path}:${line})`;
}
