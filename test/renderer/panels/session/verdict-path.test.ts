import { describe, expect, it } from 'vitest';
import { questionsOf, splitAnswer } from '../../../../src/renderer/panels/session/verdict-path.ts';

const step = (number: number) => ({ step: number, question: `${number}?`, answer: 'yes', evidence: {} });
const numbersOf = (...steps: readonly number[]) =>
  questionsOf(steps.map(step)).map((group) => group.map((one) => one.step));

describe('the decision path', () => {
  it('has the event loop beside what the task is bound by, and all that follows the last question in its card', () => {
    expect(numbersOf(1, 1.1, 2, 3, 4, 5, 6)).toEqual([[1, 1.1], [2], [3, 4, 5, 6]]);
  });

  it('has the cards in order, and only those that there are steps of', () => {
    expect(numbersOf(3, 2, 1)).toEqual([[1], [2], [3]]);
    expect(numbersOf(1, 2)).toEqual([[1], [2]]);
    expect(numbersOf()).toEqual([]);
  });
});

describe('an answer', () => {
  it('is told from its explanation', () => {
    expect(splitAnswer('CPU-bound: it computes nearly all the time')).toEqual({
      short: 'CPU-bound',
      explanation: 'It computes nearly all the time',
    });
  });

  it('keeps the names of executors as they are', () => {
    expect(splitAnswer('thread-pool × 2: within noise of others').short).toBe('thread-pool × 2');
    expect(splitAnswer('thread-pool × 2, ahead of process-pool × 2')).toEqual({
      short: 'thread-pool × 2, ahead of process-pool × 2',
      explanation: '',
    });
  });

  it('that is long and has no short form is all explanation', () => {
    const long = 'nothing async ran to its end, so the preference could not be met and all were compared';
    expect(splitAnswer(long)).toEqual({ short: '', explanation: `N${long.slice(1)}` });
  });
});
