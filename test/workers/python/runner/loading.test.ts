import { describe, expect, it } from 'vitest';
import { python } from '../../../support/python.ts';
import { inspected, moduleFile, refusalOf } from './inspected.ts';

describe.skipIf(python === null)('a Python module', () => {
  it('is loaded under its own name, with its folder first on the path and nothing of Corelane on it', async () => {
    const file = moduleFile(
      'import sys, os, runner, helper\n' +
        'assert __name__ == "work", __name__\n' +
        'assert sys.path[0] == os.path.dirname(__file__), sys.path\n' +
        'assert runner.mine and helper.mine\n' +
        'assert sys.argv == [__file__], sys.argv\n' +
        'def task(value): pass\n',
      { beside: { 'runner.py': 'mine = True\n', 'helper.py': 'mine = True\n' } },
    );
    expect(await inspected(`${file}:task`)).toMatchObject({ tasks: 100, inputs: 0, isAsync: false });
  });

  it('says what it is: its name, its tasks, and the functions that it could be measured by', async () => {
    const file = moduleFile(
      'import json\nfrom os.path import join\n' +
        'meta = {"name": "squares", "tasks": 7}\n' +
        'inputs = range(3)\n' +
        'def square(x): return x * x\n' +
        'async def later(x): return x\n' +
        'def _helper(x): return x\n' +
        'class Shape: pass\n',
    );
    expect(await inspected(`${file}:later`)).toMatchObject({
      name: 'squares',
      tasks: 7,
      inputs: 3,
      isAsync: true,
      functions: ['square', 'later'],
    });
  });

  it('needs no function to be named when one is called task, or there is only one', async () => {
    expect(await inspected(moduleFile('def other(x): pass\ndef task(x): pass\n'))).toMatchObject({
      functions: ['other', 'task'],
    });
    expect(await inspected(moduleFile('async def only(x): pass\n'))).toMatchObject({ isAsync: true });
  });

  it('may have a name that is none in Python', async () => {
    const file = moduleFile('inputs = [1]\ndef task(x): return x\n', { name: 'my-task.v2.py' });
    const { refusals } = await inspected(`${file}:task`);
    expect(refusals.map(({ executor }) => executor)).not.toContain('multiprocessing.pool.Pool');
  });

  it('may run any callable: a partial, a class instance, a builtin', async () => {
    const file = moduleFile(
      'import functools, math\n' +
        'def power(base, to): return base ** to\n' +
        'square = functools.partial(power, to=2)\n' +
        'class Adder:\n    def __call__(self, x): return x + 1\n' +
        'add = Adder()\nfactorial = math.factorial\n',
    );
    for (const name of ['square', 'add', 'factorial']) {
      expect(await inspected(`${file}:${name}`)).toMatchObject({ isAsync: false });
    }
  });
});

