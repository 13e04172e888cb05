import { array, assert, nat, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { FreeLanes } from '../../../../src/main/engine/tracing/free-lanes.ts';

const anyTasks = array(record({ start: nat(200), length: nat(60) }), { maxLength: 80 }).map((tasks) =>
  tasks.map(({ start, length }) => ({ start, end: start + length })).sort((a, b) => a.end - b.end),
);

it('tasks share a lane only when one ended before the other started', () => {
  assert(
    property(anyTasks, (tasks) => {
      const lanes = new FreeLanes();
      const freeAt: number[] = [];
      for (const { start, end } of tasks) {
        const expected = freeAt.findIndex((free) => free <= start);
        const lane = lanes.place(start, end);
        expect(lane).toBe(expected === -1 ? freeAt.length : expected);
        freeAt[lane] = end;
      }
    }),
  );
});

it('a task whose end nobody saw keeps its lane, and one that never started takes none', () => {
  const lanes = new FreeLanes();
  expect(lanes.place(1, Number.NaN)).toBe(0);
  expect(lanes.place(Number.NaN, Number.NaN)).toBe(0);
  expect(lanes.place(100, 200)).toBe(1);
  expect(lanes.place(300, 400)).toBe(1);
});
