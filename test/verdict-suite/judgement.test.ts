import { expect, it } from 'vitest';
import type { Verdict } from '../../src/shared/lab-report.ts';
import { failuresOf, judge, type Judgement } from './judgement.ts';

const pool = { executor: 'thread-pool', workers: 2 } as const;
const loop = { executor: 'event-loop', workers: 100 } as const;

const verdict = (over: Partial<Verdict> = {}): { readonly verdict: Verdict } => ({
  verdict: { ...pool, boundness: 'cpu', margin: 1.5, confidence: 'clear', steps: [], recipe: null, ...over },
});

const task = { file: 'task.mjs', kind: 'cpu' } as const;
const around = (perSecond: number) =>
  [0.98, 0.99, 1, 1.01, 1.02, 1, 0.995].map((factor) => perSecond * factor);
const measured = (bestPerSecond: number, verdictPerSecond: number) => ({
  best: loop,
  bestPerSecond: around(bestPerSecond),
  verdictPerSecond: around(verdictPerSecond),
});

it('takes a verdict that is the best for right', () => {
  const judged = judge(task, verdict(), { best: pool, bestPerSecond: [], verdictPerSecond: [] });
  expect(judged).toMatchObject({ isBoundnessRight: true, isRight: true, isFarOff: false, ratio: null });
  expect(failuresOf([judged])).toEqual([]);
});

it('takes a verdict within the noise of the best for right', () => {
  expect(judge(task, verdict(), measured(100.5, 100))).toMatchObject({ isRight: true, isFarOff: false });
});

it('tells a verdict that is behind from one that is far behind', () => {
  const behind = judge(task, verdict(), measured(108, 100));
  expect(behind).toMatchObject({ isRight: false, isFarOff: false });
  const farBehind = judge(task, verdict(), measured(120, 100));
  expect(farBehind).toMatchObject({ isRight: false, isFarOff: true });
  expect(failuresOf([farBehind]).join(' ')).toMatch(/more than 10 % behind the best in task\.mjs/);
});

it('settles nothing by repeats that differ too much, and does not pass', () => {
  const wild = judge(task, verdict(), {
    best: loop,
    bestPerSecond: [60, 140, 90, 120, 70, 150, 100],
    verdictPerSecond: [150, 70, 100, 60, 130, 80, 110],
  });
  expect(wild).toMatchObject({ isRight: false, isFarOff: false, isOpen: true });
  expect(failuresOf([wild]).join(' ')).toMatch(/differ too much .* task\.mjs/);
});

it('takes no verdict for a wrong one', () => {
  const none = verdict({ executor: null, workers: null, confidence: 'cannot-tell' });
  const judged = judge(task, none, { best: pool, bestPerSecond: [], verdictPerSecond: [] });
  expect(judged).toMatchObject({ isRight: false, isFarOff: false });
});

it('demands the right kind of every task', () => {
  const judged = judge(task, verdict({ boundness: 'mixed' }), measured(100, 100));
  expect(failuresOf([judged])).toEqual(['Boundness is wrong in task.mjs.']);
});

it('lets one verdict of twenty be a little behind, and not two', () => {
  const right = judge(task, verdict(), measured(100, 100));
  const behind = judge(task, verdict(), measured(108, 100));
  const of = (rights: number, behinds: number): readonly Judgement[] => [
    ...Array.from({ length: rights }, () => right),
    ...Array.from({ length: behinds }, () => behind),
  ];
  expect(failuresOf(of(19, 1))).toEqual([]);
  expect(failuresOf(of(18, 2)).join(' ')).toMatch(/18 of 20/);
});

it('never passes when nothing was judged', () => {
  expect(failuresOf([])).toEqual(['Nothing was judged.']);
});
