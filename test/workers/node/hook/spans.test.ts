import { describe, expect, it } from 'vitest';
import { nodes, runHooked } from './hooked-node.ts';

describe.each(nodes)('spans of Node $version', ({ path: node }) => {
  it('are its marks and measures, at their own times', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.mjs': `
          import { performance as own } from 'node:perf_hooks';
          performance.mark('begin', { startTime: 5 });
          own.mark('end', { startTime: 7.5 });
          performance.measure('between', 'begin', 'end');
        `,
      },
    });
    const spans = run.records('span').filter(({ span }) => span === 'mark' || span === 'measure');
    expect(spans.map(({ span, name, workerTid }) => ({ span, name, workerTid }))).toEqual([
      { span: 'mark', name: 'begin', workerTid: run.traces[0]?.header.tid },
      { span: 'mark', name: 'end', workerTid: run.traces[0]?.header.tid },
      { span: 'measure', name: 'between', workerTid: run.traces[0]?.header.tid },
    ]);
    const [begin, end, between] = spans;
    expect((end?.start ?? 0) - (begin?.start ?? 0)).toBeCloseTo(2.5e6, -1);
    expect(between?.start).toBe(begin?.start);
    expect((between?.end ?? 0) - (between?.start ?? 0)).toBeCloseTo(2.5e6, -1);
  });

  it('are collections of garbage, by kind', async () => {
    const run = await runHooked({
      node,
      words: [],
      environment: {},
      files: {
        'main.cjs': `
          require('node:v8').setFlagsFromString('--expose-gc');
          require('node:vm').runInNewContext('gc')();
          setTimeout(() => {}, 20);
        `,
      },
    });
    const major = run.records('span').filter(({ span, name }) => span === 'gc' && name === 'major');
    expect(major.length).toBeGreaterThan(0);
    expect(major.every(({ start, end }) => end >= start)).toBe(true);
  });

  it('are errors that nobody caught, and the program still ends by them', async () => {
    const run = await runHooked({ node, files: { 'main.mjs': `Promise.reject(new TypeError('unheard'));` } });
    expect(run.code).toBe(1);
    const uncaught = run.records('span').filter(({ span }) => span === 'uncaught');
    expect(uncaught.map(({ name }) => name)).toEqual(['TypeError: unheard']);
  });

  it('are callbacks that held the loop, where they did', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const hold = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
          setTimeout(() => { performance.mark('timer'); hold(80); setTimeout(() => {}, 100); }, 20);
          setTimeout(() => require('node:fs').stat('.', () => { performance.mark('event'); hold(80); }), 300);
        `,
      },
    });
    const spans = run.records('span');
    const held = spans.filter(({ span }) => span === 'held-loop');
    for (const name of ['timer', 'event']) {
      const at = spans.find((span) => span.name === name)?.start ?? Number.NaN;
      // The callback begins with its mark; what ran before it in the same turn is a millisecond's rounding away.
      expect(held.some(({ start, end }) => start <= at + 2e6 && at + 78e6 <= end)).toBe(true);
    }
    const loops = run.records('loop');
    expect(Math.max(...loops.map(({ longestNs }) => longestNs))).toBeGreaterThanOrEqual(79e6);
    expect(loops.every(({ start, end, cpuNs }) => cpuNs <= end - start + 1e6)).toBe(true);
  });
});
