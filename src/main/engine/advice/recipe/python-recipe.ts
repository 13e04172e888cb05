import { shortName, type Executor } from '../../../../shared/executors.ts';
import type { RecipeTask } from './recipe.ts';

/** A script for Python 3.8 and newer that runs a task by an executor. Its main part is guarded, as processes need it. */
export function pythonRecipe(executor: Executor, workers: number, task: RecipeTask): string {
  const stem = task.file.replace(/\.py$/, '');
  const file = `run_${stem.replaceAll(/\W/g, '_')}.py`;
  const { imports, definitions, main, isAsync } = programFor(executor, workers);
  return [
    `# ${file}: save it beside ${task.file} and run it with: python3 ${file}`,
    ...sortedImports([
      ...imports,
      ...inputImports(task),
      ...(isIdentifier(stem) ? [] : ['import importlib']),
    ]),
    '',
    ...taskImport(stem, task, isAsync),
    '',
    ...definitions,
    '',
    `${isAsync ? 'async ' : ''}def main():`,
    ...indented([`todo = ${todo(task)}`, ...main, 'print(len(results), "tasks done")']),
    '',
    '',
    'if __name__ == "__main__":',
    isAsync ? '    asyncio.run(main())' : '    main()',
    '',
  ].join('\n');
}

interface Program {
  readonly imports: readonly string[];
  /** Functions of the script besides `main`. */
  readonly definitions: readonly string[];
  /** Puts the results of all of `todo` into a list `results`. */
  readonly main: readonly string[];
  readonly isAsync: boolean;
}

const programFor = (executor: Executor, workers: number): Program =>
  (special[executor] ?? futures(executor))(workers);

/** Those of concurrent.futures are alike. */
const futures = (executor: Executor) => {
  const name = shortName(executor);
  return (workers: number): Program => ({
    ...plain,
    imports: [`from concurrent.futures import ${name}`],
    main: pooled(name, workers, 'executor'),
  });
};

const plain = { definitions: [], isAsync: false };

const special: Readonly<Partial<Record<Executor, (workers: number) => Program>>> = {
  asyncio: (inFlight) => ({
    imports: ['import asyncio'],
    definitions: [],
    main: [
      `slots = asyncio.Semaphore(${inFlight})`,
      '',
      'async def call(value):',
      '    async with slots:',
      '        return await task(value)',
      '',
      'results = await asyncio.gather(*(call(value) for value in todo))',
    ],
    isAsync: true,
  }),
  'multiprocessing.pool.Pool': (workers) => ({
    ...plain,
    imports: ['from multiprocessing import Pool'],
    main: pooled('Pool', workers, 'pool'),
  }),
  'multiprocessing.pool.ThreadPool': (workers) => ({
    ...plain,
    imports: ['from multiprocessing.pool import ThreadPool'],
    main: pooled('ThreadPool', workers, 'pool'),
  }),
  'threading.Thread': (atOnce) => ({
    ...plain,
    imports: ['import threading'],
    main: threadLines(atOnce),
  }),
  'multiprocessing.Process': (atOnce) => ({
    isAsync: false,
    imports: ['from multiprocessing import Pipe, Process', 'from multiprocessing.connection import wait'],
    definitions: ['', 'def run(sender, value):', '    sender.send(task(value))', ''],
    main: processLines(atOnce),
  }),
};

const pooled = (name: string, workers: number, as: string): readonly string[] => [
  `with ${name}(${workers}) as ${as}:`,
  `    results = list(${as}.map(task, todo))`,
];

const threadLines = (atOnce: number): readonly string[] => [
  'results = [None] * len(todo)',
  `slots = threading.Semaphore(${atOnce})`,
  '',
  'def run(index, value):',
  '    try:',
  '        results[index] = task(value)',
  '    finally:',
  '        slots.release()',
  '',
  'threads = []',
  'for index, value in enumerate(todo):',
  '    slots.acquire()',
  '    threads.append(threading.Thread(target=run, args=(index, value)))',
  '    threads[-1].start()',
  'for thread in threads:',
  '    thread.join()',
];

const processLines = (atOnce: number): readonly string[] => [
  'results = [None] * len(todo)',
  'waiting = list(enumerate(todo))[::-1]',
  'running = {}',
  'while waiting or running:',
  `    while waiting and len(running) < ${atOnce}:`,
  '        index, value = waiting.pop()',
  '        receiver, sender = Pipe(duplex=False)',
  '        process = Process(target=run, args=(sender, value))',
  '        process.start()',
  '        sender.close()',
  '        running[receiver] = index, process',
  '    for receiver in wait(list(running)):',
  '        index, process = running.pop(receiver)',
  '        results[index] = receiver.recv()',
  '        process.join()',
];

function taskImport(
  stem: string,
  { functionName, inputs, inputsPath, takesInput }: RecipeTask,
  isAsync: boolean,
): readonly string[] {
  const usesInputs = inputsPath === null && inputs.kind !== 'none';
  const [outer = 'task', ...inner] = (functionName ?? 'task').split('.');
  const whole = [outer, ...inner].join('.');
  const names = [
    inner.length === 0 && takesInput && outer !== 'task' ? `${outer} as task` : outer,
    ...(usesInputs ? ['inputs'] : []),
  ];
  const module = isIdentifier(stem)
    ? [`from ${stem} import ${names.join(', ')}`]
    : [
        `module = importlib.import_module(${JSON.stringify(stem)})`,
        ...(takesInput ? [`task = module.${whole}`] : [`${outer} = module.${outer}`]),
        ...(usesInputs ? ['inputs = module.inputs'] : []),
      ];
  if (!takesInput) {
    // A function of the script: a lambda could not be sent to a process.
    const call = isAsync ? `await ${whole}()` : `${whole}()`;
    const name = whole === 'task' ? 'function' : whole;
    const alias = whole === 'task' ? ['function = task'] : [];
    const body = whole === 'task' ? call.replace('task()', `${name}()`) : call;
    return [...module, ...alias, '', '', `${isAsync ? 'async ' : ''}def task(_):`, `    return ${body}`];
  }
  return inner.length === 0 || !isIdentifier(stem) ? module : [...module, '', `task = ${whole}`];
}

function todo({ inputs, inputsPath }: RecipeTask): string {
  if (inputsPath !== null) {
    const path = JSON.stringify(inputsPath);
    if (inputsPath.endsWith('.json')) return `json.loads(Path(${path}).read_text())`;
    const lines = `Path(${path}).read_text().splitlines() if line`;
    return /\.(?:jsonl|ndjson)$/.test(inputsPath)
      ? `[json.loads(line) for line in ${lines}]`
      : `[line for line in ${lines}]`;
  }
  if (inputs.kind === 'none') return `range(${inputs.count})`;
  const given = 'inputs() if callable(inputs) else inputs';
  return inputs.kind === 'listed' ? `list(${given})` : `list(islice(${given}, ${inputs.count}))`;
}

function inputImports({ inputs, inputsPath }: RecipeTask): readonly string[] {
  if (inputsPath !== null) {
    const needsJson = /\.(?:json|jsonl|ndjson)$/.test(inputsPath);
    return [...(needsJson ? ['import json'] : []), 'from pathlib import Path'];
  }
  return inputs.kind === 'endless' ? ['from itertools import islice'] : [];
}

/** As isort has them: plain imports first. */
const sortedImports = (imports: readonly string[]): readonly string[] => [
  ...imports.filter((line) => line.startsWith('import')).sort(),
  ...imports.filter((line) => line.startsWith('from')).sort(),
];

const isIdentifier = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `    ${line}`));
