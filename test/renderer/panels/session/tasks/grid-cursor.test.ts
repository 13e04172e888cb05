import { describe, expect, it } from 'vitest';
import { moveCursor } from '../../../../../src/renderer/panels/session/tasks/grid-cursor.ts';

const size = { rows: 1000, columns: 5, pageRows: 20 };
const from = { row: 100, column: 2 };

describe('the cursor of a grid', () => {
  it.each([
    ['ArrowDown', { row: 101, column: 2 }],
    ['ArrowUp', { row: 99, column: 2 }],
    ['ArrowLeft', { row: 100, column: 1 }],
    ['ArrowRight', { row: 100, column: 3 }],
    ['PageDown', { row: 120, column: 2 }],
    ['PageUp', { row: 80, column: 2 }],
    ['Home', { row: 0, column: 2 }],
    ['End', { row: 999, column: 2 }],
  ])('moves with %s', (key, to) => {
    expect(moveCursor(from, key, size)).toEqual(to);
  });

  it('stops at the edges', () => {
    expect(moveCursor({ row: 995, column: 4 }, 'PageDown', size)).toEqual({ row: 999, column: 4 });
    expect(moveCursor({ row: 0, column: 0 }, 'ArrowLeft', size)).toEqual({ row: 0, column: 0 });
  });

  it('leaves other keys to others', () => {
    expect(moveCursor(from, 'a', size)).toBeNull();
  });

  it('has nowhere to go in an empty grid', () => {
    expect(moveCursor({ row: 0, column: 0 }, 'ArrowDown', { ...size, rows: 0 })).toBeNull();
  });
});
