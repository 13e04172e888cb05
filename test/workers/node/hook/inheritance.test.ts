import { describe, expect, it } from 'vitest';
import { requireOption } from '../../../../src/shared/node-options.ts';
import { isConfined, missingFrom, withoutHook } from '../../../../src/workers/node/hook/inheritance.ts';

const hook = '/a "quoted" folder/hook.cjs';
const option = requireOption(hook);
const all = { NODE_OPTIONS: option, CORELANE_TRACE: '/trace' };

describe('what an environment lacks to be traced', () => {
  it.each([
    ['is all of it when it was made from nothing', undefined, undefined, all],
    ['is nothing when it was handed on', option, '/trace', null],
    ['is nothing when the options were taken out', undefined, '/trace', null],
    ['is nothing when the options were emptied', ' ', undefined, null],
    [
      'is the hook before options of the program’s own',
      '--no-warnings',
      undefined,
      { ...all, NODE_OPTIONS: `${option} --no-warnings` },
    ],
    ['is the folder when only the options were handed on', option, undefined, all],
  ])('%s', (_, nodeOptions, folder, missing) => {
    expect(missingFrom({ nodeOptions, folder }, hook, '/trace')).toEqual(missing);
  });
});

describe('a confined Node', () => {
  it('is known by its words', () => {
    expect(isConfined(['node', '--permission', 'main.js'])).toBe(true);
    expect(isConfined(['node', 'main.js'])).toBe(false);
  });

  it('gets the other options alone', () => {
    expect(withoutHook(`${option} --no-warnings`, hook)).toBe('--no-warnings');
  });
});
