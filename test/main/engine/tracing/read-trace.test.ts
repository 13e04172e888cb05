import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../../src/main/engine/tracing/read-trace.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { WrittenTrace } from './written-trace.ts';

describe('a trace', () => {
  it('is read with what its records refer to', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 41, { start: 5, ppid: 40 });
    const callable = trace.string({ name: 'work', file: '/x.py', line: 3 });
    const pool = trace.string({ name: 'pool', scope: '41:1', workers: 2 });
    const error = trace.string({ type: 'ValueError', message: 'héllo' });
    trace.record({
      api: 'concurrent.futures.ThreadPoolExecutor',
      state: 'error',
      submit: 10,
      start: 2 ** 52,
      end: 2 ** 52 + 1,
      callable,
      pool,
      error,
      argumentNs: 0.5,
      flags: 3,
      key: 7,
    });
    trace.step(1, 11, 13);
    trace.step(1, 14);
    trace.end(99);
    trace.close();
    expect(readTrace(folder)).toMatchObject([
      {
        name: 'python-41-0',
        header: { language: 'python', pid: 41, ppid: 40, tid: null, startNs: 5, endNs: 99, dropped: 0 },
        program: { runtime: 'CPython 3.12.1', argv: ['python3', 'x.py'] },
        records: [
          {
            kind: 'task',
            number: 1,
            api: 'concurrent.futures.ThreadPoolExecutor',
            state: 'error',
            submit: 10,
            start: 2 ** 52,
            end: 2 ** 52 + 1,
            callable: { name: 'work', line: 3 },
            site: null,
            pool: { scope: '41:1' },
            error: { message: 'héllo' },
            argumentNs: 0.5,
            flags: 3,
            key: 7,
          },
        ],
        steps: [
          { slot: 1, start: 11, end: 13 },
          { slot: 1, start: 14, end: Number.NaN },
        ],
      },
    ]);
  });

  it('that was cut anywhere is read up to there', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 7);
    for (let task = 0; task < 3; task += 1) {
      trace.record({ state: 'ok', submit: task + 1, name: trace.string(`task ${task}`) });
      trace.step(task + 1, task + 1, task + 2);
    }
    trace.close();
    const whole = ['.slots', '.steps', '.strings'].map((ending) => readFileSync(trace.path + ending));
    for (const [file, ending] of ['.slots', '.steps', '.strings'].entries()) {
      const bytes = whole[file] ?? Buffer.alloc(0);
      for (let length = 0; length <= bytes.length; length += 1) {
        writeFileSync(trace.path + ending, bytes.subarray(0, length));
        const [program] = readTrace(folder);
        const hasHeader = ending !== '.slots' || length >= 128;
        expect(program === undefined).toBe(!hasHeader);
        if (ending === '.slots' && hasHeader)
          expect(program?.records).toHaveLength(Math.floor(length / 128) - 1);
        if (ending === '.steps') expect(program?.steps).toHaveLength(Math.floor(length / 16));
      }
    }
  });

  it('of another version, of no known language or of something else is left out', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 7);
    trace.record({ state: 'ok' });
    trace.close();
    const bytes = readFileSync(`${trace.path}.slots`);
    const changed = (name: string, offset: number, value: number): void => {
      const copy = Buffer.from(bytes);
      copy[offset] = value;
      writeFileSync(join(folder, `${name}.slots`), copy);
    };
    changed('python-8-0', 2, 200);
    changed('python-9-0', 1, 200);
    changed('python-10-0', 0, 1);
    writeFileSync(join(folder, 'python-11-0.slots'), 'x'.repeat(4000));
    writeFileSync(join(folder, 'notes.slots'), bytes);
    writeFileSync(join(folder, 'python-12-0.slots'), new Uint8Array(65_536));
    expect(readTrace(folder).map(({ name }) => name)).toEqual(['python-7-0']);
  });

  it('with senseless records and strings is read, and what makes sense is given', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 7);
    appendFileSync(`${trace.path}.strings`, 'no json\n[1]\n');
    trace.record({ state: 'ok', code: 250, name: 900, callable: 2, error: 3, pool: 1 });
    trace.close();
    truncateSync(`${trace.path}.slots`, 128 * 2 + 50);
    const [program] = readTrace(folder);
    expect(program?.records).toMatchObject([
      { api: null, name: null, callable: null, error: null, pool: null, submit: Number.NaN },
    ]);
  });

  it('in a folder that is not there is empty', () => {
    expect(readTrace(join(ownFolder(), 'gone'))).toEqual([]);
  });
});
