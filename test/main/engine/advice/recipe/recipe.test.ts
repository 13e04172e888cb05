import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recipeFor } from '../../../../../src/main/engine/advice/recipe/recipe.ts';
import { nodeExecutors, pythonExecutors, type Executor } from '../../../../../src/shared/executors.ts';
import type { TaskInspection } from '../../../../../src/shared/worker-protocol.ts';

const run = promisify(execFile);
const modules = fileURLToPath(new URL('../../../../../node_modules', import.meta.url));

/** A folder with a module in it, in which Node finds the packages of this one. */
function folderWith(file: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-recipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, file), text);
  symlinkSync(modules, join(folder, 'node_modules'));
  return folder;
}

const inspection = (more: Partial<TaskInspection> = {}): TaskInspection => ({
  name: null,
  tasks: 12,
  inputs: 12,
  inputsCut: false,
  refusals: [],
  isAsync: null,
  functions: [],
  ...more,
});

interface Given {
  readonly file: string;
  readonly text: string;
  readonly executor: Executor;
  readonly functionName?: string | null;
  readonly inspected?: Partial<TaskInspection>;
  readonly inputsFile?: readonly [name: string, text: string];
}

/** Writes the recipe beside the task and runs it as its first line says. Gives what it printed. */
async function cook({
  file,
  text,
  executor,
  functionName = null,
  inspected,
  inputsFile,
}: Given): Promise<string> {
  const folder = folderWith(file, text);
  const language = file.endsWith('.py') ? 'python' : 'node';
  const inputsPath = inputsFile === undefined ? null : join(folder, inputsFile[0]);
  if (inputsFile !== undefined) writeFileSync(join(folder, inputsFile[0]), inputsFile[1]);
  const source = { language, path: join(folder, file), functionName, inputsPath } as const;
  const recipe = recipeFor({ executor, workers: 3 }, source, inspection(inspected), text);
  const [, name = '', command = '', script = ''] =
    /^(?:\/\/|#) (\S+): save it beside .* with: (\S+) (\S+)\n/.exec(recipe?.code ?? '') ?? [];
  expect(script).toBe(name);
  writeFileSync(join(folder, name), recipe?.code ?? '');
  const program = command === 'node' ? process.execPath : command;
  const { stdout, stderr } = await run(program, [name], { cwd: folder });
  expect(stderr).toBe('');
  return stdout;
}

/** Prints each input, so that it shows what the program ran the task on; lines of processes come in any order. */
const nodeTask = `
export const inputs = Array.from({ length: 12 }, (_, index) => ({ word: 'w' + index }));
export default async function shout({ word }, index) {
  console.log(word + ' ' + index);
  return word.toUpperCase();
}
`;
const pythonTask = (name: string) => `
import os

inputs = ["w%d" % index for index in range(12)]

${name === 'asyncio' ? 'async ' : ''}def shout(word):
    os.write(1, (word + "\\n").encode())
    return word.upper()
`;
const words = Array.from({ length: 12 }, (_, index) => `w${index}`);
const sorted = (stdout: string): readonly string[] => stdout.trimEnd().split('\n').sort();

describe('the program for Node', () => {
  it.each(nodeExecutors)('runs the task on its inputs by %s', async (executor) => {
    const stdout = await cook({ file: 'shout.mjs', text: nodeTask, executor });
    expect(sorted(stdout)).toEqual(['12 tasks done', ...words.map((word, at) => `${word} ${at}`)].sort());
  });

  it.each(['process-pool', 'process-per-task'] as const)(
    'ends with an error when the task ends its process, by %s',
    async (executor) => {
      const text = 'export default () => process.exit(3);';
      await expect(cook({ file: 'exits.mjs', text, executor, inspected: { inputs: 0 } })).rejects.toThrow(
        'a worker ended before it answered',
      );
    },
  );

  const sum = 'function sum(x) { console.log(x); }';
  it.each([
    [
      'a named function',
      'a.ts',
      `export ${sum.replace('x)', 'x: number)')}`,
      'sum',
      { inputs: 0, tasks: 2 },
      '0\n1\n2 tasks done\n',
    ],
    [
      'a CommonJS module',
      'a.cjs',
      `module.exports = { default: ${sum}, inputs: [7] };`,
      null,
      {},
      '7\n1 tasks done\n',
    ],
    [
      'inputs that never end',
      'a.mjs',
      `export default ${sum}\nexport function* inputs() { for (let x = 5; ; x++) yield x; }`,
      null,
      { inputsCut: true, tasks: 2 },
      '5\n6\n2 tasks done\n',
    ],
    [
      'inputs that come as a promise',
      'a.mjs',
      `export default ${sum}\nexport const inputs = async () => [3, 4];`,
      null,
      {},
      '3\n4\n2 tasks done\n',
    ],
  ] as const)('is right for %s', async (_, file, text, functionName, inspected, printed) => {
    expect(await cook({ file, text, executor: 'event-loop', functionName, inspected })).toBe(printed);
  });

  it.each([
    ['in.json', '[1, 2]'],
    ['in.jsonl', '1\n2\n'],
    ['in.txt', '1\n2\n'],
  ])('reads the inputs from %s', async (name, text) => {
    const stdout = await cook({
      file: 'a.mjs',
      text: `export default ${sum}`,
      executor: 'event-loop',
      inputsFile: [name, text],
    });
    expect(stdout).toBe('1\n2\n2 tasks done\n');
  });
});

const here = existsSync('/usr/bin/python3') || process.platform !== 'win32';
describe.runIf(here)('the program for Python', () => {
  // Interpreters with an executor for subinterpreters are rare.
  const usual = pythonExecutors.filter((executor) => !executor.endsWith('InterpreterPoolExecutor'));

  it.each(usual)('runs the task on its inputs by %s', async (executor) => {
    const text = pythonTask(executor);
    const stdout = await cook({ file: 'shouting.py', text, executor, functionName: 'shout' });
    expect(sorted(stdout)).toEqual(['12 tasks done', ...words].sort());
  });

  // In one write each: processes print at the same time.
  const show = 'import sys\ndef show(x):\n    sys.stdout.write(f"{x}\\n")\n';
  it.each([
    ['without inputs', 'a.py', show, 'show', { inputs: 0, tasks: 2 }, '0\n1\n2 tasks done\n'],
    ['whose name is no identifier', 'a-b.py', `inputs = [7]\n${show}`, 'show', {}, '7\n1 tasks done\n'],
    [
      'with inputs that never end',
      'a.py',
      `import itertools\ninputs = itertools.count(5)\n${show}`,
      'show',
      { inputsCut: true, tasks: 2 },
      '5\n6\n2 tasks done\n',
    ],
    [
      'with a function that gives the inputs',
      'a.py',
      `def inputs():\n    return [3, 4]\n${show}`,
      'show',
      {},
      '3\n4\n2 tasks done\n',
    ],
    [
      'with a function that takes nothing',
      'a.py',
      'import sys\ndef task():\n    sys.stdout.write("x\\n")\n',
      'task',
      { inputs: 0, tasks: 2 },
      'x\nx\n2 tasks done\n',
    ],
    [
      'with a method',
      'a.py',
      'class A:\n    @staticmethod\n    def show(x):\n        print(x)\n',
      'A.show',
      { inputs: 0, tasks: 1 },
      '0\n1 tasks done\n',
    ],
    [
      'with one function that was not named',
      'a.py',
      show,
      null,
      { inputs: 0, tasks: 1, functions: ['show'] },
      '0\n1 tasks done\n',
    ],
  ] as const)('is right for a module %s', async (_, file, text, functionName, inspected, printed) => {
    const executor = 'concurrent.futures.ThreadPoolExecutor';
    const stdout = await cook({ file, text, executor, functionName, inspected });
    expect(sorted(stdout)).toEqual(sorted(printed));
  });

  it('reads the inputs from a file', async () => {
    const given = { file: 'a.py', text: show, executor: 'asyncio', functionName: 'show' } as const;
    const text = show.replace('def', 'async def');
    expect(await cook({ ...given, text, inputsFile: ['in.jsonl', '1\n2\n'] })).toBe('1\n2\n2 tasks done\n');
  });

  it('is none where nobody knows which function it is', () => {
    const source = { language: 'python', path: '/a.py', functionName: null, inputsPath: null } as const;
    const several = inspection({ functions: ['one', 'two'] });
    expect(recipeFor({ executor: 'asyncio', workers: 1 }, source, several, show)).toBeNull();
  });
});
