import { describe, expect, it } from 'vitest';
import { asGiven, parsePython, startedBy } from '../../src/shared/python-start.ts';

const program = (command: string) => parsePython(command.split(' ')).program;

describe('what a Python is told to run', () => {
  it.each([
    ['x.py -c a', { kind: 's', at: 0, from: 0, text: 'x.py' }],
    ['-I -u x.py', { kind: 's', at: 2, from: 0, text: 'x.py' }],
    ['-W ignore -X dev x.py', { kind: 's', at: 4, from: 0, text: 'x.py' }],
    ['-Wignore -Xdev -- -x.py', { kind: 's', at: 3, from: 0, text: '-x.py' }],
    ['-I -c pass a', { kind: 'c', at: 2, from: 0, text: 'pass' }],
    ['-Icpass a', { kind: 'c', at: 0, from: 3, text: 'pass' }],
    ['-IEm pack.age', { kind: 'm', at: 1, from: 0, text: 'pack.age' }],
    ['-BW ignore -mpackage', { kind: 'm', at: 2, from: 2, text: 'package' }],
  ])('is found in "%s"', (command, found) => expect(program(command)).toEqual(found));

  it.each(['', '-', '-I', '-I -', '-I -c', '-V', '-Ii x.py', '--version', '-x x.py', '-I --help x.py'])(
    'is nothing in "%s"',
    (command) => expect(parsePython(command === '' ? [] : command.split(' ')).program).toBeNull(),
  );

  it("is told with options, of which those count that are Python's own", () => {
    expect(parsePython(['-uI', '-X', '-E', '-Scx', '-E'])).toMatchObject({
      options: ['-uI', '-X', '-E', '-S'],
      ignoring: ['-I', '-S'],
    });
  });
});

describe('a Python that is started by the script', () => {
  it.each([
    ['-I', 'x.py', 'a b'],
    ['-u', '-Ic', 'print(1)', '-c'],
    ['-X', 'dev', '-ESmjson.tool', 'x'],
    ['-E', '--', '-x.py'],
  ])('is called as it was given: %s %s', (...words) => {
    const { options, program: found } = parsePython(words);
    if (found === null) throw new Error('there is a program');
    const started = startedBy('/run/corelane_start.py', words, options, found);
    expect(started.indexOf('/run/corelane_start.py')).toBe(options.length);
    expect(asGiven(['python3', ...started])).toEqual(['python3', ...words]);
  });

  it('is none without it', () => {
    const words = ['python3', '-I', 'corelane_start.py', 'x'];
    expect(asGiven(words)).toEqual(words);
  });
});
