import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectRefusal, runCorelane, taskFixture } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { python } from '../../../support/python.ts';

const task = taskFixture('throws.mjs');
const labTo = (out: string) => [
  'lab',
  task,
  '--executors',
  'event-loop',
  '--workers',
  '2',
  '--repeat',
  '1',
  '--out',
  out,
];

/** Runs `lab` on a file with that content, in a folder of its own. */
async function labOn(file: string, content: string, ...options: readonly string[]) {
  const folder = ownFolder();
  writeFileSync(join(folder, file), content);
  return runCorelane(
    ['lab', file, '--workers', '2', '--repeat', '1', '--out', 'run.corelane', '--json', ...options],
    {
      cwd: folder,
    },
  );
}

describe('a task file that cannot be run is refused', () => {
  it('because it does not exist', async () => {
    const result = await runCorelane(['lab', 'no-such-task.mjs'], { cwd: ownFolder() });
    expectRefusal(result, 1, /There is no file .*no-such-task\.mjs\./);
  });

  it('because it is a folder', async () => {
    const folder = ownFolder();
    expectRefusal(await runCorelane(['lab', folder]), 1, /is a folder\./);
  });

  it('because its ending is none that Node or Python runs', async () => {
    expectRefusal(
      await labOn('task.txt', 'hello'),
      1,
      /task\.txt is not a JavaScript, TypeScript or Python module\./,
    );
  });

  it.skipIf(python === null)('because it is Python and has no such function', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'task.py'), 'def work(x): return x\n');
    const result = await runCorelane(['lab', 'task.py:wrok'], { cwd: folder });
    expectRefusal(result, 1, /task\.py has no function wrok\. Did you mean work\?/);
  });

  it.each([
    ['js', 'export const inputs = [1];\nexport default function task( { return 1; }\n'],
    ['mjs', 'export const inputs = [1];\nexport default function task( { return 1; }\n'],
    ['ts', 'export const inputs = [1];\nexport default function task(input: number { return 1; }\n'],
  ])('because of a syntax error in .%s, naming the file and line', async (ending, content) => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, `broken.${ending}`), content);
    const result = await runCorelane(['lab', `broken.${ending}`], { cwd: folder });
    expectRefusal(
      result,
      1,
      new RegExp(`broken\\.${ending} has a syntax error \\(broken\\.${ending}:2\\): \\S`),
    );
  });

  it('because of a syntax error in a file it imports, naming that file', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'lib.mjs'), '\n\nexport const = 3;\n');
    writeFileSync(join(folder, 'task.mjs'), "import './lib.mjs';\nexport default () => 1;\n");
    const result = await runCorelane(['lab', 'task.mjs'], { cwd: folder });
    expectRefusal(result, 1, /task\.mjs has a syntax error \(lib\.mjs:3\)/);
  });

  it('because it uses TypeScript that Node cannot strip', async () => {
    const result = await labOn('task.ts', 'enum Size { small }\nexport default () => Size.small;\n');
    expectRefusal(result, 1, /task\.ts uses TypeScript that Node cannot strip/);
  });

  it('because it has no default export', async () => {
    expectRefusal(
      await labOn('task.mjs', 'export const inputs = [1];'),
      1,
      /task\.mjs has no default export/,
    );
  });

  it('because its default export is not a function', async () => {
    const result = await labOn('task.mjs', 'export default [1, 2];');
    expectRefusal(result, 1, /default export of task\.mjs is not a function but an array/);
  });

  it('because an import is not there', async () => {
    const content = "import 'no-such-package-at-all';\nexport default () => 1;";
    expectRefusal(
      await labOn('task.mjs', content),
      1,
      /imports something that is not there.*no-such-package-at-all/,
    );
  });

  it('because it throws while it is imported, naming the line', async () => {
    const content = "\nthrow new Error('not today');\nexport default () => 1;";
    expectRefusal(
      await labOn('task.mjs', content),
      1,
      /failed while it was imported \(task\.mjs:2\): not today/,
    );
  });

  it('because it ends the process while it is imported', async () => {
    const content = 'process.exit(4);\nexport default () => 1;';
    expectRefusal(await labOn('task.mjs', content), 1, /task\.mjs could not be loaded: .*code 4/);
  });

  it('because its meta is not what it should be', async () => {
    const content = 'export const meta = { tasks: -1 };\nexport default () => 1;';
    expectRefusal(await labOn('task.mjs', content), 1, /meta\.tasks is not a positive whole number/);
  });
});

