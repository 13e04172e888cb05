import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { linuxPlatform } from '../../../../src/main/engine/collector/linux/platform.ts';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import { entry, header } from './session-parts.ts';
import { ownFolder } from './sessions.ts';

/** The niceness of every thread of this process, by its number. */
function nicenesses(): ReadonlyMap<string, number> {
  const tasks = '/proc/self/task';
  return new Map(
    readdirSync(tasks).map((tid) => {
      // Counted from behind the name, which may hold anything.
      const fields = readFileSync(join(tasks, tid, 'stat'), 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [tid, Number(fields[16])];
    }),
  );
}

describe.runIf(process.platform === 'linux')("the writer's thread", () => {
  it('stands back alone', async () => {
    const before = nicenesses();
    const { patientPriority: priority } = linuxPlatform;
    const writer = await createSession(join(ownFolder(), 'patient.corelane'), header, { entry, priority });
    const after = nicenesses();
    const known = [...before.keys()].filter((tid) => after.has(tid));
    expect(known.map((tid) => after.get(tid))).toEqual(known.map((tid) => before.get(tid)));
    const added = [...after].filter(([tid]) => !before.has(tid)).map(([, niceness]) => niceness);
    expect(added).toContain(Math.max(10, os.getPriority(0)));
    await writer.finish({ complete: false });
  });
});
