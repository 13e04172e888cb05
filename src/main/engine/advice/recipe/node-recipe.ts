import type { ExecutorFamily } from '../../../../shared/executors.ts';
import type { RecipeTask } from './recipe.ts';

/** An ES module for Node 22 and newer that runs a task by an executor of a family. */
export function nodeRecipe(family: ExecutorFamily, workers: number, task: RecipeTask): string {
  const file = `run-${task.file.replace(/\.[^.]+$/, '')}.mjs`;
  const { imports, body } = programs[family](workers, todoLines(task));
  const all = [...imports, ...(task.inputsPath === null ? [] : ["import { readFileSync } from 'node:fs';"])];
  return [
    `// ${file}: save it beside ${task.file} and run it with: node ${file}`,
    ...all.toSorted((a, b) => (moduleOf(a) < moduleOf(b) ? -1 : 1)),
    ...taskImport(task),
    '',
    ...body,
    '',
  ].join('\n');
}

const moduleOf = (line: string): string => line.slice(line.indexOf(' from '));

interface Program {
  readonly imports: readonly string[];
  readonly body: readonly string[];
}

/** `todo`: the lines that put all inputs into a list of that name. */
const programs: Readonly<Record<ExecutorFamily, (workers: number, todo: readonly string[]) => Program>> = {
  'event-loop': (inFlight, todo) => ({
    imports: [],
    body: [
      ...todo,
      ...lanes(inFlight, ['results[index] = await task(todo[index], index);'], {
        before: [],
        after: [],
      }),
      ...report,
    ],
  }),

  'thread-pool': (threads, todo) => ({
    imports: [
      "import { isMainThread } from 'node:worker_threads';",
      "import { Piscina } from 'piscina'; // npm install piscina",
    ],
    body: [
      '// In a thread of the pool this file is the task, in the main thread it is the program.',
      'export default ({ input, index }) => task(input, index);',
      '',
      'if (isMainThread) {',
      ...indented([
        ...todo,
        `const pool = new Piscina({ filename: import.meta.filename, minThreads: ${threads}, maxThreads: ${threads} });`,
        'const results = await Promise.all(todo.map((input, index) => pool.run({ input, index })));',
        'await pool.close();',
        ...report,
      ]),
      '}',
    ],
  }),

  'process-pool': (processes, todo) => ({
    imports: ["import { fork } from 'node:child_process';", "import { once } from 'node:events';"],
    body: [
      "if (process.argv[2] === 'worker') {",
      "  process.on('message', async ({ input, index }) => process.send({ result: await task(input, index) }));",
      '} else {',
      ...indented([
        ...todo,
        ...lanes(
          processes,
          [
            'worker.send({ input: todo[index], index });',
            "const [answer] = await Promise.race([once(worker, 'message'), ended]);",
            'results[index] = answer.result;',
          ],
          { before: forked, after: ['worker.disconnect();'] },
        ),
        ...report,
      ]),
      '}',
    ],
  }),

  'thread-per-task': (atOnce, todo) => ({
    imports: [
      "import { once } from 'node:events';",
      "import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';",
    ],
    body: [
      'if (!isMainThread) {',
      '  parentPort.postMessage(await task(workerData.input, workerData.index));',
      '} else {',
      ...indented([
        ...todo,
        ...lanes(
          atOnce,
          [
            'const worker = new Worker(new URL(import.meta.url), { workerData: { input: todo[index], index } });',
            "[results[index]] = await once(worker, 'message');",
          ],
          { before: [], after: [] },
        ),
        ...report,
      ]),
      '}',
    ],
  }),

  'process-per-task': (atOnce, todo) => ({
    imports: ["import { fork } from 'node:child_process';", "import { once } from 'node:events';"],
    body: [
      "if (process.argv[2] === 'worker') {",
      ...indented([
        "const [{ input, index }] = await once(process, 'message');",
        'process.send({ result: await task(input, index) });',
        'process.disconnect();',
      ]),
      '} else {',
      ...indented([
        ...todo,
        ...lanes(
          atOnce,
          [
            ...forked,
            'worker.send({ input: todo[index], index });',
            "const [answer] = await Promise.race([once(worker, 'message'), ended]);",
            'results[index] = answer.result;',
          ],
          { before: [], after: [] },
        ),
        ...report,
      ]),
      '}',
    ],
  }),
};

/** A worker process, and a promise that rejects when it ends. `exit` may overtake an answer that is still in the channel; `disconnect` does not. */
const forked = [
  "const worker = fork(import.meta.filename, ['worker'], { serialization: 'advanced' });",
  "const ended = once(worker, 'disconnect').then(() => {",
  "  throw new Error('a worker ended before it answered');",
  '});',
  'ended.catch(() => {});',
];

const report = ['console.log(`${results.length} tasks done`);'];

/** So many loops that take the next task until there is none. */
function lanes(
  count: number,
  each: readonly string[],
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly string[] {
  return [
    'const results = [];',
    'let next = 0;',
    'async function lane() {',
    ...indented([
      ...before,
      'while (next < todo.length) {',
      ...indented(['const index = next++;', ...each]),
      '}',
      ...after,
    ]),
    '}',
    `await Promise.all(Array.from({ length: ${count} }, lane));`,
  ];
}

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));

function taskImport({ file, functionName, inputs, inputsPath }: RecipeTask): readonly string[] {
  const from = JSON.stringify(`./${file}`).replaceAll('"', "'");
  const usesInputs = inputsPath === null && inputs.kind !== 'none';
  if (file.endsWith('.cjs')) {
    return [
      `import exported from ${from};`,
      '',
      functionName === null
        ? 'const task = exported.default ?? exported;'
        : `const task = exported.${functionName};`,
      ...(usesInputs ? ['const { inputs } = exported;'] : []),
    ];
  }
  if (functionName === null) return [`import task${usesInputs ? ', { inputs }' : ''} from ${from};`];
  const name = functionName === 'task' ? 'task' : `${functionName} as task`;
  return [`import { ${name}${usesInputs ? ', inputs' : ''} } from ${from};`];
}

function todoLines({ inputs, inputsPath }: RecipeTask): readonly string[] {
  if (inputsPath !== null) return fileLines(inputsPath);
  if (inputs.kind === 'none')
    return [`const todo = Array.from({ length: ${inputs.count} }, (_, index) => index);`];
  const given = "typeof inputs === 'function' ? await inputs() : await inputs";
  if (inputs.kind === 'listed') return [`const todo = await Array.fromAsync(${given});`];
  return [
    'const todo = [];',
    `for await (const input of ${given}) {`,
    '  todo.push(input);',
    `  if (todo.length === ${inputs.count}) break;`,
    '}',
  ];
}

function fileLines(path: string): readonly string[] {
  const text = `readFileSync(${JSON.stringify(path)}, 'utf8')`;
  if (path.endsWith('.json')) return [`const todo = JSON.parse(${text});`];
  const parsed = /\.(?:jsonl|ndjson)$/.test(path) ? '.map((line) => JSON.parse(line))' : '';
  return [`const todo = ${text}.split(/\\r?\\n/).filter((line) => line !== '')${parsed};`];
}
