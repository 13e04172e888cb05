import { describe, expect, it } from 'vitest';
import { languageOf, splitTask } from '../../src/shared/task-path.ts';

describe('the name of a task', () => {
  it.each([
    ['crawl.py:fetch', 'crawl.py', 'fetch'],
    ['/a b/crawl.py:Crawler.fetch', '/a b/crawl.py', 'Crawler.fetch'],
    [String.raw`C:\tasks\crawl.py:größe`, String.raw`C:\tasks\crawl.py`, 'größe'],
    ['task.mjs:variant', 'task.mjs', 'variant'],
  ])('%s is a file and a function', (task, file, functionName) => {
    expect(splitTask(task)).toEqual({ file, functionName });
  });

  it.each([
    'task.mjs',
    'crawl.py',
    String.raw`C:\tasks\crawl.py`,
    'odd:name.py',
    'crawl.py:',
    'a.py:2',
    'a.txt:fn',
  ])('%s is a file alone', (task) => {
    expect(splitTask(task)).toEqual({ file: task, functionName: null });
  });

  it('tells the language by the ending of the file', () => {
    expect(['a.ts', 'a.b.mjs', 'crawl.py', 'a.txt', 'py'].map(languageOf)).toEqual([
      'node',
      'node',
      'python',
      null,
      null,
    ]);
  });
});
