import { describe, expect, it } from 'vitest';
import {
  anotherPath,
  interpreterChoices,
  isListed,
} from '../../../../src/renderer/panels/start/interpreter-choices.ts';
import type { Interpreter } from '../../../../src/shared/workplace.ts';

const found: readonly Interpreter[] = [
  { language: 'node', path: '/bin/node', version: '24.1.0', origin: 'PATH', stripsTypes: true },
  { language: 'python', path: '/bin/python3', version: '3.11.2', origin: 'PATH', stripsTypes: false },
  { language: 'python', path: '/opt/python3', version: '3.13.0', origin: 'PATH', stripsTypes: false },
];

describe('the interpreters that a task can run on', () => {
  const choices = interpreterChoices('python', 'Python', found);

  it('are those of its language, the usual one first and without a path of its own', () => {
    expect(choices.map(({ value, label }) => `${value} ${label}`)).toEqual([
      ' Python 3.11.2, the usual one',
      '/opt/python3 Python 3.13.0',
      `${anotherPath} Another Python…`,
    ]);
  });

  it('say so when none was found, and still take one by its path', () => {
    expect(interpreterChoices('python', 'Python', found.slice(0, 1)).map(({ value }) => value)).toEqual([
      '',
      anotherPath,
    ]);
  });

  it('know a path that none of them has', () => {
    expect(isListed('/opt/python3', choices)).toBe(true);
    expect(isListed('', choices)).toBe(true);
    expect(isListed('/mine/python3', choices)).toBe(false);
    expect(isListed(anotherPath, choices)).toBe(false);
  });
});
