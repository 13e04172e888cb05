import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownFolder } from '../../../support/own-folder.ts';
import { python } from '../../../support/python.ts';
import {
  inTurn,
  mayMount,
  mountedFolder,
  profiledAsAlone,
  unruly,
} from '../../../support/unruly-programs.ts';

if (!mayMount) console.warn('No file system can be mounted here: a full temporary folder is not tried.');
const isRoot = process.getuid?.() === 0;

const programs = [
  ...(python === null ? [] : [[python, unruly('brief.py')]]),
  [process.execPath, unruly('worker-exits.mjs')],
];

/** Root may write into any folder but one of a file system that is read-only. */
function readOnlyFolder(): string {
  if (isRoot) return mountedFolder('size=1m,ro');
  const folder = join(ownFolder(), 'read-only');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  return folder;
}

it.skipIf(isRoot && !mayMount)(
  'programs run as alone where the temporary folder is read-only, and the session says that nothing was traced',
  async () => {
    const TMPDIR = readOnlyFolder();
    const { report } = await profiledAsAlone(inTurn(programs), { env: { TMPDIR } });
    expect(report).toMatchObject({ complete: true, tasks: { total: 0 } });
    expect(report.warnings).toEqual([
      expect.stringMatching(/^Tasks were not traced: .*(?:EROFS|EACCES).*name another folder with TMPDIR/),
    ]);
  },
);

it.skipIf(!mayMount || python === null)(
  'programs run as alone where the temporary folder is full, and the session says whose tasks are missing',
  async () => {
    const TMPDIR = mountedFolder('size=56k');
    const { report } = await profiledAsAlone([python ?? '', unruly('brief.py')], { env: { TMPDIR } });
    expect(report.tasks.total).toBe(0);
    expect(report.warnings).toEqual([
      expect.stringMatching(/^Tasks of \d+ .* are missing: the temporary folder is full/),
    ]);
  },
);

it.skipIf(!mayMount || python === null)(
  'programs run as alone where the temporary folder fills up, and the session counts what is missing',
  async () => {
    const TMPDIR = mountedFolder('size=120k');
    const { report, tasks } = await profiledAsAlone([python ?? '', unruly('closes.py')], { env: { TMPDIR } });
    const { ok = 0 } = tasks['closes.py'] ?? {};
    expect(ok).toBeGreaterThan(0);
    const dropped = report.warnings.find((warning) => warning.includes('records of tasks'));
    expect(dropped).toMatch(/ had no room for them\. Make room there/);
    expect(Number(/^\d+/.exec(dropped ?? '')?.[0]) + ok).toBe(600);
  },
);
