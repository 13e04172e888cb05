/**
 * npm run verdict-suite [-- NAME…] [-- --budget D] [--seconds S] [--record FILE]
 *
 * Runs labs of workloads of known kind, measures what they ran by plain programs as well, and says where the verdicts are not right. See docs/verdicts.md.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LabReport } from '../../src/shared/lab-report.ts';
import { endAll, outputOf } from './children.ts';
import { expectations, type Expectation } from './expectations.ts';
import { measureIndependently } from './independent.ts';
import { failuresOf, judge, type Judgement } from './judgement.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { workloadPath } from './plain-programs.ts';
import { rowOf, tableHead } from './table.ts';

const corelane = fileURLToPath(new URL('../../bin/corelane', import.meta.url));
const longestLabMs = 600_000;

/** By Ctrl-C: what fails from then on fails because of that. */
let interrupted = false;

const say = (what: string): void => void process.stderr.write(`${what}\n`);

/** Runs a lab as anybody would and gives its report. */
async function runLab(
  { file, asyncVariant }: Expectation,
  budget: string,
  { env, folder }: { readonly env: NodeJS.ProcessEnv; readonly folder: string },
): Promise<LabReport> {
  const path = workloadPath(file);
  const variant = asyncVariant === undefined ? [] : ['--async-variant', `${path}:${asyncVariant}`];
  const target = file.endsWith('.py') ? `${path}:task` : path;
  const session = join(folder, 'session.corelane');
  const args = ['lab', target, '--json', '--budget', budget, '--out', session, ...variant];
  try {
    return JSON.parse(await outputOf({ program: corelane, args, env, limitMs: longestLabMs }));
  } finally {
    rmSync(session, { force: true });
  }
}

/** Those named, by file or by its name without the ending; all without names. Throws for a name that is none. */
function chosen(names: readonly string[]): readonly Expectation[] {
  const unknown = names.find((name) => !expectations.some(({ file }) => isNamed(file, name)));
  if (unknown !== undefined)
    throw new Error(
      `There is no workload ${unknown}. There are ${expectations.map(({ file }) => file).join(', ')}.`,
    );
  return expectations.filter(({ file }) => names.length === 0 || names.some((name) => isNamed(file, name)));
}

const isNamed = (file: string, name: string): boolean => file === name || file.replace(/\.\w+$/, '') === name;

interface Conditions {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  /** Of each lab, as `--budget` takes it. */
  readonly budget: string;
  /** Of each run of a plain program. */
  readonly seconds: number;
  /** A file that all figures are added to, a line for each task; undefined: none. */
  readonly record: string | undefined;
}

/** One workload: its lab, the other measurement, and what comes of both. */
async function judged(expectation: Expectation, conditions: Conditions): Promise<Judgement> {
  const { file } = expectation;
  const { env, seconds, record } = conditions;
  say(`${file}: lab`);
  const report = await runLab(expectation, conditions.budget, conditions);
  const independent = await measureIndependently(expectation, report, { env, seconds }, (what) =>
    say(`${file}: ${what}`),
  );
  const judgement = judge(expectation, report, independent);
  if (record !== undefined)
    appendFileSync(record, `${JSON.stringify({ ...judgement, independent, report })}\n`);
  return judgement;
}

/** Judges one after the other, and prints a row as soon as it is known: what an interruption leaves is a table. Gives what is wrong. */
async function failuresAmong(
  wanted: readonly Expectation[],
  conditions: Conditions,
): Promise<readonly string[]> {
  const judgements: Judgement[] = [];
  const broken: string[] = [];
  console.log(tableHead);
  for (const expectation of wanted) {
    try {
      const judgement = await judged(expectation, conditions);
      judgements.push(judgement);
      console.log(rowOf(judgement));
    } catch (thrown) {
      if (interrupted) throw thrown;
      // The others are worth knowing all the same.
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      broken.push(`${expectation.file} could not be judged: ${why}`);
    }
  }
  return [...failuresOf(judgements), ...broken];
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      budget: { type: 'string', default: '20s' },
      seconds: { type: 'string', default: '0.5' },
      record: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds ${values.seconds} is no number above 0.`);
  const wanted = chosen(positionals);
  const folder = mkdtempSync(join(tmpdir(), 'verdict-suite-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const server = await startLoopbackServer();
  const env = {
    ...process.env,
    VERDICT_SUITE_SERVER: server.address,
    TMPDIR: folder,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { budget, record } = values;
  const failures = await failuresAmong(wanted, { env, folder, budget, seconds, record });
  server.close();
  console.log(['', ...failures.map((failure) => `- ${failure}`)].join('\n'));
  if (failures.length === 0) console.log('All demands are met.');
  return failures.length === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    say('Interrupted.');
    void endAll().finally(() => process.exit(130));
  });
}

try {
  process.exitCode = await main();
} catch (thrown) {
  if (!interrupted) say(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = interrupted ? 130 : 1;
}
