import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownFolder } from '../../support/own-folder.ts';
import { prepareTracing, runBare, tracedPythons } from '../../support/hooked-python.ts';

/** Says how many statements it saw woven while it imported asyncio, and that asyncio works. */
const program = `
import sys
woven = []
sys.addaudithook(lambda event, values: woven.append(1) if event == "compile" and values[1] == "<corelane>" else None)
import asyncio

async def main():
    return await asyncio.create_task(asyncio.sleep(0, "slept"))

print(asyncio.run(main()), len(woven))
`;

describe.for(tracedPythons.map((python) => [python.version, python] as const))(
  'code that Python %s has woven',
  ([, python]) => {
    let folder = '';

    beforeEach(() => {
      const { env } = prepareTracing();
      const [, home = ''] = readFileSync(join(env['PYTHONPATH'] ?? '', 'corelane-run'), 'utf8').split('\n');
      folder = join(home, 'corelane_hook', '__pycache__');
      rmSync(folder, { recursive: true, force: true });
    });

    const kept = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('woven-'));

    /** Runs the program: how many statements it wove, and the functions that its trace names. */
    async function run(): Promise<{ readonly woven: number; readonly tasks: readonly string[] }> {
      const tracing = prepareTracing();
      const { stdout, stderr } = await runBare(python, ['-c', program], { env: tracing.env });
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^slept \d+\n$/);
      const records = tracing.programs().flatMap((traced) => traced.records);
      return {
        woven: Number(stdout.split(' ')[1]),
        tasks: records.flatMap(({ kind, callable }) => (kind === 'task' && callable ? [callable.name] : [])),
      };
    }

    it('is only loaded by the processes that follow', async () => {
      const [first, second] = [await run(), await run()];
      expect(first.woven).toBeGreaterThan(0);
      expect(second).toEqual({ woven: 0, tasks: ['main', 'sleep'] });
      expect(second.tasks).toEqual(first.tasks);
    });

    it('is woven again where its file is damaged', async () => {
      await run();
      const files = kept().map((name) => join(folder, name));
      const whole = files.map((file) => readFileSync(file));
      for (const damage of [
        (file: string) => truncateSync(file, 0),
        (file: string) => truncateSync(file, 100),
        (file: string, bytes: Buffer) =>
          writeFileSync(file, Buffer.concat([bytes.subarray(0, -9), bytes.subarray(-8)])),
        (file: string, bytes: Buffer) =>
          writeFileSync(
            file,
            bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte)),
          ),
      ]) {
        files.forEach((file, at) => damage(file, whole[at] ?? Buffer.of()));
        expect((await run()).woven).toBeGreaterThan(0);
        expect((await run()).woven).toBe(0);
      }
    });

    it('is kept by one of several processes that begin at once, and each of them is traced', async () => {
      const all = await Promise.all([run(), run(), run(), run()]);
      expect(all.map(({ tasks }) => tasks)).toEqual(all.map(() => ['main', 'sleep']));
      // None that a process was about to write is left.
      expect(kept().filter((name) => !/\.cpython-\d+$/.test(name))).toEqual([]);
      expect((await run()).woven).toBe(0);
    });

    it('is woven by each process where nothing can be kept', async () => {
      writeFileSync(folder, '');
      for (const { woven, tasks } of [await run(), await run()]) {
        expect(woven).toBeGreaterThan(0);
        expect(tasks).toEqual(['main', 'sleep']);
      }
      rmSync(folder);
    });

    it('is woven again when the function has another source', async () => {
      const library = join(ownFolder(), 'library.py');
      const woven = `
import sys
sys.path[:0] = [${JSON.stringify(join(library, '..'))}, ${JSON.stringify(join(folder, '..', '..'))}]
import library
from corelane_hook.weave import weave_all
weave_all([(library, "told", [("first", None, "corelane_seen.append(1)")])], {"corelane_seen": []})
print(library.told())
`;
      const env = { PYTHONDONTWRITEBYTECODE: '' };
      for (const text of ['once', 'once more', 'at last']) {
        writeFileSync(library, `def told():\n    return ${JSON.stringify(text)}\n`);
        expect(await runBare(python, ['-c', woven], { env })).toMatchObject({
          stdout: `${text}\n`,
          stderr: '',
        });
      }
      expect(kept()).toHaveLength(3);
    });
  },
);
