import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { readTrace } from '../../src/main/engine/tracing/read-trace.ts';
import { makeRunFolder, removeRunFolder } from '../../src/main/engine/tracing/run-folder.ts';
import { pythonHome } from '../../src/main/engine/tracing/python-home.ts';
import { countTests, isSame, type TestCounts } from './unittest-counts.ts';

/**
 * Runs CPython's own tests of concurrency bare and under the hook: `node test/compat/cpython.ts PYTHON… [-- SUITE…]`. It takes many
 * minutes, which is why `npm test` does not. Prints a table in Markdown; fails when a suite's counts differ.
 */
const suites = [
  'test_concurrent_futures',
  'test_multiprocessing_fork',
  'test_multiprocessing_spawn',
  'test_multiprocessing_forkserver',
  'test_threading',
  'test_thread',
  'test_asyncio',
  'test_queue',
] as const;

const [pythons, wanted] = splitAt(process.argv.slice(2), '--');
if (pythons.length === 0) {
  console.error('Name at least one Python: node test/compat/cpython.ts PYTHON… [-- SUITE…]');
  process.exit(2);
}

const shim = fileURLToPath(new URL('../../src/workers/python', import.meta.url));
let differs = false;
console.log('| Python | suite | bare | under the hook | tasks traced |');
console.log('| --- | --- | --- | --- | --- |');
for (const python of pythons) {
  for (const suite of wanted.length > 0 ? wanted : suites) await compare(python, suite);
}
process.exitCode = differs ? 1 : 0;

async function compare(python: string, suite: string): Promise<void> {
  const version = (await run(python, ['-c', 'import platform; print(platform.python_version())'], {})).trim();
  const bare = countTests(await suiteRun(python, suite, {}));
  const folder = makeRunFolder(join(shim, 'sitecustomize.py'), pythonHome(shim));
  try {
    const hooked = countTests(await suiteRun(python, suite, { PYTHONPATH: folder.python }));
    const tasks = readTrace(folder.traces).reduce((sum, { records }) => sum + records.length, 0);
    const same = isSame(bare, hooked);
    differs ||= !same;
    console.log(
      `| ${version} | ${suite} | ${inWords(bare)} | ${same ? 'the same' : `**${inWords(hooked)}**`} | ${tasks} |`,
    );
    if (!same)
      console.error(`${version} ${suite}: ${hooked.names.join(', ')} (bare: ${bare.names.join(', ')})`);
  } finally {
    removeRunFolder(folder.path);
  }
}

/** In a folder of its own, where it may leave files. */
async function suiteRun(
  python: string,
  suite: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'corelane-compat-'));
  try {
    return await run(python, ['-m', 'test', '-v', '--timeout', '900', suite], env, cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** What it printed, both streams together. */
function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<string> {
  const { PYTHONPATH: _mine, ...inherited } = process.env;
  const child = spawn(program, args, { cwd, env: { ...inherited, ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

function inWords({ ran, skipped, failed }: TestCounts): string {
  return `${ran} ran, ${skipped} skipped, ${failed} failed`;
}

function splitAt(words: readonly string[], mark: string): readonly [readonly string[], readonly string[]] {
  const at = words.indexOf(mark);
  return at === -1 ? [words, []] : [words.slice(0, at), words.slice(at + 1)];
}
