import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { recordSession, testFolder } from '../../engine/export/recorded-session.ts';
import { corelane, launcher, outcomeOf, startCorelane } from './run-corelane.ts';

const recorded = (tasks: number): Promise<string> =>
  recordSession(join(testFolder(), 'run.corelane'), {
    tasks: Array.from({ length: tasks }, (_, task) => ({ submit: task, start: task + 10, end: task + 20 })),
  });

describe('export', () => {
  it('writes to stdout alone when no file is named', async () => {
    const { code, stdout, stderr } = await corelane(['export', await recorded(3), '--format', 'csv-tasks']);
    expect(stdout.split('\r\n')).toHaveLength(5);
    expect(stderr).not.toContain('csv');
    expect(code).toBe(0);
  });

  it('writes the file named by -o from where the user stands, and says how to open a trace', async () => {
    const session = await recorded(3);
    const folder = testFolder();
    const { code, stdout, stderr } = await corelane(
      ['export', session, '--format', 'chrome', '-o', 'a.json'],
      {
        cwd: folder,
      },
    );
    expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).toHaveProperty('traceEvents');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/Wrote a\.json\. Open it in https:\/\/ui\.perfetto\.dev/);
    expect(code).toBe(0);
  });

  it('does not overwrite the session', async () => {
    const session = await recorded(3);
    const before = readFileSync(session);
    const { code, stderr } = await corelane(['export', session, '--format', 'json', '-o', session]);
    expect(stderr).toMatch(/is the session that is being exported/);
    expect(code).toBe(1);
    expect(readFileSync(session).equals(before)).toBe(true);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = startCorelane(['export', await recorded(100_000), '--format', 'json']);
    child.stdout.once('data', () => child.stdout.destroy());
    let stderr = '';
    child.stderr.on('data', (piece) => (stderr += String(piece)));
    const [code] = await once(child, 'close');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('removes what it has written when it is interrupted, and ends with 130', async () => {
    const session = await recorded(400_000);
    const folder = testFolder();
    const output = join(folder, 'trace.json');
    const child = startCorelane(['export', session, '--format', 'chrome', '-o', output]);
    const ending = outcomeOf(child);
    // Interrupted as soon as the half-written file is there, not after a time.
    while (readdirSync(folder).length === 0 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    child.kill('SIGINT');
    const { code, stderr } = await ending;
    expect(stderr).toMatch(/was interrupted/);
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(existsSync('/bin/bash'))('says when the file would grow beyond what is allowed', async () => {
    const session = await recorded(100_000);
    const output = join(testFolder(), 'trace.json');
    const script = `ulimit -f 1024; exec "${launcher}" export "${session}" --format chrome -o "${output}"`;
    const { code, stderr } = await corelane(['-c', script], { command: '/bin/bash' });
    expect(stderr).toMatch(/larger than allowed/);
    expect(code).toBe(1);
    expect(existsSync(output)).toBe(false);
  });

  it.runIf(existsSync('/dev/full'))('says when stdout goes to a full disk', async () => {
    const script = `"${launcher}" export "${await recorded(10)}" --format json > /dev/full`;
    const { code, stderr } = await corelane(['-c', script], { command: '/bin/sh' });
    expect(stderr).toMatch(/Standard output cannot be written/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });
});