describe('inputs that cannot be used are refused', () => {
  it.each([
    ['empty', '[]', /inputs of task\.mjs are empty/],
    ['an empty generator', '(function* () {})', /inputs of task\.mjs are empty/],
    ['throwing', "(function* () { yield 1; throw new Error('dried up'); })()", /could not be read: dried up/],
    [
      'a throwing function',
      "() => { throw new Error('no inputs today'); }",
      /could not be read: no inputs today/,
    ],
    ['a number', '12', /neither an array nor iterable/],
    ['a string', "'abc'", /neither an array nor iterable/],
    ['null', 'null', /neither an array nor iterable/],
  ])('when they are %s', async (_, inputs, sentence) => {
    const content = `export const inputs = ${inputs};\nexport default (input) => input;`;
    expectRefusal(await labOn('task.mjs', content), 1, sentence);
  });

  it('when --inputs names no file', async () => {
    const result = await labOn('task.mjs', 'export default () => 1;', '--inputs', 'nowhere.json');
    expectRefusal(result, 1, /inputs file .*nowhere\.json could not be read/);
  });

  it('when --inputs names a file that is not what its ending says', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'broken.json'), '[1, 2');
    const broken = await runCorelane(['lab', task, '--inputs', 'broken.json'], { cwd: folder });
    expectRefusal(broken, 1, /inputs file .*broken\.json could not be read/);
  });
});

describe('an interpreter that cannot be used is refused', () => {
  it('when --node is missing', async () => {
    expectRefusal(
      await runCorelane(['lab', task, '--node', '/nowhere/node']),
      1,
      /\/nowhere\/node is not a Node/,
    );
  });

  it('when --node is some other program', async () => {
    expectRefusal(await runCorelane(['lab', task, '--node', '/bin/ls']), 1, /\/bin\/ls is not a Node/);
  });
});

describe('bad usage is refused with exit code 2', () => {
  it.each([
    [['--workers', '0'], /--workers cannot be 0\./],
    [['--workers', '-1'], /--workers cannot be -1\./],
    [['--workers=-1'], /--workers cannot be -1\./],
    [['--workers', '10000'], /--workers cannot be 10000\./],
    [['--workers', '2,x'], /--workers cannot be x\./],
    [['--cores', '4096'], /Core 4096 cannot be used/],
    [['--tasks', '0'], /--tasks cannot be 0\./],
    [['--repeat', '1.5'], /--repeat cannot be 1\.5\./],
    [['--task-timeout', 'soon'], /--task-timeout is "soon"/],
    [['--budget', '0'], /--budget is "0"/],
    [['--executors', 'thread-pol'], /There is no executor "thread-pol"/],
    [['--pin', 'some'], /There is no pin policy "some"/],
    [['--repeats', '3'], /`corelane lab` has no option --repeats\./],
  ])('%s', async (options, sentence) => {
    expectRefusal(await runCorelane(['lab', task, ...options]), 2, sentence);
  });

  it('with the nearest name for a typo', async () => {
    const option = await runCorelane(['lab', task, '--repeats', '3']);
    expect(option.stderr).toMatch(/→ Did you mean --repeat\?/);
    const name = await runCorelane(['lab', task, '--executors', 'thread-pol']);
    expect(name.stderr).toMatch(/→ Did you mean thread-pool\?/);
  });

  it('without a task', async () => {
    expectRefusal(await runCorelane(['lab']), 2, /`corelane lab` needs a TASK/);
  });
});

describe('a place that a session cannot be written to is refused', () => {
  it('because it is a folder', async () => {
    const folder = ownFolder();
    expectRefusal(await runCorelane(labTo(folder)), 1, new RegExp(folder));
  });

  it('because somebody else has a file there, which stays as it is', async () => {
    const path = join(ownFolder(), 'thesis.txt');
    writeFileSync(path, 'my thesis');
    expectRefusal(await runCorelane(labTo(path)), 1, /thesis\.txt/);
    expect(readFileSync(path, 'utf8')).toBe('my thesis');
  });

  // Root may write anywhere that is not a read-only file system.
  it.skipIf(process.getuid?.() === 0)('because its folder is read-only', async () => {
    const folder = join(ownFolder(), 'read-only');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    expectRefusal(await runCorelane(labTo(join(folder, 'run.corelane'))), 1, /read-only/);
  });

  it('because it lies in /proc, where nobody can write', async () => {
    expectRefusal(await runCorelane(labTo('/proc/run.corelane')), 1, /\/proc\/run\.corelane/);
  });

  it('because there is no room', async () => {
    const path = join(ownFolder(), 'run.corelane');
    // 64 KiB in blocks of 512 bytes; a file beyond it cannot grow, as on a full disk.
    const result = await runCorelane(labTo(path), { under: "trap '' XFSZ; ulimit -f 128" });
    expectRefusal(result, 1, /run\.corelane/);
  });
});
