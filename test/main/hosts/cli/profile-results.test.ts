import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { LogRow } from '../../../../src/shared/session.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { runCorelane } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { ownSession, parseProfile, profiled } from '../../../support/profile-command.ts';

const node = process.execPath;

describe('the object that profile --json prints', () => {
  it('has the keys of the contract, and no word of the program', async () => {
    const report = await profiled(['sh', '-c', 'echo word; exit 3']);
    expect(report).toMatchObject({
      corelane: 1,
      command: 'profile',
      complete: true,
      argv: ['sh', '-c', 'echo word; exit 3'],
      cwd: process.cwd(),
      exit: { code: 3, signal: null },
      tasks: { total: 0, by_api: {} },
    });
    expect(report.processes[0]?.command).toContain('echo word');
    expect(report.wall_ms).toBeGreaterThan(0);
    expect(report.cores.length).toBeGreaterThan(0);
    expect(report.collector).not.toBeNull();
  });

  it('is what show --json prints of the session, while show tells it as text', async () => {
    const session = ownSession();
    const report = parseProfile(await runCorelane(['profile', '--json', '--out', session, 'true']));
    const shown = await runCorelane(['show', session, '--json']);
    expect(parseProfile(shown)).toEqual(report);
    const text = await runCorelane(['show', session]);
    expect(text.stdout).toContain('exit 0');
    expect(text.stdout).toContain(`corelane open ${session}`);
    const exported = await runCorelane(['export', session, '--format', 'json']);
    expect(exported.code).toBe(0);
  });

  it.each([
    ['sh -c exit\u00A07', { code: 7, signal: null }],
    ['sh -c exit\u00A0127', { code: 127, signal: null }],
    ['sh -c kill\u00A0-KILL\u00A0$$', { code: null, signal: 'SIGKILL' }],
    ['sh -c kill\u00A0-SEGV\u00A0$$', { code: null, signal: 'SIGSEGV' }],
    ['true', { code: 0, signal: null }],
  ])('has the exit of %s as it was', async (command, exit) => {
    const argv = command.split(' ').map((word) => word.replaceAll('\u00A0', ' '));
    const report = await profiled(argv);
    expect(report).toMatchObject({ complete: true, exit });
    expect(report.processes.map(({ command: shown }) => shown)[0]).not.toContain('read _');
  });
});

