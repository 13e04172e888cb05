import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderProgress } from '../../../../src/main/hosts/cli/progress-line.ts';
import type { Progress } from '../../../../src/main/hosts/cli/progress-line.ts';
import { renderReport } from '../../../../src/main/hosts/cli/report-text.ts';
import { fitText, textWidth, wrapText } from '../../../../src/main/hosts/cli/text-layout.ts';
import { plainView } from '../../../../src/main/hosts/cli/text-view.ts';
import type { TextView } from '../../../../src/main/hosts/cli/text-view.ts';
import { nodeExecutors } from '../../../../src/shared/executors.ts';
import type { LabReport } from '../../../../src/shared/lab-report.ts';
import { labReport, trialReport } from '../../engine/export/recorded-session.ts';

const terminal = (columns: number): TextView => ({
  columns,
  paint: (_look, text) => `\u001B[1m${text}\u001B[22m`,
});
const words = fc.array(fc.string({ minLength: 1, maxLength: 30 }).map((word) => word.replaceAll(/\s/g, '_')));

const withScaling = (scaling: LabReport['scaling']) => renderReport(labReport([], { scaling }), plainView);

describe('text on a terminal', () => {
  it('is as wide as what can be seen of it', () => {
    expect(textWidth('\u001B[1mab\u001B[22m')).toBe(2);
    expect(textWidth('名前')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
  });

  it('is cut to the width, and only when it has to be', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 0, max: 40 }),
        (text, columns) => {
          const fitted = fitText(text, columns);
          expect(textWidth(fitted)).toBeLessThanOrEqual(columns);
          if (textWidth(text) <= columns) expect(fitted).toBe(text);
        },
      ),
    );
  });

  it('is wrapped without losing a word, within the width unless a word is longer', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 0, max: 5 }),
        (list, columns, indent) => {
          const text = list.join(' ');
          const lines = wrapText(text, columns, indent).split('\n');
          expect(
            lines
              .map((line) => line.trim())
              .join(' ')
              .trim(),
          ).toBe(text.trim());
          for (const line of lines) {
            const longest = Math.max(0, ...list.map((word) => textWidth(word)));
            expect(textWidth(line)).toBeLessThanOrEqual(Math.max(columns, longest + indent));
          }
        },
      ),
    );
  });

  it('keeps what a line begins with', () => {
    expect(wrapText('  1. one two three', 12, 5)).toBe('  1. one two\n     three');
  });
});

