import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../src/shared/statistics.ts';
import { requireOption } from '../src/shared/node-options.ts';

/**
 * What does the Node hook add? The same program bare and hooked, paired and alternating: CPU time of the whole process (user and system, all
 * threads) and wall time, for each task, message, process and start of a Node. The median of the pairs' differences, and the quartiles.
 *
 *   npm run build && node bench/hooks-node.ts [pairs] [path of a Node]
 */
const pairs = Number(process.argv[2] ?? 15);
const node = process.argv[3] ?? process.execPath;
const hook = fileURLToPath(new URL('../out/workers/hook.cjs', import.meta.url));
const piscina = join(dirname(fileURLToPath(import.meta.resolve('piscina'))), 'main.js');

interface Case {
  readonly name: string;
  /** What the figures are divided by. */
  readonly count: number;
  /** It is the whole process that counts, seen from outside. */
  readonly isWhole?: true;
  readonly source: string;
}

const cases: readonly Case[] = [
  {
    name: 'Piscina task, 100 under way',
    count: 20_000,
    source: `
      const Piscina = require(${JSON.stringify(piscina)});
      const pool = new Piscina({ filename: __dirname + '/nothing.js', maxThreads: 1, minThreads: 1 });
      const next = async (left) => { while (left.count-- > 0) await pool.run(1); };
      pool.run(0).then(async () => {
        begin();
        const left = { count: COUNT };
        await Promise.all(Array.from({ length: 100 }, () => next(left)));
        end();
        await pool.destroy();
      });`,
  },
  {
    name: 'Piscina task, one by one',
    count: 10_000,
    source: `
      const Piscina = require(${JSON.stringify(piscina)});
      const pool = new Piscina({ filename: __dirname + '/nothing.js', maxThreads: 1, minThreads: 1 });
      pool.run(0).then(async () => {
        begin();
        for (let i = 0; i < COUNT; i += 1) await pool.run(i);
        end();
        await pool.destroy();
      });`,
  },
  {
    name: 'message to a thread and back',
    count: 50_000,
    source: `
      const { Worker } = require('node:worker_threads');
      const worker = new Worker('const { parentPort } = require("node:worker_threads"); parentPort.on("message", (m) => parentPort.postMessage(m));', { eval: true });
      let count = -100;
      worker.on('message', () => {
        count += 1;
        if (count === 0) begin();
        if (count < COUNT) worker.postMessage(count);
        else { end(); worker.terminate(); }
      });
      worker.postMessage(0);`,
  },
  {
    name: 'turn of the event loop',
    count: 200_000,
    source: `
      let count = 0;
      begin();
      const turn = () => { count += 1; if (count < COUNT) setImmediate(turn); else end(); };
      setImmediate(turn);`,
  },
  {
    name: 'performance.mark',
    count: 50_000,
    source: `
      begin();
      for (let i = 0; i < COUNT; i += 1) { performance.mark('x'); if (i % 1000 === 0) performance.clearMarks(); }
      end();`,
  },
  {
    name: 'start of a Node that does nothing',
    count: 1,
    isWhole: true,
    source: 'begin(0); process.on("exit", end);',
  },
];

/** Measures from `begin` on; all of the process when it is told so. */
const measuring = `
  let wall, cpu;
  globalThis.begin = (all) => { wall = process.hrtime.bigint(); cpu = all === 0 ? { user: 0, system: 0 } : process.cpuUsage(); };
  globalThis.end = () => {
    const wallNs = Number(process.hrtime.bigint() - wall);
    const { user, system } = process.cpuUsage();
    require('node:fs').writeSync(1, JSON.stringify({ wallNs, cpuNs: 1e3 * (user + system - cpu.user - cpu.system) }));
  };`;

const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
try {
  writeFileSync(join(folder, 'nothing.js'), 'module.exports = () => {};');
  console.log(`Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}, ${pairs} pairs`);
  for (const one of cases) {
    writeFileSync(join(folder, 'main.cjs'), `${measuring}\nconst COUNT = ${one.count};\n${one.source}`);
    const added: Figures[] = [];
    const bare: Figures[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const hookedFirst = pair % 2 === 0;
      const first = run(one, hookedFirst);
      const second = run(one, !hookedFirst);
      const [hooked, alone] = hookedFirst ? [first, second] : [second, first];
      bare.push(alone);
      added.push({ wallNs: hooked.wallNs - alone.wallNs, cpuNs: hooked.cpuNs - alone.cpuNs });
    }
    console.log(
      `${one.name}: bare ${spread(bare.map(({ cpuNs }) => cpuNs / one.count))} CPU, ` +
        `added ${spread(added.map(({ cpuNs }) => cpuNs / one.count))} CPU, ` +
        `${spread(added.map(({ wallNs }) => wallNs / one.count))} wall`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Figures {
  readonly wallNs: number;
  readonly cpuNs: number;
}

function run({ isWhole }: Case, isHooked: boolean): Figures {
  const trace = mkdtempSync(join(folder, 'trace-'));
  const hooked = isHooked ? { NODE_OPTIONS: requireOption(hook), CORELANE_TRACE: trace } : {};
  const began = process.hrtime.bigint();
  const { stdout, status } = spawnSync(node, [join(folder, 'main.cjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...hooked },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const processNs = Number(process.hrtime.bigint() - began);
  rmSync(trace, { recursive: true, force: true });
  if (status !== 0) throw new Error(`The program ended with ${status}.`);
  const figures: unknown = JSON.parse(stdout);
  if (typeof figures !== 'object' || figures === null || !('wallNs' in figures) || !('cpuNs' in figures)) {
    throw new Error(`The program printed ${stdout}.`);
  }
  return { wallNs: isWhole === true ? processNs : Number(figures.wallNs), cpuNs: Number(figures.cpuNs) };
}

function told(ns: number): string {
  return Math.abs(ns) >= 1e6 ? `${(ns / 1e6).toFixed(1)} ms` : `${(ns / 1e3).toFixed(2)} µs`;
}

/** The median, and the quartiles. */
function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return `${told(median(sorted) ?? Number.NaN)} (${told(at(0.25))} to ${told(at(0.75))})`;
}
