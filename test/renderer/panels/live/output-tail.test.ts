import { describe, expect, it } from 'vitest';
import { OutputTail } from '../../../../src/renderer/panels/live/output-tail.ts';
import type { LogRow } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';

const row = (text: string, stream: LogRow['stream'] = 'stdout'): LogRow => ({
  trial: 0,
  time: asNanoseconds(1),
  stream,
  text,
});
const texts = (tail: OutputTail) => tail.lines.map(({ text, stream }) => `${stream}: ${text}`);

describe('the last of the output', () => {
  it('joins pieces to lines, wherever they were cut', () => {
    const tail = new OutputTail();
    tail.add([row('one\ntw'), row('o\n'), row('\nfour')]);
    expect(texts(tail)).toEqual(['stdout: one', 'stdout: two', 'stdout: ', 'stdout: four']);
  });

  it('keeps the two streams in lines of their own', () => {
    const tail = new OutputTail();
    tail.add([row('half'), row('oh\n', 'stderr'), row(' a line\n')]);
    expect(texts(tail)).toEqual(['stdout: half', 'stderr: oh', 'stdout:  a line']);
  });

  it('drops the earliest lines and counts them', () => {
    const tail = new OutputTail();
    for (let line = 0; line < 1200; line++) tail.add([row(`${line}\n`)]);
    expect(tail.lines).toHaveLength(500);
    expect(tail.earlier).toBe(700);
    expect(tail.lines[0]).toMatchObject({ number: 700, text: '700' });
  });
});
