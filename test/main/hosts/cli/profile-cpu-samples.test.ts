import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { profiled } from '../../../support/profile-command.ts';
import { python } from '../../../support/python.ts';

/** The names of the innermost functions of a session's samples, and the languages of their frames. */
async function sampledIn(argv: readonly string[], flags: readonly string[]) {
  const { session: path, exit, warnings } = await profiled(argv, {}, flags);
  expect({ exit, about: warnings.filter((text) => /sample/i.test(text)) }).toEqual({
    exit: { code: 0, signal: null },
    about: [],
  });
  const session = openSession(path);
  try {
    const frames = new Map(session.details('frames').map((row) => [row.number, row]));
    const innermost = new Map(session.details('stacks').map((row) => [row.number, frames.get(row.frame)]));
    const seen = [...session.batches('samples')].flatMap(({ stack }) =>
      Array.from(stack, (number) => innermost.get(number)),
    );
    return new Set(seen.map((frame) => `${frame?.language ?? 'no'} ${frame?.name ?? 'frame'}`));
  } finally {
    session.close();
  }
}

const script = (name: string, source: string): string => {
  const path = join(ownFolder(), name);
  writeFileSync(path, source);
  return path;
};

const busyNode = (): string =>
  script(
    'busy.mjs',
    'function busy() { const end = performance.now() + 300; let sum = 0; while (performance.now() < end) sum += 1; }\nbusy();\n',
  );

describe('corelane profile --cpu-profile', () => {
  it('keeps samples of Node programs in the session', async () => {
    expect(await sampledIn([busyNode()], ['--cpu-profile'])).toContain('node busy');
  });

  it.skipIf(python === null)('keeps samples of Python programs in the session', async () => {
    const path = script(
      'busy.py',
      'import time\ndef busy():\n    while time.process_time() < 0.4: pass\nbusy()\n',
    );
    expect(await sampledIn([python ?? '', path], ['--cpu-profile'])).toContain('python busy');
  });

  it('takes none without it', async () => {
    expect(await sampledIn([busyNode()], [])).toEqual(new Set());
  });
});
