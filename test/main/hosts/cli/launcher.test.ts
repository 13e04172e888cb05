import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../engine/export/recorded-session.ts';
import { corelane, launcher } from './run-corelane.ts';

/** An installation without dependencies; its program prints which Node runs it. */
function installation(): { command: string; root: string } {
  const root = testFolder();
  mkdirSync(join(root, 'bin'));
  mkdirSync(join(root, 'out', 'main'), { recursive: true });
  cpSync(launcher, join(root, 'bin', 'corelane'));
  writeFileSync(join(root, 'out', 'main', 'cli.js'), 'console.log(process.execPath, process.argv.slice(2))');
  return { command: join(root, 'bin', 'corelane'), root };
}

/** A folder with a `node` that gives itself out as the version. */
function nodeOnPath(version: string): Record<string, string> {
  const folder = testFolder();
  const script = `#!/bin/sh\n[ "$1" = -p ] && echo ${version} || echo "ran on ${version} $*"\n`;
  writeFileSync(join(folder, 'node'), script, { mode: 0o755 });
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe('bin/corelane', () => {
  it('works from any folder and through symbolic links', async () => {
    const folder = testFolder();
    symlinkSync(launcher, join(folder, 'absolute'));
    symlinkSync('absolute', join(folder, 'link to a link'));
    symlinkSync(relative(realpathSync(folder), launcher), join(folder, 'relative'));
    for (const name of ['absolute', 'link to a link', 'relative']) {
      const { code, stdout } = await corelane(['--version'], { command: join(folder, name), cwd: folder });
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    }
    expect(await corelane(['--version'], { command: './absolute', cwd: folder })).toMatchObject({ code: 0 });
  });

  it('runs on the Node of the lock file, whatever is on PATH', async () => {
    const { stdout } = await corelane(['doctor', '--json'], { env: nodeOnPath('8.0.0') });
    const found: { nodes: { engine: string }; capabilities: { name: string; available: boolean }[] } =
      JSON.parse(stdout);
    expect(found.nodes.engine).toMatch(/^24\./);
    expect(found.capabilities.find(({ name }) => name === 'engine-node')?.available).toBe(true);
  });

  it('hands its arguments on as they are', async () => {
    const { command } = installation();
    const { stdout } = await corelane(['a b', '', '*', '--x=$HOME'], { command, env: nodeOnPath('22.18.0') });
    expect(stdout).toContain('a b  * --x=$HOME');
  });

  it.each(['22.18.0', '23.0.1', '24.21.0'])(
    'falls back to Node %s on PATH without its own',
    async (version) => {
      const { command } = installation();
      const { code, stdout } = await corelane(['show'], { command, env: nodeOnPath(version) });
      expect(stdout).toMatch(new RegExp(`^ran on ${version}`));
      expect(code).toBe(0);
    },
  );

  it.each(['20.19.0', '22.17.1'])('says that Node %s is too old to fall back to', async (version) => {
    const { command } = installation();
    const { code, stdout, stderr } = await corelane(['show'], { command, env: nodeOnPath(version) });
    expect(stderr).toMatch(new RegExp(`the one on PATH is ${version}\\.\\n {2}→ `));
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('says what to run when it has not been built', async () => {
    const { command, root } = installation();
    mkdirSync(join(root, 'other', 'bin'), { recursive: true });
    cpSync(command, join(root, 'other', 'bin', 'corelane'));
    const { code, stderr } = await corelane([], { command: join(root, 'other', 'bin', 'corelane') });
    expect(stderr).toMatch(/out\/main\/cli\.js is missing.\n {2}→ Run `npm ci`/);
    expect(code).toBe(1);
  });
});