describe('a progress line', () => {
  const progress: Progress = {
    label: 'thread-pool × 2',
    fraction: 0.5,
    secondsLeft: 65,
    detail: '1,234 tasks/s',
  };

  it('shows label, bar, share, time left and detail where there is room', () => {
    expect(renderProgress(progress, { ...plainView, columns: 100 })).toBe(
      `thread-pool × 2  ${'━'.repeat(15)}${'─'.repeat(15)}   50 %  1m 05s left  1,234 tasks/s`,
    );
  });

  it('never reaches the last column, however narrow the terminal', () => {
    const anyProgress = fc.record({
      label: fc.string({ unit: 'grapheme', maxLength: 80 }),
      fraction: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      secondsLeft: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      detail: fc.string({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(anyProgress, fc.integer({ min: 10, max: 200 }), (some, columns) => {
        expect(textWidth(renderProgress(some, terminal(columns)))).toBeLessThan(columns);
      }),
    );
  });
});

describe('a ranking', () => {
  const trials = [1, 2].flatMap((repeat) =>
    nodeExecutors.flatMap((executor, position) =>
      [1, 2].map((workers) =>
        trialReport(executor, workers, { repeat, throughput_per_s: 100 * (position + 1) * workers + repeat }),
      ),
    ),
  );
  const report = labReport(trials, {
    skipped: [{ executor: 'event-loop', reason: 'it blocks the loop', remedy: 'make the task async' }],
  });

  it.each([40, 60, 80, 120, 200])('fits a terminal of %d columns without wrapping a row', (columns) => {
    const lines = renderReport(report, terminal(columns)).split('\n');
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    const rows = lines.filter((line) => /-(?:loop|pool|task)\b/.test(line) && !line.includes('skipped'));
    expect(rows.length).toBeGreaterThanOrEqual(10);
  });

  it('goes from the highest median throughput down', () => {
    const order = renderReport(report, plainView).split('\n').slice(1, 11);
    expect(order.map((line) => line.trim().split(/\s+/)[0])[0]).toBe('process-per-task');
    const rates = order.map((line) => Number(/ (\d[\d,.]*) +±/.exec(line)?.[1]?.replace(',', '')));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
  });

  it('shows what a wide terminal has room for', () => {
    const [head = ''] = renderReport(report, plainView).split('\n');
    for (const title of ['spread', 'p95', 'queued', 'on CPU', 'run delay', 'startup', 'peak RSS', 'failed']) {
      expect(head).toContain(title);
    }
  });

  it('shows unknown figures as unknown and never as zero', () => {
    const unknown = trialReport('thread-pool', 1, {
      throughput_per_s: null,
      task_ms: { p50: null, p95: null, p99: null },
      queue_ms: { p50: null, p95: null, p99: null },
      on_cpu_ms: null,
      run_delay_ms: null,
      startup_ms: null,
      peak_rss_mb: null,
    });
    const row = renderReport(labReport([unknown]), plainView).split('\n')[1] ?? '';
    expect(row.match(/–/g)).toHaveLength(9);
  });

  it('leaves trials that did not end out of the medians and says so', () => {
    const text = renderReport(
      labReport([
        trialReport('thread-pool', 2, { throughput_per_s: 100 }),
        trialReport('thread-pool', 2, { repeat: 2, throughput_per_s: 900, complete: false }),
      ]),
      plainView,
    );
    expect(text).toMatch(/thread-pool ◀ +2 +100 .*1 of 2/);
  });

  it('makes one line of a failure that many trials had', () => {
    const failures = Array.from({ length: 6 }, (_, trial) => ({
      trial,
      outcome: 'error' as const,
      message: 'boom',
      count: 2,
      first_task: 3,
    }));
    const text = renderReport(report, plainView, failures);
    expect(text.match(/✗/g)).toHaveLength(1);
    expect(text).toContain('12 tasks failed: boom (first: task 3, event-loop × 1)');
  });

  it('shows how executors scale, and why not where that is not determined', () => {
    const undetermined = {
      executor: 'thread-pool',
      lambda_per_s: null,
      sigma: null,
      kappa: null,
      r2: null,
      optimum_workers: null,
      points: [],
      reason: 'Two counts are too few.',
    } as const;
    const determined = {
      ...undetermined,
      executor: 'process-pool',
      lambda_per_s: 50,
      sigma: { value: 0.1, low: 0.08, high: 0.13 },
      kappa: { value: 0.001, low: 0.0005, high: 0.002 },
      r2: 0.99,
      optimum_workers: 30,
      reason: null,
    } as const;
    expect(withScaling([undetermined, determined])).toContain(
      'process-pool: one does 50.0/s · contention 10 % (8.0 % to 13 %) · coherency 0.1 % (0.1 % to 0.2 %) · R² 0.99 · best at 30 workers',
    );
    expect(withScaling([undetermined])).toContain(
      'Scaling is not determined: thread-pool: Two counts are too few.',
    );
  });

  it('shows one finding of a kind and counts the others', () => {
    const finding = {
      id: 'gil',
      title: 'Threads wait',
      evidence: {},
      range_ms: [0, 1],
      remedy: 'Wait.',
    } as const;
    const text = renderReport(labReport([], { findings: [finding, finding, finding] }), plainView);
    expect(text.match(/Threads wait/g)).toHaveLength(1);
    expect(text).toContain('and 2 others of that kind');
  });

  it('ends with the program to paste, as it is', () => {
    const code = 'import task from "./a.mjs";\n\nawait task();\n';
    const { verdict } = labReport([]);
    const text = renderReport(
      labReport([], { verdict: { ...verdict, recipe: { language: 'node', code } } }),
      plainView,
    );
    expect(text).toMatch(/paste this:\n {2}import task from ".\/a.mjs";\n\n {2}await task\(\);\n$/);
  });

  it('says so when it cannot tell', () => {
    const cannotTell = {
      boundness: null,
      executor: null,
      workers: null,
      margin: null,
      steps: [],
      recipe: null,
    };
    const text = renderReport(
      labReport([], { verdict: { ...cannotTell, confidence: 'cannot-tell' } }),
      plainView,
    );
    expect(text).toContain('No trial was begun.');
    expect(text).toContain('Verdict: what was measured cannot tell which executor to use.');
  });
});
