import { describe, expect, it } from 'vitest';
import { languageOf, untracedWarnings } from '../../../../src/main/engine/tracing/untraced-programs.ts';

const process = (command: string, pid = 7, ppid = 1) => ({ pid, ppid, command });
const traced = (...pids: readonly number[]) => ({ pids: new Set(pids), notes: [], isFull: false });
const warned = (command: string): string => untracedWarnings([process(command)], traced()).join(' ');

describe('a program without a trace', () => {
  it.each([
    ['/usr/bin/python3.12 -m x', 'python'],
    ['python3.13t x.py', 'python'],
    ['node x.js', 'node'],
    ['/opt/nodejs x.js', 'node'],
    ['pythonista', null],
    ['sh -c python3', null],
    ['nodemon', null],
  ])('%s is of the language %s', (command, language) => expect(languageOf(command)).toBe(language));

  it.each([
    ['python3 -I x.py', '-I'],
    ['python3 -W ignore -E x.py', '-E'],
    ['python3 -uSB x.py', '-S'],
    ['python3 -X dev -I -c pass', '-I'],
  ])('%s is told of the option %s', (command, option) =>
    expect(warned(command)).toContain(`are missing: ${option} makes Python ignore`),
  );

  it.each([
    'python3 x.py -I',
    'python3 -c print -I',
    'python3 -mS.I',
    'python3 -WIgnore x.py',
    'python3 -s -B x.py',
  ])('%s has none of them', (command) => expect(warned(command)).toContain('CPython 3.8 or newer'));

  it('is not told of by a short name alone, which tools that a script called python3 runs have as well', () => {
    expect(untracedWarnings([process('python3', 8, 7)], traced(7))).toEqual([]);
  });

  it('is named with others of the same reason, three of them', () => {
    const many = [1, 2, 3, 4, 5].map((pid) => process(`python3 -I ${pid}.py`, pid, 99));
    expect(untracedWarnings(many, traced(2))).toEqual([
      'Tasks of 1 python3 -I 1.py, 3 python3 -I 3.py, 4 python3 -I 4.py and 1 more are missing: -I makes Python ignore what its environment loads. Run it without that option.',
    ]);
  });

  it('is not told of when it is a fork, or became another program, or is no Python or Node', () => {
    const seen = [
      process('python3 x.py', 10),
      process('python3 x.py', 11, 10),
      process('python3 x.py', 12, 10),
      process('ls', 12, 10),
      process('sh', 13, 10),
    ];
    expect(untracedWarnings(seen, traced(10))).toEqual([]);
  });

  it('may be so because there was no room', () => {
    expect(untracedWarnings([process('python3 x.py')], { ...traced(), isFull: true })[0]).toContain(
      'temporary folder is full',
    );
  });
});
