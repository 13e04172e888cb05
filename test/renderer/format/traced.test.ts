import { describe, expect, it } from 'vitest';
import { executorLike, shortApi } from '../../../src/renderer/format/traced-api.ts';
import { ownName, placeText } from '../../../src/renderer/format/traced-place.ts';
import { programCommand, programName } from '../../../src/renderer/format/traced-program.ts';
import { tracedApis } from '../../../src/shared/trace-format.ts';

describe('a place in the code', () => {
  it('is told by the name of its file and its line', () => {
    expect(placeText({ file: '/home/ada/crawl.py', line: 12 })).toBe('crawl.py:12');
    expect(placeText({ file: String.raw`C:\ada\crawl.py`, line: 12 })).toBe('crawl.py:12');
    expect(placeText({ file: '<stdin>', line: 0 })).toBe('<stdin>');
  });

  it('has a name without the names around it', () => {
    expect(
      ['fetch', 'Crawler.fetch', 'main.<locals>.<lambda>'].map((name) =>
        ownName({ name, file: '/crawl.py' }),
      ),
    ).toEqual(['fetch', 'fetch', '<lambda>']);
    expect(ownName({ name: 'work.mjs', file: '/jobs/work.mjs' })).toBe('work.mjs');
    expect(ownName({ name: 'node work.mjs', file: '/usr/bin/node' })).toBe('node work.mjs');
  });
});

describe('an API', () => {
  it('is like the executor of a lab that does the same, and is told apart from all others', () => {
    expect(executorLike('asyncio.Task')).toBe('event-loop');
    expect(executorLike('multiprocessing.pool.Pool')).toBe('process-pool');
    expect(new Set(tracedApis.map(shortApi)).size).toBe(tracedApis.length);
  });
});

describe('a traced program', () => {
  it('is told by its runtime and process, one of several threads of Node also by its thread', () => {
    expect(programName({ runtime: 'CPython 3.13.0', pid: 12, tid: null })).toBe('CPython 3.13.0, pid 12');
    expect(programName({ runtime: 'Node 24.1.0', pid: 12, tid: 12 })).toBe('Node 24.1.0, pid 12');
    expect(programName({ runtime: 'Node 24.1.0', pid: 12, tid: 14 })).toBe('Node 24.1.0, pid 12, thread 14');
    expect(programCommand({ executable: '/usr/bin/python3', argv: [] })).toContain('python3');
  });
});
