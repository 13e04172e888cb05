import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareTracing, runBare, tracedPythons } from '../../support/hooked-python.ts';
import { ownFolder } from '../../support/own-folder.ts';

/** A package of the same name and shape: a class of loops that has what runs them from another, which is compiled in uvloop. */
function standIn(): string {
  const folder = ownFolder();
  mkdirSync(join(folder, 'uvloop'));
  writeFileSync(
    join(folder, 'uvloop', '__init__.py'),
    'import asyncio\n\nclass Loop(asyncio.SelectorEventLoop):\n    pass\n',
  );
  return folder;
}

const run = `
import asyncio, sys, uvloop
if sys.argv[1] == "run":
    for _ in range(2):
        loop = uvloop.Loop()
        print(loop.run_until_complete(asyncio.sleep(0, "slept")))
        loop.close()
`;

describe.for(tracedPythons.map((python) => [python.version, python] as const))(
  'a program of Python %s that imports uvloop',
  ([, python]) => {
    const told = async (what: string): Promise<readonly [string, string]> => {
      const { env, traces } = prepareTracing(standIn());
      const { stdout, stderr } = await runBare(python, ['-c', run, what], { env });
      expect(stderr).toBe('');
      return [stdout, readFileSync(join(traces, '..', 'untraced'), 'utf8')];
    };

    it('tells once that its coroutines are not recorded when it runs a loop of it', async () => {
      expect(await told('run')).toEqual(['slept\nslept\n', expect.stringMatching(/^\d+ uvloop\n$/)]);
    });

    it('tells nothing when it runs none', async () => {
      expect(await told('import')).toEqual(['', '']);
    });
  },
);
