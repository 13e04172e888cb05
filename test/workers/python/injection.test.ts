import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownFolder } from '../../support/own-folder.ts';
import {
  prepareTracing,
  pythonFixture,
  pythons,
  recordsOf,
  runBare,
  runHooked,
  tracedPythons,
  withoutAddresses,
} from '../../support/hooked-python.ts';

const untraced = pythons.filter((python) => !tracedPythons.includes(python));
const each = (some: typeof pythons) => some.map(({ version, path }) => [version, path] as const);
const forks = pythonFixture('forks.py');

/** What a program can see of its surroundings, without what is in them by Corelane's intent: a variable, and a finder of modules. */
const surroundings = `
import sys, threading, concurrent.futures.thread
print(sorted(sys.modules), sys.path, sorted(sys.path_importer_cache), sys.argv, sys.flags, sys.dont_write_bytecode, sys.pycache_prefix,
      [finder for finder in sys.meta_path if "corelane" not in repr(finder)])
`;

describe.for(each(tracedPythons))('the hook in Python %s', ([version, path]) => {
  const python = { version, path };

  it('lets the program see nothing of itself among modules and paths', async () => {
    for (const env of [
      {},
      { PYTHONDONTWRITEBYTECODE: '1' },
      { PYTHONPYCACHEPREFIX: join(ownFolder(), 'compiled') },
    ]) {
      const bare = withoutAddresses(await runBare(python, ['-c', surroundings], { env }));
      const { programs, ...outcome } = await runHooked(python, ['-c', surroundings], { env });
      const hooked = withoutAddresses(outcome);
      // Until 3.9 a second `atexit` would forget what the first was given.
      expect(hooked.stdout.replace("'atexit', ", '')).toBe(bare.stdout.replace("'atexit', ", ''));
      expect(programs).toMatchObject([
        { program: { runtime: expect.stringContaining(version), argv: [path, '-c', surroundings] } },
      ]);
    }
  });

  it('comes along with -m, and lets another sitecustomize have its turn', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'sitecustomize.py'), 'import sys\nsys.told = __file__\n');
    writeFileSync(
      join(folder, 'module.py'),
      'import sys\nprint(sys.told, sys.modules["sitecustomize"].__name__)\n',
    );
    const env = { PYTHONPATH: folder };
    const hooked = await runHooked(python, ['-m', 'module'], { env });
    expect(hooked).toMatchObject({
      status: 0,
      stdout: `${join(folder, 'sitecustomize.py')} sitecustomize\n`,
      stderr: '',
    });
    expect(hooked.programs).toHaveLength(1);

    for (const broken of ['raise RuntimeError("mine")', 'import no_such_module', 'syntax error']) {
      writeFileSync(join(folder, 'sitecustomize.py'), broken);
      expect(withoutAddresses(await runHooked(python, ['-c', 'print(1)'], { env }))).toEqual(
        withoutAddresses(await runBare(python, ['-c', 'print(1)'], { env })),
      );
    }
  });

  it('is silent where it cannot write, and where the folder is gone', async () => {
    const tracing = prepareTracing();
    const file = join(ownFolder(), 'one.py');
    writeFileSync(
      file,
      'from concurrent.futures import ThreadPoolExecutor\nprint(ThreadPoolExecutor(1).submit(len, "four").result())\n',
    );
    rmSync(tracing.traces, { recursive: true });
    const alone = { status: 0, signal: null, stdout: '4\n', stderr: '' };
    expect(await runBare(python, [file], { env: tracing.env })).toEqual(alone);
    // No folder can be made in a file.
    writeFileSync(tracing.traces, '');
    expect(await runBare(python, [file], { env: tracing.env })).toEqual(alone);
    rmSync(tracing.traces);
    mkdirSync(tracing.traces, { mode: 0o500 });
    expect(await runBare(python, [file], { env: tracing.env })).toEqual(alone);
    chmodSync(tracing.traces, 0o700);
    // As on a full disk: the first block of records has no room.
    expect(await runBare(python, ['-c', limited(file)], { env: tracing.env })).toEqual(alone);
  });

  it("records each process of forks, also within tasks, and never in its parent's name", async () => {
    const { stdout, status, programs } = await runHooked(python, [forks, 'fork']);
    expect({ stdout, status }).toEqual({ stdout: '4\n', status: 0 });
    expect(
      programs.map(({ records }) =>
        records.filter(({ kind }) => kind === 'task').map(({ callable, state }) => [callable?.name, state]),
      ),
    ).toEqual([
      [
        ['work', 'ok'],
        ['forked_in_a_task', 'ok'],
      ],
      [['work', 'ok']],
    ]);
    expect(programs[1]?.header.ppid).toBe(programs[0]?.header.pid);
  });

  it('follows a process that executes another program, and children of any surroundings that have its variable', async () => {
    const executed = await runHooked(python, [forks, 'execute']);
    expect(executed.stdout).toBe('plain\n');
    expect(executed.programs.map(({ header }) => header.pid)).toEqual([
      executed.programs[0]?.header.pid,
      executed.programs[0]?.header.pid,
    ]);
    expect(recordsOf(executed.programs, 'task').map(({ api }) => api)).toEqual([
      'concurrent.futures.ThreadPoolExecutor',
      'threading.Thread',
    ]);
    const started = await runHooked(python, [forks, 'children']);
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.programs).toHaveLength(2);
  });

  it('leaves a program its descriptors when it closes all, and goes on', async () => {
    const file = join(ownFolder(), 'mine.txt');
    const { stdout, stderr, programs } = await runHooked(python, [forks, 'close', file]);
    expect({ stdout, stderr }).toEqual({ stdout: "'mine\\n'\n", stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
    expect(recordsOf(programs, 'task').filter(({ state }) => state === 'ok')).toHaveLength(3002);
  });

  it('keeps what is under way and queued when a process leaves at once', async () => {
    const { status, programs } = await runHooked(python, [forks, 'leave']);
    expect(status).toBe(5);
    expect(recordsOf(programs, 'task').map(({ callable, state }) => [callable?.name, state])).toEqual([
      ['work', 'ok'],
      ['time.sleep', 'running'],
    ]);
    expect(programs[0]?.header.endNs).toBeNaN();
  });

  it('has compiled modules for the next process, also of other runs, whatever the program is told about its own', async () => {
    const first = prepareTracing();
    await runBare(python, ['-B', '-c', ''], { env: first.env });
    const [, home = ''] = readFileSync(join(first.env['PYTHONPATH'] ?? '', 'corelane-run'), 'utf8').split(
      '\n',
    );
    const tag = `cpython-${version.replace('.', '')}`;
    expect(readdirSync(join(home, 'corelane_hook', '__pycache__'))).toContain(`trace.${tag}.pyc`);

    const second = prepareTracing();
    const { stderr } = await runBare(python, ['-B', '-v', '-c', ''], { env: second.env });
    expect(second.env['PYTHONPATH']).not.toBe(first.env['PYTHONPATH']);
    const folder = second.env['PYTHONPATH'] ?? '';
    expect(stderr).toContain(
      `# ${join(folder, '__pycache__', `sitecustomize.${tag}.pyc`)} matches ${join(folder, 'sitecustomize.py')}`,
    );
  });
});

describe.for(each(untraced))('Python %s, which is not traced by this test,', ([version, path]) => {
  it('starts as ever', async () => {
    const hooked = await runHooked({ version, path }, [
      '-c',
      'import sys; print("sitecustomize" in sys.modules)',
    ]);
    expect(hooked).toMatchObject({ status: 0, stdout: 'False\n', stderr: '' });
  });
});

/** Runs a script in a process that may write no files of more than a few bytes. */
const limited = (script: string): string => `
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
os.execv(sys.executable, [sys.executable, ${JSON.stringify(script)}])
`;
