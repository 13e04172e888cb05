import { describe, expect, it } from 'vitest';
import {
  endingOf,
  functionOfTask,
  splitPath,
  splitSummary,
} from '../../../../src/renderer/panels/start/task-name.ts';

describe('names shown for tasks', () => {
  it.each([
    ['/home/ada/tasks/primes.ts', 'primes.ts', '/home/ada/tasks'],
    ['/primes.ts', 'primes.ts', '/'],
    [String.raw`C:\tasks\primes.ts`, 'primes.ts', String.raw`C:\tasks`],
    ['primes.ts', 'primes.ts', ''],
  ])('of %s are the file and its folder', (path, name, folder) => {
    expect(splitPath(path)).toEqual({ name, folder });
  });

  it('take the kind of work out of an example’s summary', () => {
    expect(splitSummary('CPU-bound: counts primes.')).toEqual({ kind: 'CPU-bound', text: 'Counts primes.' });
    expect(splitSummary('Counts primes. Note: slow.')).toEqual({
      kind: '',
      text: 'Counts primes. Note: slow.',
    });
  });

  it.each([
    ['/a.py:sort', ['sort', 'task'], 'sort'],
    ['/a.py', ['sort', 'task'], 'task'],
    ['/a.py', ['sort'], 'sort'],
    ['/a.py', ['sort', 'merge'], null],
  ])('of the function that %s measures, among %o: %s', (task, functions, name) => {
    expect(functionOfTask(task, functions)).toBe(name);
  });

  it('know the ending of a file, not that of its folder', () => {
    expect(endingOf('/tasks.d/hashing.py')).toBe('.py');
    expect(endingOf('/tasks.d/hashing')).toBe('');
  });
});
