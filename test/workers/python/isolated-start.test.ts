import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tracedCommand } from '../../../src/main/engine/tracing/traced-environment.ts';
import {
  prepareTracing,
  recordsOf,
  runBare,
  tracedPythons,
  withoutAddresses,
  type Outcome,
} from '../../support/hooked-python.ts';
import { ownFolder } from '../../support/own-folder.ts';

/** What a program sees of itself and its surroundings; and it has a task. */
const surroundings = `"""A text of its own."""
import sys
names = {name: repr(value) for name, value in globals().items() if name not in ("__builtins__", "__loader__")}
import __main__, concurrent.futures.thread
print(names, type(__loader__), __main__ is sys.modules["__main__"], vars(__main__) is globals())
print(sorted(sys.modules), sys.path, sorted(sys.path_importer_cache), sys.argv, getattr(sys, "orig_argv", None), sys.flags, sys.excepthook)
print([finder for finder in sys.meta_path if "corelane" not in repr(finder)])
with concurrent.futures.ThreadPoolExecutor(1) as pool:
    print(pool.submit(len, "four").result())
`;

const failing = `
import atexit, sys

def work(value):
    try:
        {}[value]
    except KeyError as error:
        raise ValueError("mine") from error

atexit.register(lambda: print("exit", sys.excepthook))
work(1)
`;

const hooking = `
import sys, traceback
names = lambda frames: [frame.name for frame in traceback.extract_tb(frames)]
sys.excepthook = lambda kind, value, frames: print(kind, names(frames), names(value.__traceback__), names(sys.last_traceback))
(lambda: 1 / 0)()
`;

/** A folder with programs of each kind. */
function programs(): string {
  const folder = ownFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const name of ['package', 'folder', 'links']) mkdirSync(join(folder, name));
  write('seen.py', surroundings);
  symlinkSync('../seen.py', join(folder, 'links', 'link.py'));
  write('package/__init__.py', '');
  write('package/__main__.py', surroundings);
  write('package/failing.py', failing);
  write('folder/__main__.py', surroundings);
  write('failing.py', failing);
  write('hooking.py', hooking);
  write('wrong.py', 'def wrong(:\n');
  write('leaving.py', 'import sys\nsys.exit("bye")\n');
  write('interrupted.py', 'raise KeyboardInterrupt\n');
  return folder;
}

/** With a name for each list of words, in which code of several lines does not stand. */
const named = (lists: readonly (readonly string[])[]) =>
  lists.map((words) => [words.join(' ').replace(/\n[^]*/, '…'), words] as const);

describe.for(tracedPythons.map((python) => [python.version, python] as const))(
  'Python %s that ignores its environment',
  ([, python]) => {
    /** Both ways: bare, and started so that it is traced. */
    async function both(words: readonly string[]) {
      const cwd = programs();
      const tracing = prepareTracing();
      const folder = { python: tracing.env['PYTHONPATH'] ?? '' };
      const [, ...started] = tracedCommand([python.path, ...words], cwd, folder);
      expect(started.length).toBeGreaterThan(words.length);
      const bare = withoutAddresses(await runBare(python, words, { cwd }));
      const traced = withoutAddresses(await runBare(python, started, { cwd, env: tracing.env }));
      return { bare: comparable(bare), traced: comparable(traced), programs: tracing.programs() };
    }

    it.each(
      named([
        ['-I', './seen.py', 'a', '-b'],
        ['-E', 'links/link.py'],
        ['-S', 'seen.py'],
        ['-EX', 'dev', 'seen.py'],
        ['-I', '-c', surroundings, 'a'],
        [`-Ec${surroundings}`],
        ['-S', '-m', 'package', 'a'],
        ['-I', 'folder'],
        ['-ES', 'folder', 'a'],
      ]),
    )('is the same program: %s', async (_name, words) => {
      const { bare, traced, programs: seen } = await both(words);
      expect(bare).toMatchObject({ status: 0, stderr: '' });
      expect(traced).toEqual(bare);
      expect(recordsOf(seen, 'task')).toMatchObject([{ callable: { name: 'len' }, state: 'ok' }]);
      expect(seen[0]?.program?.argv).toEqual([expect.stringContaining('python'), ...words]);
    });

    it.each(
      named([
        ['-I', 'failing.py'],
        ['-E', '-m', 'package.failing'],
        ['-I', '-c', failing],
        ['-I', 'hooking.py'],
        ['-I', 'wrong.py'],
        ['-I', '-c', '1 +'],
        ['-I', 'leaving.py'],
        ['-E', '-m', 'package.gone'],
        ['-I', '-c', 'raise SystemExit(7)'],
        ['-I', 'interrupted.py'],
      ]),
    )('fails as it does alone: %s', async (_name, words) => {
      const { bare, traced, programs: seen } = await both(words);
      expect(bare).not.toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(traced).toEqual(bare);
      expect(seen).toHaveLength(1);
    });
  },
);

/** Until 3.9 a second `atexit` would forget what the first was given, so the hook leaves it. */
const comparable = (outcome: Outcome): Outcome => ({
  ...outcome,
  stdout: outcome.stdout.replace("'atexit', ", ''),
});