describe.skipIf(python === null)('a Python module is refused', () => {
  const refusals: readonly (readonly [
    why: string,
    source: string,
    name: string,
    sentence: RegExp,
    remedy: RegExp,
  ])[] = [
    [
      'for its syntax, with the line',
      'x = 1\ndef task(x:\n',
      ':task',
      /has a syntax error \(work\.py:\d\): /,
      /Correct that line/,
    ],
    [
      'for an import that is not there, with what to install',
      'import os\nimport nowhere_to_be_found.part\ndef task(x): pass\n',
      ':task',
      /imports something that is not there \(work\.py:2\): No module named 'nowhere_to_be_found'\./,
      /-m pip install nowhere_to_be_found\)/,
    ],
    [
      'for a name that an import does not have',
      'from os import no_such_name\ndef task(x): pass\n',
      ':task',
      /cannot import what it needs \(work\.py:1\): cannot import name 'no_such_name'/,
      /Correct the import/,
    ],
    [
      'for what it raises, with the line',
      'def explode():\n    raise ValueError("boom")\nexplode()\ndef task(x): pass\n',
      ':task',
      /failed while it was imported \(work\.py:2\): ValueError: boom\./,
      /__name__ == "__main__"/,
    ],
    [
      'for leaving, with the line',
      'import sys\nsys.exit(2)\ndef task(x): pass\n',
      ':task',
      /ended the program while it was imported \(work\.py:2\): sys\.exit\(2\)\./,
      /__name__ == "__main__"/,
    ],
    [
      'for ending its process',
      'import os\nos._exit(4)\n',
      ':task',
      /could not be loaded: the process ended with code 4/,
      /without ending the process/,
    ],
    [
      'for a function that it does not have, with the nearest',
      'def fetch(x): pass\ndef parse(x): pass\n',
      ':fetsh',
      /^work\.py has no function fetsh\. Did you mean fetch\?/,
      /It has fetch, parse\./,
    ],
    [
      'for something that cannot be called',
      'limit = 3\ndef task(x): pass\n',
      ':limit',
      /limit of work\.py is not a function but of type int\./,
      /work\.py:task/,
    ],
    [
      'for several functions of which none is named',
      'def fetch(x): pass\ndef parse(x): pass\n',
      '',
      /defines 2 functions, and none of them is called task\./,
      /work\.py:fetch, .*work\.py:parse\./,
    ],
    ['for having no function', 'x = 1\n', '', /defines no function/, /def task\(value\)/],
    [
      'for a function that needs more than its input',
      'def task(a, b): pass\n',
      ':task',
      /task needs the arguments a, b, and a task is given one/,
      /Let it take one argument/,
    ],
    [
      'for what its meta says',
      'meta = {"tasks": 0}\ndef task(x): pass\n',
      ':task',
      /meta\["tasks"\] is not a positive whole number/,
      /meta = \{/,
    ],
  ];

  it.each(refusals)('%s', async (_, source, name, sentence, remedy) => {
    const refused = await refusalOf(moduleFile(source) + name);
    expect(refused.code).toBe('task-invalid');
    expect(refused.message).toMatch(sentence);
    expect(refused.remedy).toMatch(remedy);
    expect(refused.message).not.toContain('Traceback');
  });

  it('for having the name of a module that Python has loaded', async () => {
    const refused = await refusalOf(`${moduleFile('def task(x): pass\n', { name: 'threading.py' })}:task`);
    expect(refused.message).toMatch(/^threading\.py has the name of a module that Python itself has loaded/);
  });

  it('for a syntax error in a module that it imports, which is named', async () => {
    const file = moduleFile('import broken\ndef task(x): pass\n', { beside: { 'broken.py': 'def (:\n' } });
    expect((await refusalOf(`${file}:task`)).message).toMatch(
      /broken\.py, which .* imports, has a syntax error \(broken\.py:1\)/,
    );
  });
});

/** A module with these inputs, and a task. */
const given = (inputs: string): string =>
  `${moduleFile(`import itertools\n${inputs}\ndef task(x): return x\n`)}:task`;

describe.skipIf(python === null)('inputs of a Python module', () => {
  it.each([
    ['a list', 'inputs = [1, 2]', 2],
    ['a set', 'inputs = {1, 2, 3}', 3],
    ['a generator', 'inputs = (x for x in range(5))', 5],
    ['a function that gives a list', 'def inputs():\n    return [1]', 1],
    ['a generator function', 'def inputs():\n    yield from range(4)', 4],
  ])('may be %s', async (_, source, tasks) => {
    expect(await inspected(given(source))).toMatchObject({ tasks, inputs: tasks, inputsCut: false });
  });

  it('are taken for infinite when they do not end', async () => {
    expect(await inspected(given('inputs = itertools.count()'))).toMatchObject({
      tasks: 1000,
      inputs: 1000,
      inputsCut: true,
      countIsUsual: true,
    });
  });

  it.each([
    ['json', '[1, {"a": 2}]', 2],
    ['jsonl', '1\n"two"\n3\n', 3],
    ['txt', 'one line\nanother\n', 2],
  ])('may come from a .%s file in place of its own', async (ending, text, inputs) => {
    const file = moduleFile('inputs = range(9)\ndef task(x): pass\n', {
      beside: { [`given.${ending}`]: text },
    });
    expect(await inspected(`${file}:task`, file.replace('work.py', `given.${ending}`))).toMatchObject({
      inputs,
    });
  });

  it.each([
    ['they are empty', 'inputs = []', /The inputs of work\.py are empty/],
    ['they cannot be iterated', 'inputs = 3', /are of type int, which is neither a list nor iterable/],
    ['they are one string', 'inputs = "abc"', /are of type str/],
    [
      'they raise',
      'def inputs():\n    yield 1\n    raise KeyError("gone")',
      /could not be read \(work\.py:4\): KeyError: 'gone'\./,
    ],
  ])('are refused when %s', async (_, source, sentence) => {
    const refused = await refusalOf(given(source));
    expect(refused.code).toBe('inputs-invalid');
    expect(refused.message).toMatch(sentence);
  });
});
