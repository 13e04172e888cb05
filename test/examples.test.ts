import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LabReport } from '../src/shared/lab-report.ts';
import { languageOf } from '../src/shared/task-path.ts';
import { parseReport, runCorelane } from './support/command-line.ts';
import { ownFolder } from './support/own-folder.ts';
import { python } from './support/python.ts';

const examples = fileURLToPath(new URL('../examples', import.meta.url));

interface Promised {
  /** Of 16 tasks. */
  readonly failed: number;
  readonly alsoHolds?: (report: LabReport) => void;
}

/** What the docstring of each example says, as far as it holds on any machine, however busy. */
const promises: Readonly<Record<string, Promised>> = {
  'primes.ts': { failed: 0, alsoHolds: ({ verdict }) => expect(verdict.boundness).toBe('cpu') },
  'http-requests.mjs': {
    failed: 0,
    alsoHolds: ({ verdict }) => expect(verdict.boundness).toBe('io'),
  },
  'read-and-parse.mjs': { failed: 0 },
  'uneven.mjs': { failed: 0 },
  'failing.mjs': {
    failed: 4,
    alsoHolds: ({ warnings }) => expect(warnings.join('\n')).toContain('8 of 32 tasks did not succeed'),
  },
  'collatz.py': { failed: 0, alsoHolds: ({ verdict }) => expect(verdict.boundness).toBe('cpu') },
  'hashing.py': { failed: 0, alsoHolds: ({ verdict }) => expect(verdict.boundness).toBe('cpu') },
  'fetching.py': {
    failed: 0,
    alsoHolds: ({ verdict, skipped }) => {
      expect(verdict.boundness).toBe('io');
      expect(skipped).toEqual([]);
    },
  },
};

const isPython = (file: string): boolean => languageOf(file) === 'python';

/** Two executors that are quick to start, one of them another kind than the other. */
const executorsFor = (file: string): string =>
  isPython(file)
    ? 'concurrent.futures.ThreadPoolExecutor,concurrent.futures.ProcessPoolExecutor'
    : 'event-loop,thread-pool';

/** The examples that can run on this machine. */
const runnable = Object.entries(promises).filter(([file]) => python !== null || !isPython(file));

describe('the examples', () => {
  it('are the ones promised here', () => {
    const files = readdirSync(examples).filter((name) => languageOf(name) !== null);
    expect(files.sort()).toEqual(Object.keys(promises).sort());
  });

  it.each(runnable)('%s does what its docstring says', async (file, { failed, alsoHolds }) => {
    const temporary = ownFolder();
    const session = join(ownFolder(), 'run.corelane');
    const extent = ['--repeat', '1', '--workers', '8', '--tasks', '16', '--executors', executorsFor(file)];
    const result = await runCorelane(['lab', join(examples, file), '--json', '--out', session, ...extent], {
      env: { TMPDIR: temporary },
    });
    const report = parseReport(result);
    expect(result.code).toBe(0);
    expect(report.trials).toHaveLength(2);
    for (const trial of report.trials) expect(trial).toMatchObject({ complete: true, tasks: 16, failed });
    alsoHolds?.(report);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
