import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireOption } from '../../src/shared/node-options.ts';
import { traceVariable } from '../../src/shared/trace-format.ts';
import { readTrace } from '../../src/main/engine/tracing/read-trace.ts';

/**
 * Runs the tests that Piscina's package brings along, bare and under the hook, on each Node: `npm run build && node test/compat/piscina.ts NODE…`.
 * They need packages of their own, which are installed beside a copy of it, so the registry must be within reach. Prints a table in Markdown;
 * fails when the counts differ.
 */
const nodes = process.argv.slice(2);
if (nodes.length === 0) {
  console.error('Name at least one Node: node test/compat/piscina.ts NODE…');
  process.exit(2);
}
const hook = fileURLToPath(new URL('../../out/workers/hook.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'corelane-compat-'));
let differs = false;
try {
  const suite = installSuite();
  console.log('| Node | bare | under the hook | tasks traced |');
  console.log('| --- | --- | --- | --- |');
  for (const node of nodes) await compare(node, suite);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = differs ? 1 : 0;

/** A copy of the package, and in the folder above it, where it looks as well, what its tests import. */
function installSuite(): string {
  const suite = join(folder, 'piscina');
  cpSync(join(dirname(fileURLToPath(import.meta.resolve('piscina'))), '..'), suite, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const packages = ['tsx@4', 'abort-controller@3', 'concat-stream@2', '@napi-rs/nice@1'];
  const { status, stderr } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', ...packages], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`What Piscina's tests need could not be installed: ${stderr}`);
  return suite;
}

async function compare(node: string, suite: string): Promise<void> {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const bare = countsOf(await testRun(node, suite, {}));
  const traces = join(folder, `traces-${version}`);
  mkdirSync(traces);
  const hooked = countsOf(
    await testRun(node, suite, { NODE_OPTIONS: requireOption(hook), [traceVariable]: traces }),
  );
  const tasks = readTrace(traces).reduce((sum, { records }) => sum + records.length, 0);
  const same = bare === hooked && bare !== '';
  differs ||= !same;
  console.log(`| ${version} | ${bare} | ${same ? 'the same' : `**${hooked}**`} | ${tasks} |`);
}

/** What it printed. Files one after the other: side by side they starve each other of cores, bare and hooked. */
function testRun(node: string, suite: string, env: Readonly<Record<string, string>>): Promise<string> {
  const tests = readdirSync(join(suite, 'test')).filter((name) => name.endsWith('.test.ts'));
  const child = spawn(
    node,
    [
      '--enable-source-maps',
      '--import=tsx',
      '--test',
      '--test-concurrency=1',
      '--test-reporter=tap',
      ...tests.map((name) => join('test', name)),
    ],
    { cwd: suite, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

/** The closing lines of Node's test runner: `# pass 155`. */
function countsOf(printed: string): string {
  const count = (name: string): string => new RegExp(`^# ${name} (\\d+)$`, 'm').exec(printed)?.[1] ?? '';
  return count('pass') === ''
    ? ''
    : `${count('pass')} passed, ${count('skipped')} skipped, ${count('fail')} failed`;
}
