import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk, encodeRawChunk } from '../../../../src/main/engine/store/chunk.ts';
import { newColumn, rowsOf } from '../../../../src/main/engine/store/columns.ts';
import type { Column, Columns } from '../../../../src/main/engine/store/columns.ts';
import { streamLayouts, streamNames } from '../../../../src/main/engine/store/format.ts';
import type { ColumnKind } from '../../../../src/shared/session.ts';

const doubles = fc.oneof(
  fc.double(),
  fc.integer({ min: 0, max: 1e9 }),
  fc.constantFrom(
    Number.NaN,
    -0,
    0,
    Infinity,
    -Infinity,
    2 ** 53,
    -(2 ** 53),
    2 ** 50,
    -(2 ** 50),
    0.1,
    5e-324,
  ),
);

const valuesOf = (kind: ColumnKind): fc.Arbitrary<number> => {
  const largest = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff };
  if (kind === 'time' || kind === 'f64') return doubles;
  return fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: largest[kind] }));
};

function columnsOf(columns: readonly (readonly [string, ColumnKind])[]): fc.Arbitrary<Columns> {
  const row = fc.tuple(...columns.map(([, kind]) => valuesOf(kind)));
  return fc.array(row, { maxLength: 300 }).map((rows) => {
    const made: Record<string, Column> = {};
    for (const [index, [name, kind]] of columns.entries()) {
      const column = newColumn(kind, rows.length);
      for (const [at, values] of rows.entries()) column[at] = values[index] ?? 0;
      made[name] = column;
    }
    return made;
  });
}

/** Distinguishes −0 from 0 and takes NaN as equal to NaN, which `toEqual` does for typed arrays as well. */
function expectSame(found: Columns, expected: Columns): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, column] of Object.entries(expected)) {
    const differing = [...column.keys()].filter((row) => !Object.is(column[row], found[name]?.[row]));
    expect({ name, rows: found[name]?.length, differing }).toEqual({
      name,
      rows: column.length,
      differing: [],
    });
  }
}

describe('a chunk', () => {
  for (const name of streamNames) {
    it(`gives back rows of ${name} exactly, NaN and negative zero included`, () => {
      const layout = streamLayouts[name];
      fc.assert(
        fc.property(columnsOf(layout.columns), (columns) => {
          for (const encode of [encodeChunk, encodeRawChunk]) {
            expectSame(decodeChunk(layout, new Uint8Array(encode(layout, columns))), columns);
          }
        }),
        { numRuns: 200, seed: 3 },
      );
    });
  }

  it('gives back large chunks, whose columns are packed one by one', () => {
    const layout = streamLayouts.threads;
    const rows = 20_000;
    const columns: Record<string, Column> = {};
    for (const [name, kind] of layout.columns) {
      const column = newColumn(kind, rows);
      for (let row = 0; row < rows; row += 1) column[row] = name === 'thread' ? row % 70_001 : row * row * 31;
      columns[name] = column;
    }
    const blob = new Uint8Array(encodeChunk(layout, columns));
    expectSame(decodeChunk(layout, blob), columns);
    const some = decodeChunk(layout, blob, new Set(['time', 'core']));
    expect(Object.keys(some).sort()).toEqual(['core', 'time']);
    expectSame(some, {
      time: columns['time'] ?? new Float64Array(),
      core: columns['core'] ?? new Uint16Array(),
    });
  });

  it('gives back slices exactly, in order of arrival, however cores, threads and what is known mix', () => {
    const whole = fc.oneof(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      fc.constantFrom(0, 2 ** 50, -(2 ** 50), 2 ** 33, 7),
    );
    const row = fc.record({
      ready: fc.oneof({ weight: 2, arbitrary: fc.constant(Number.NaN) }, { weight: 8, arbitrary: whole }),
      start: whole,
      end: whole,
      core: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(0xffff)),
      thread: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(0xffff_ffff)),
      ended: fc.integer({ min: 0, max: 3 }),
      by: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(0xffff_ffff)),
      waker: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(0xffff_ffff)),
    });
    const layout = streamLayouts.slices;
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.constantFrom(1, 60), (few, times) => {
        const rows = Array.from({ length: times }, () => few).flat();
        const columns: Columns = {
          ready: Float64Array.from(rows, ({ ready }) => ready),
          start: Float64Array.from(rows, ({ start }) => start),
          end: Float64Array.from(rows, ({ end }) => end),
          core: Uint16Array.from(rows, ({ core }) => core),
          thread: Uint32Array.from(rows, ({ thread }) => thread),
          ended: Uint8Array.from(rows, ({ ended }) => ended),
          by: Uint32Array.from(rows, ({ by }) => by),
          waker: Uint32Array.from(rows, ({ waker }) => waker),
        };
        const blob = new Uint8Array(encodeChunk(layout, columns));
        expect(blob[0]).toBe(2);
        expectSame(decodeChunk(layout, blob), columns);
        for (const [name, column] of Object.entries(columns)) {
          expectSame(decodeChunk(layout, blob, new Set([name])), { [name]: column });
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it('keeps differences of any size between neighbours', () => {
    const shape = {
      columns: [
        ['time', 'time'],
        ['core', 'u32'],
      ] as const,
      key: null,
      coding: 'columns' as const,
    };
    const columns = {
      time: Float64Array.of(0, 2 ** 50, -(2 ** 50), 1, 2 ** 50, 3, 4, 5),
      core: Uint32Array.of(0, 0xffff_ffff, 0, 0xffff_ffff, 1, 0x8000_0000, 0x7fff_ffff, 0),
    };
    expectSame(decodeChunk(shape, new Uint8Array(encodeChunk(shape, columns))), columns);
  });

  it('refuses bytes that were cut or changed rather than inventing rows', () => {
    const layout = streamLayouts.memory;
    const rows = 500;
    const columns = {
      time: Float64Array.from({ length: rows }, (_, row) => row * 1e6),
      pid: new Uint32Array(rows).fill(7),
      rss_bytes: Float64Array.from({ length: rows }, (_, row) => row * 4096),
    };
    const blob = new Uint8Array(encodeChunk(layout, columns));
    for (let length = 0; length < blob.length; length += 7) {
      expect(() => decodeChunk(layout, blob.slice(0, length))).toThrow();
    }
    expect(rowsOf(decodeChunk(layout, blob))).toBe(rows);
  });
});
