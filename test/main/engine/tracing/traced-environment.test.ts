import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tracedCommand, tracedEnvironment } from '../../../../src/main/engine/tracing/traced-environment.ts';
import { ownFolder } from '../../../support/own-folder.ts';

const places = { python: '/run/python', node: '/out/my "hook".cjs', traces: '/run/traces' };
const hook = String.raw`--require "/out/my \"hook\".cjs"`;

describe('the environment of a traced program', () => {
  it('has the hooks before what the user has', () => {
    const own = { PYTHONPATH: '/a:/b', NODE_OPTIONS: '--no-warnings', HOME: '/home' };
    expect(tracedEnvironment({ X: '1', Y: null }, own, places)).toEqual({
      X: '1',
      Y: null,
      PYTHONPATH: '/run/python:/a:/b',
      NODE_OPTIONS: `${hook} --no-warnings`,
      CORELANE_TRACE: '/run/traces',
    });
  });

  it('has them before what the user asked for, and without what was taken out', () => {
    const own = { PYTHONPATH: '/a', NODE_OPTIONS: '--no-warnings' };
    expect(tracedEnvironment({ PYTHONPATH: '/mine', NODE_OPTIONS: null }, own, places)).toMatchObject({
      PYTHONPATH: '/run/python:/mine',
      NODE_OPTIONS: hook,
    });
  });

  it('has no empty part in PYTHONPATH, which would be the current folder', () => {
    expect(tracedEnvironment({}, { PYTHONPATH: '' }, places)).toMatchObject({ PYTHONPATH: '/run/python' });
  });

  it('leaves Node as it is where there is no hook for it', () => {
    expect(tracedEnvironment({}, {}, { ...places, node: null })).not.toHaveProperty('NODE_OPTIONS');
  });
});

/** In a folder with a script `x.py`. */
function command(...argv: readonly string[]): readonly string[] {
  const cwd = ownFolder();
  writeFileSync(join(cwd, 'x.py'), '');
  return tracedCommand(argv, cwd, places);
}

describe('the command of a traced program', () => {
  it('goes by way of the script where its options keep a Python from loading the hook', () => {
    expect(command('/usr/bin/python3.12', '-I', 'x.py', 'a').join(' ')).toBe(
      '/usr/bin/python3.12 -I /run/python/corelane_start.py s 1 0 -I x.py a',
    );
  });

  it.each([
    ['python3', 'x.py', '-I'],
    ['python3', '-I', 'gone.py'],
    ['python3', '-I', ''],
    ['python3', '-I'],
    ['python3', '-I', '-i', 'x.py'],
    ['node', '-I', 'x.py'],
    ['./x.py', '-I'],
  ])('is its own otherwise: %s %s %s', (...argv) => expect(command(...argv)).toEqual(argv));
});
