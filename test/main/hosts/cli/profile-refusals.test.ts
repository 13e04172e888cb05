import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectRefusal, runCorelane } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { profiled } from '../../../support/profile-command.ts';

/** A folder with one of each that cannot be started. */
function oddities(): string {
  const folder = ownFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'plain'), 'echo\n');
  const executables = {
    'lost.sh': '#!/no/such/interpreter -x\n',
    'lost-env.sh': '#!/usr/bin/env no-such-interpreter\n',
    'windows.sh': '#!/bin/sh\r\necho\r\n',
  };
  for (const [name, text] of Object.entries(executables)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

it.each([
  [['no-such-program'], 1, /There is no program no-such-program on PATH\.\n {2}→ Check its spelling/],
  [['plain'], 1, /There is no program plain on PATH\.\n {2}→ .*write \.\/plain/],
  [['./no-such-file'], 1, /There is no file .*no-such-file/],
  [['./plain'], 1, /plain may not be executed: it lacks the permission\.\n {2}→ .*chmod \+x/],
  [['./folder'], 1, /folder is a folder, not a program/],
  [['missing.py'], 1, /There is no file .*missing\.py/],
  [['./lost.sh'], 1, /first line asks for \/no\/such\/interpreter, which is not there/],
  [['./lost-env.sh'], 1, /first line asks for no-such-interpreter, which is not on PATH/],
  [['./windows.sh'], 1, /the line ends as on Windows/],
  [[], 2, /`corelane profile` needs a COMMAND/],
  [[''], 2, /There is no command to run/],
  [['--cwd', 'nowhere', 'true'], 2, /There is no folder .*nowhere/],
  [['--cwd', 'plain', 'true'], 2, /plain is not a folder/],
  [['--env', 'NAME', 'true'], 2, /--env cannot be "NAME"/],
  [['--env', '=x', 'true'], 2, /--env cannot be "=x"/],
  [['--unset', 'A=1', 'true'], 2, /--unset cannot be "A=1"/],
  [['--cores', '4096', 'true'], 2, /Core 4096 cannot be used/],
  [['--cpu-profile', '--no-trace', 'true'], 2, /CPU samples are taken by what is loaded into the program/],
  [['--jsn', 'true'], 2, /has no option --jsn/],
  [['--node', '/bin/true', 'script.mjs'], 1, /There is no file .*script\.mjs/],
] as const)('%j is refused', async (args, code, sentence) => {
  const cwd = oddities();
  const out = join(cwd, 'x.corelane');
  const result = await runCorelane(['profile', '--out', out, ...args], { cwd });
  expectRefusal(result, code, sentence);
  expect(existsSync(out)).toBe(false);
});

it('an interpreter that is none is refused', async () => {
  const cwd = ownFolder();
  writeFileSync(join(cwd, 's.py'), '');
  expectRefusal(
    await runCorelane(['profile', '--python', '/bin/true', 's.py'], { cwd }),
    1,
    /not a Python that runs/,
  );
});

it('64 descriptors are enough to profile', async () => {
  const report = await profiled(['sh', '-c', 'ulimit -n; exit 2'], { under: 'ulimit -n 64' });
  expect(report).toMatchObject({ complete: true, exit: { code: 2, signal: null } });
});

it.each([40, 25])('%d descriptors are refused in a sentence, and leave no session', async (files) => {
  const out = join(ownFolder(), 'x.corelane');
  const under = `ulimit -n ${files}`;
  const result = await runCorelane(['profile', '--out', out, 'true'], { under });
  expectRefusal(result, 1, /may be open|files are open/);
  expect(result.stderr).toContain('ulimit -n 1024');
  expect(existsSync(out)).toBe(false);
});

it('a file that the system does not execute is told of, and what the shell said is kept', async () => {
  const cwd = ownFolder();
  writeFileSync(join(cwd, 'garbage'), Buffer.of(0, 1, 2));
  chmodSync(join(cwd, 'garbage'), 0o755);
  const report = await profiled(['./garbage'], { cwd });
  expect(report.exit).toEqual({ code: 126, signal: null });
  expect(report.warnings.join('\n')).toMatch(
    /garbage never ran: the system refused to execute it \(.*[Ee]xec/,
  );
});

it('a program that ends as if it were not there is not told to be', async () => {
  const report = await profiled(['sh', '-c', 'exit 127']);
  expect(report.warnings.join('\n')).not.toContain('never ran');
});
