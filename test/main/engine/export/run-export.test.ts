import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Exporter } from '../../../../src/main/engine/export/exporter.ts';
import { csvTasksExporter } from '../../../../src/main/engine/export/csv-tasks.ts';
import { runExport } from '../../../../src/main/engine/export/run-export.ts';
import { openFileSink, streamSink } from '../../../../src/main/engine/export/sink.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { SessionReader } from '../../../../src/shared/session.ts';
import { recordSession, testFolder } from './recorded-session.ts';

/** A folder with a session of some thousand tasks. */
async function folderWithSession(): Promise<{ folder: string; path: string; session: SessionReader }> {
  const folder = testFolder();
  const path = await recordSession(join(folder, 'run.corelane'), {
    tasks: Array.from({ length: 20_000 }, (_, task) => ({ submit: task, start: task + 10, end: task + 20 })),
  });
  return { folder, path, session: openSession(path) };
}

const unhurried = (onProgress: (fraction: number) => void = () => undefined) => ({
  signal: new AbortController().signal,
  onProgress,
});

describe('an export to a file', () => {
  it('appears whole under its name, and nothing else does', async () => {
    const { folder, path, session } = await folderWithSession();
    const fractions: number[] = [];
    const output = join(folder, 'tasks.csv');
    await runExport(
      session,
      csvTasksExporter,
      await openFileSink(output, path),
      unhurried((fraction) => fractions.push(fraction)),
    );
    expect(readFileSync(output, 'utf8').split('\r\n')).toHaveLength(20_002);
    expect(readdirSync(folder).toSorted()).toEqual(['run.corelane', 'tasks.csv']);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('that is cancelled leaves the older file as it was, and nothing half-written', async () => {
    const { folder, path, session } = await folderWithSession();
    const output = join(folder, 'tasks.csv');
    writeFileSync(output, 'older');
    const cancel = new AbortController();
    const exporting = runExport(session, csvTasksExporter, await openFileSink(output, path), {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    await expect(exporting).rejects.toMatchObject({ code: 'interrupted' });
    expect(readFileSync(output, 'utf8')).toBe('older');
    expect(readdirSync(folder).toSorted()).toEqual(['run.corelane', 'tasks.csv']);
  });

  it('that fails half-way leaves nothing behind', async () => {
    const { folder, path, session } = await folderWithSession();
    const failing: Exporter = {
      format: 'json',
      streams: [],
      *chunks() {
        yield 'x'.repeat(1_000_000);
        throw new RangeError('the session is damaged here');
      },
    };
    const exporting = runExport(session, failing, await openFileSink(join(folder, 'out'), path), unhurried());
    await expect(exporting).rejects.toThrow('the session is damaged here');
    expect(readdirSync(folder)).toEqual(['run.corelane']);
  });

  it('replaces what a symbolic link leads to, not the link', async () => {
    const { folder, path, session } = await folderWithSession();
    writeFileSync(join(folder, 'target.csv'), 'older');
    symlinkSync('target.csv', join(folder, 'link.csv'));
    const sink = await openFileSink(join(folder, 'link.csv'), path);
    await runExport(session, csvTasksExporter, sink, unhurried());
    expect(readFileSync(join(folder, 'target.csv'), 'utf8')).toMatch(/^trial,/);
    expect(existsSync(join(folder, 'link.csv'))).toBe(true);
  });

  it.each([
    [
      'over the session itself',
      (folder: string) => join(folder, 'run.corelane'),
      /is the session that is being/,
    ],
    [
      'into a folder that is not there',
      (folder: string) => join(folder, 'no', 'out'),
      /folder does not exist/,
    ],
    [
      'below a file',
      (folder: string) => join(folder, 'run.corelane', 'out'),
      /what should be its folder is a file/,
    ],
    ['over a folder', (folder: string) => join(folder, 'taken'), /is a folder/],
  ])('is refused %s', async (_where, output, message) => {
    const { folder, path } = await folderWithSession();
    mkdirSync(join(folder, 'taken'));
    const before = readFileSync(path);
    await expect(openFileSink(output(folder), path)).rejects.toMatchObject({
      code: 'export-failed',
      message: expect.stringMatching(message),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('over the session is refused through a link as well', async () => {
    const { folder, path } = await folderWithSession();
    symlinkSync('run.corelane', join(folder, 'alias'));
    await expect(openFileSink(join(folder, 'alias'), path)).rejects.toMatchObject({ code: 'export-failed' });
  });

  it.runIf(existsSync('/dev/full'))('to a full disk says so', async () => {
    const { path, session } = await folderWithSession();
    const exporting = runExport(
      session,
      csvTasksExporter,
      await openFileSink('/dev/full', path),
      unhurried(),
    );
    await expect(exporting).rejects.toMatchObject({
      code: 'export-failed',
      message: '/dev/full cannot be written: the disk is full.',
    });
    expect(existsSync('/dev/full')).toBe(true);
  });
});

describe('an export to a stream', () => {
  it('waits for a slow reader instead of piling up text', async () => {
    const { session } = await folderWithSession();
    const slow = new PassThrough({ highWaterMark: 1024 });
    let received = '';
    let most = 0;
    const exporting = runExport(session, csvTasksExporter, streamSink(slow, 'stdout'), unhurried());
    for await (const piece of slow) {
      most = Math.max(most, slow.readableLength + slow.writableLength);
      received += String(piece);
      if (received.endsWith('\r\n') && received.split('\r\n').length === 20_002) break;
    }
    await exporting;
    expect(received).toMatch(/^trial,/);
    expect(most).toBeLessThan(1_000_000);
  });
});
