import { describe, expect, it } from 'vitest';
import { outcomeCode, type TaskBatch } from '../../../src/shared/session.ts';
import { SettledTasks, type SettledRow } from '../../../src/workers/node/settled-tasks.ts';

const row = (index: number, message: string | null = null, end = index + 2): SettledRow => ({
  index,
  input: index % 3,
  submit: index,
  argumentBytes: 12,
  settled: {
    outcome: message === null ? 'ok' : 'error',
    start: index + 1,
    end,
    worker: 1,
    lane: 0,
    tid: 77,
    resultBytes: Number.NaN,
    message,
  },
});

/** Collects into batches by a clock that the test sets. */
function collecting() {
  const batches: TaskBatch[] = [];
  const clock = { ns: 0 };
  const settled = new SettledTasks(
    () => clock.ns,
    (batch) => batches.push(batch),
  );
  return { batches, clock, settled };
}

describe('settled tasks', () => {
  it('are handed on as columns, one row each', () => {
    const { batches, settled } = collecting();
    settled.add(row(4));
    settled.add(row(5, 'no'));
    settled.flush();
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({
      index: Uint32Array.of(4, 5),
      input: Uint32Array.of(1, 2),
      submit: Float64Array.of(4, 5),
      start: Float64Array.of(5, 6),
      end: Float64Array.of(6, 7),
      outcome: Uint8Array.of(outcomeCode('ok'), outcomeCode('error')),
      result_bytes: Float64Array.of(Number.NaN, Number.NaN),
    });
  });

  it('are handed on from within the settling when a tenth of a second has passed, for a busy loop has no timers', () => {
    const { batches, clock, settled } = collecting();
    settled.add(row(0));
    expect(batches).toHaveLength(0);
    clock.ns = 101e6;
    settled.add(row(1, null, 101e6));
    expect(batches.map(({ index }) => Array.from(index))).toEqual([[0, 1]]);
  });

  it('are handed on when a batch is full, and none is lost or sent twice', () => {
    const { batches, settled } = collecting();
    for (let index = 0; index < 10_000; index += 1) settled.add(row(index));
    settled.flush();
    settled.flush();
    expect(batches.flatMap(({ index }) => Array.from(index))).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i),
    );
  });

  it('count their failures by message, with the first task of each', () => {
    const { settled } = collecting();
    for (const [index, message] of [null, 'a', 'b', 'a', null].entries()) settled.add(row(index, message));
    expect(settled.failures()).toEqual([
      { outcome: 'error', message: 'a', count: 2, firstTask: 1 },
      { outcome: 'error', message: 'b', count: 1, firstTask: 2 },
    ]);
  });

  it('keep a bounded number of messages and count the rest together', () => {
    const { settled } = collecting();
    for (let index = 0; index < 1000; index += 1) settled.add(row(index, `number ${index}`));
    const failures = settled.failures();
    expect(failures).toHaveLength(51);
    expect(failures.at(-1)).toEqual({
      outcome: 'error',
      message: 'other messages',
      count: 950,
      firstTask: 50,
    });
  });
});
