import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { SessionReader } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { ownFolder } from './sessions.ts';

const child = join(import.meta.dirname, 'recorder-child.ts');
const kills = 20;
const together = 4;
const largestBatch = 500;

interface Ending {
  /** Rows the recorder said were on disk. */
  readonly committed: number;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** Runs a recorder, and kills it `killAfterMs` after its first commit unless that is null. */
function runRecorder(
  command: string,
  args: readonly string[],
  killAfterMs: number | null,
  onCommit: () => void = () => undefined,
): Promise<Ending> {
  const recorder = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let committed = 0;
  let failure: Ending['failure'] = null;
  createInterface(recorder.stdout).on('line', (line) => {
    if (line.startsWith('failed ')) failure = JSON.parse(line.slice('failed '.length));
    if (!line.startsWith('committed ')) return;
    if (committed === 0 && killAfterMs !== null) setTimeout(() => recorder.kill('SIGKILL'), killAfterMs);
    committed = Number(line.slice('committed '.length));
    onCommit();
  });
  return new Promise((resolve) => {
    recorder.on('close', () => resolve({ committed, failure }));
  });
}

/** The session holds rows 0, 1, 2, … without a hole, and at least `committed` of them. More may come while it is read. */
function expectWithoutHoles(reader: SessionReader, committed: number) {
  expect(reader.complete).toBe(false);
  expect(reader.header.id).toBe('test-session');
  const times = [...reader.batches('memory')].flatMap(({ time }) => Array.from(time));
  expect(times.findIndex((time, row) => time !== row)).toBe(-1);
  expect(times.length).toBeGreaterThanOrEqual(committed);
  const slices = [...reader.batches('slices')].flatMap(({ start, end }) =>
    Array.from(start, (from, row) => ({ from, to: end[row] })),
  );
  expect(slices.findIndex(({ from, to }, row) => from !== row || to !== row + 1)).toBe(-1);
  return { times, slices };
}

/** The session of a recorder that is gone opens, and all that is told of it agrees. */
function expectRecovered(reader: SessionReader, committed: number): void {
  const { times, slices } = expectWithoutHoles(reader, committed);
  expect(times.length).toBe(reader.count('memory'));
  // One commit holds both, except those slices that had not reached the writer with their rows of memory.
  expect(slices.length).toBeLessThanOrEqual(times.length);
  expect(slices.length).toBeGreaterThanOrEqual(committed - largestBatch);
  const view = {
    from: asNanoseconds(0),
    to: asNanoseconds(Math.max(1, times.length)),
    width: 1,
    tracks: [0, 1, 2],
  };
  const { count } = reader.viewport({ ...view, group: 'cores' });
  expect(count.reduce((sum, begun) => sum + begun, 0)).toBe(slices.length);
}

describe('a recorder that dies', () => {
  it(
    `leaves every committed row behind when it is killed, ${kills} times at different moments`,
    { timeout: 120_000 },
    async () => {
      const folder = ownFolder();
      // 7 and 20 have no common divisor: the moments spread over a second, some commits, in a fixed order.
      const moments = Array.from({ length: kills }, (_, run) => ((run * 7) % kills) * 61);
      for (let at = 0; at < kills; at += together) {
        await Promise.all(
          moments.slice(at, at + together).map(async (moment, index) => {
            const path = join(folder, `${at + index}.corelane`);
            const { committed } = await runRecorder(process.execPath, [child, path, '150'], moment);
            const reader = openSession(path);
            expectRecovered(reader, committed);
            expect(existsSync(`${path}-wal`)).toBe(false);
            reader.close();
          }),
        );
      }
    },
  );

  it('is not disturbed by another process that reads along', { timeout: 60_000 }, async () => {
    const path = join(ownFolder(), 'live.corelane');
    const counts: number[] = [];
    const { committed } = await runRecorder(process.execPath, [child, path, '50'], 1500, () => {
      const reader = openSession(path);
      counts.push(reader.count('memory'));
      expectWithoutHoles(reader, counts.at(-1) ?? 0);
      reader.close();
    });
    expect(counts.length).toBeGreaterThan(2);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    const reader = openSession(path);
    expectRecovered(reader, committed);
    reader.close();
  });

  it('says so when the disk refuses more, and what was committed opens', { timeout: 60_000 }, async () => {
    const path = join(ownFolder(), 'full.corelane');
    // A file size limit refuses writes like a full disk; blocks are 512 or 1024 bytes, depending on the shell.
    const limited = `ulimit -f 2048; exec "$0" "$@"`;
    const { committed, failure } = await runRecorder(
      'sh',
      ['-c', limited, process.execPath, child, path, '500'],
      null,
    );
    expect(failure?.code).toBe('session-unwritable');
    expect(failure?.message).toMatch(/full/);
    expect(committed).toBeGreaterThan(0);
    const reader = openSession(path);
    expectRecovered(reader, committed);
    reader.close();
  });
});