describe('the program', () => {
  it('gets its arguments, its folder, its environment and no descriptor of Corelane', async () => {
    const cwd = ownFolder();
    const words = ['', ' two  words ', '$HOME', "it's", '"', '\\', '--json', '--', '*'];
    const script = `
      const { readdirSync, readlinkSync } = require('node:fs');
      const fds = readdirSync('/proc/self/fd').flatMap((fd) => {
        try { return [readlinkSync('/proc/self/fd/' + fd)]; } catch { return []; }
      });
      const { A, B, C, PATH } = process.env;
      console.log(JSON.stringify({ words: process.argv.slice(1), cwd: process.cwd(), A, B, C, PATH, odd: process.env['x.y//z'], fds }));
    `;
    const session = ownSession();
    const result = await runCorelane(
      [
        'profile',
        '--cwd',
        cwd,
        '--env',
        'A=1=2',
        '--env',
        'B=',
        '--env',
        'x.y//z=odd',
        '--unset',
        'C',
        '--out',
        session,
        '--',
      ].concat([node, '-e', script, '--'], words),
      { env: { C: 'set' } },
    );
    const told = JSON.parse(result.stdout);
    expect(told).toMatchObject({ words, cwd, A: '1=2', B: '', PATH: process.env['PATH'], odd: 'odd' });
    expect(told).not.toHaveProperty('C');
    expect(told.fds.filter((target: string) => target.startsWith('socket:'))).toEqual([]);
  });

  it('reads the stdin that Corelane has', async () => {
    const file = join(ownFolder(), 'input');
    writeFileSync(file, 'typed\n');
    const result = await runCorelane(['profile', '--out', ownSession(), 'cat'], { under: `exec < ${file}` });
    expect(result.stdout).toBe('typed\n');
  });

  it('may open as many files as it might alone', async () => {
    const result = await runCorelane(
      ['profile', '--out', ownSession(), 'sh', '-c', 'ulimit -Sn; ulimit -Hn; env'],
      {
        under: 'ulimit -Sn 300; ulimit -Hn 4000',
      },
    );
    expect(result.stdout).toMatch(/^300\n4000\n/);
    expect(result.stdout).not.toContain('CORELANE_OPEN_FILES');
  });

  it('is held on the chosen cores, as are those it starts', async () => {
    const report = await profiled(['sh', '-c', 'taskset -p $$ >&2; sh -c "taskset -p \\$\\$" >&2'], {}, [
      '--cores',
      '0',
    ]);
    expect(report.cores_used).toEqual([0]);
    const session = openSession(report.session);
    const printed = [...session.logs()].map(({ text }) => text).join('');
    session.close();
    expect(printed.match(/mask: 1$/gm)).toHaveLength(2);
  });

  it.skipIf(process.platform !== 'linux')('is profiled on the portable platform, too', async () => {
    const report = await profiled(['sh', '-c', 'exit 4'], { env: { CORELANE_PLATFORM: 'portable' } });
    expect(report).toMatchObject({ complete: true, exit: { code: 4, signal: null } });
    expect(report.processes).toMatchObject([{ command: 'sh -c exit 4', threads: [] }]);
  });

  it('and what it started are listed with their threads', async () => {
    const spin = 'const end = Date.now() + 300; while (Date.now() < end);';
    const script = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(spin)}])`;
    const report = await profiled([node, '-e', script]);
    expect(report.processes.length).toBeGreaterThanOrEqual(2);
    const [parent, child] = report.processes;
    expect(child?.ppid).toBe(parent?.pid);
    expect(child?.threads.some(({ on_cpu_ms }) => (on_cpu_ms ?? 0) > 0)).toBe(true);
  });
});

describe('a bare script', () => {
  it.each([
    ['script.mjs', "console.log('by', process.argv.length)", 'by 3\n'],
    ['script.ts', "const n: number = process.argv.length; console.log('by', n)", 'by 3\n'],
    ['script.py', 'import sys; print("by", len(sys.argv))', 'by 2\n'],
  ])('%s runs with what its ending says', async (name, text, printed) => {
    const cwd = ownFolder();
    writeFileSync(join(cwd, name), text);
    const result = await runCorelane(['profile', '--out', ownSession(), name, 'argument'], { cwd });
    expect(result.stdout, result.stderr).toBe(printed);
  });

  it('that says itself what runs it, and may be executed, runs as it is', async () => {
    const cwd = ownFolder();
    writeFileSync(join(cwd, 'tool.py'), '#!/bin/sh\necho by sh\n');
    chmodSync(join(cwd, 'tool.py'), 0o755);
    const result = await runCorelane(['profile', '--out', ownSession(), 'tool.py'], { cwd });
    expect(result.stdout).toBe('by sh\n');
  });
});

describe('output', () => {
  it('passes through as bytes, and is kept as text with times', async () => {
    const session = ownSession();
    const script = String.raw`printf 'caf\303'; sleep 0.05; printf '\251 \377 end'; echo aside > /dev/stderr`;
    const into = join(ownFolder(), 'out');
    const { stderr } = await runCorelane(['profile', '--out', session, 'sh', '-c', script], {
      under: `exec > ${into}`,
    });
    expect(readFileSync(into).toString('latin1')).toBe('caf\u00C3\u00A9 \u00FF end');
    expect(stderr.startsWith('aside\n')).toBe(true);
    const reader = openSession(session);
    const rows = [...reader.logs()];
    reader.close();
    expect(textOf(rows, 'stdout')).toBe('café \uFFFD end');
    expect(textOf(rows, 'stderr')).toBe('aside\n');
    expect(rows.every(({ trial, time }) => trial === 0 && time > 0)).toBe(true);
  });

  it('of 50 MB passes through whole, and is kept up to the limit', async () => {
    const piped = await runCorelane([
      'profile',
      '--out',
      ownSession(),
      'sh',
      '-c',
      'head -c 50000000 /dev/zero | tr "\\0" x',
    ]);
    expect(piped.stdout).toHaveLength(50_000_000);
    expect(piped.stderr).toContain('The program printed 50.0 MB; the session keeps the first 8.4 MB.');
  });

  it('that cannot be passed on is told of', async () => {
    const { stderr } = await runCorelane(['profile', '--out', ownSession(), 'echo', 'word'], {
      under: 'exec > /dev/full',
    });
    expect(stderr).toContain("The program's stdout cannot be passed on: ENOSPC");
  });

  it('may be closed by the program, or by who reads it: then the program is told as it would be alone', async () => {
    const closed = await profiled(['sh', '-c', 'exec >&- 2>&-; sleep 0.1; exit 5']);
    expect(closed).toMatchObject({ complete: true, exit: { code: 5, signal: null } });
    const session = ownSession();
    const result = await runCorelane([], {
      under: `"$0" profile --out ${session} yes | head -1; set --; true`,
    });
    expect(result.stdout.startsWith('y\n')).toBe(true);
    const report = parseProfile(await runCorelane(['show', session, '--json']));
    expect(report).toMatchObject({ complete: true, exit: { code: null, signal: 'SIGPIPE' } });
  });
});

const textOf = (rows: readonly LogRow[], stream: LogRow['stream']): string =>
  rows
    .filter((row) => row.stream === stream)
    .map(({ text }) => text)
    .join('');
