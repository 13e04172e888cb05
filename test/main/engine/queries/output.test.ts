import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import { outputColumns } from '../../../../src/main/engine/queries/output-columns.ts';
import { SessionOutput } from '../../../../src/main/engine/queries/session-output.ts';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { OpenedSession } from '../../../../src/main/engine/queries/opened-session.ts';
import { sessionVersion } from '../../../../src/shared/session.ts';
import type { LogRow, SessionHeader } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { recordSession, testFolder } from '../export/recorded-session.ts';

const pieceOf = (time: number, text: string, stream: LogRow['stream'] = 'stdout'): LogRow => ({
  trial: 0,
  time: asNanoseconds(time),
  stream,
  text,
});

/** Two lines at once, one in two pieces, and a warning in between; the last two at one moment. */
const logs: readonly LogRow[] = [
  pieceOf(100, 'begin\nload 3 files\n'),
  pieceOf(250, 'half a li'),
  pieceOf(260, 'slow!\n', 'stderr'),
  pieceOf(300, 'ne\n'),
  pieceOf(900, 'done\n'),
  pieceOf(900, 'bye\n'),
];

const sessions = new OpenSessions();
const queries = answerQueries(sessions);
let session = '';

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  session = await recordSession(join(folder, 'run.corelane'), { header: { command: 'profile' }, logs });
  return () => {
    sessions.release(session);
    rmSync(folder, { recursive: true });
  };
});

const columns = async (fromNs: number, toNs: number, width: number) => {
  const { lines, firstNs, streams } = await queries.outputColumns({ session, fromNs, toNs, width });
  return { streams, lines: [...lines], firstNs: [...firstNs] };
};
const nobody = Number.NaN;

describe('what a program printed', () => {
  it('is told by stream: how many pieces and lines, from when to when', async () => {
    const { streams } = await queries.outputOverview(session);
    expect(streams).toEqual([
      { stream: 'stdout', pieces: 5, lines: 6, fromNs: 100, toNs: 900 },
      { stream: 'stderr', pieces: 1, lines: 1, fromNs: 260, toNs: 260 },
    ]);
  });

  it('is counted per column of a range, with the moment of the first piece', async () => {
    expect(await columns(0, 1000, 4)).toEqual({
      streams: ['stdout', 'stderr'],
      lines: [2, 2, 0, 2, 0, 1, 0, 0],
      firstNs: [100, 250, nobody, 900, nobody, 260, nobody, nobody],
    });
  });

  it('belongs to a column from its beginning on, and to no column of another range', async () => {
    expect((await columns(250, 900, 1)).lines).toEqual([2, 1]);
    expect((await columns(901, 2000, 2)).lines).toEqual([0, 0, 0, 0]);
  });

  it('is nothing where nothing was printed', async () => {
    const silent = await recordSession(join(testFolder(), 'silent.corelane'), {});
    expect(await queries.outputOverview(silent)).toEqual({ streams: [] });
    const none = await queries.outputColumns({ session: silent, fromNs: 0, toNs: 10, width: 3 });
    expect(none.lines).toHaveLength(0);
    sessions.release(silent);
  });

  it('loses and repeats no line, whatever the columns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.constantFrom('a\n', 'b\nc\n', 'd'))),
        fc.integer({ min: 1, max: 40 }),
        (pieces, width) => {
          const output = new SessionOutput(pieces.map(([time, text]) => pieceOf(time, text)));
          const { lines } = outputColumns(output, { session, fromNs: 0, toNs: 101, width });
          const all = pieces.reduce((sum, [, text]) => sum + (text === 'b\nc\n' ? 2 : 1), 0);
          expect(lines.reduce((sum, count) => sum + count, 0)).toBe(all);
        },
      ),
    );
  });
});

const at = async (atNs: number, stream: LogRow['stream'] = 'stdout') =>
  (await queries.outputPiece({ session, stream, of: { kind: 'nearest', atNs } }))?.number;

describe('a piece of output', () => {
  it('is found by the moment nearest to it, the first of those of one moment', async () => {
    expect([await at(0), await at(170), await at(180), await at(599), await at(601), await at(5000)]).toEqual(
      [0, 0, 1, 3, 4, 4],
    );
    expect(await at(900, 'stderr')).toBe(2);
  });

  it('has its time, lines and text, and neighbours on its own stream', async () => {
    const next = await queries.outputPiece({ session, stream: 'stdout', of: { kind: 'next', number: 1 } });
    expect(next).toEqual({ number: 3, stream: 'stdout', trial: 0, timeNs: 300, lines: 1, text: 'ne\n' });
    const previous = { kind: 'previous', number: 3 } as const;
    expect((await queries.outputPiece({ session, stream: 'stdout', of: previous }))?.number).toBe(1);
    const last = { kind: 'next', number: 5 } as const;
    expect(await queries.outputPiece({ session, stream: 'stdout', of: last })).toBeNull();
  });

  it('keeps its number in a page of what a search found', async () => {
    const page = await queries.logs({ session, trial: null, text: 'E\n', first: 1, count: 2 });
    expect(page).toMatchObject({ total: 3, numbers: [4, 5], rows: [{ text: 'done\n' }, { text: 'bye\n' }] });
  });
});

it('grows with a session that is being recorded', async () => {
  const path = join(testFolder(), 'live.corelane');
  const header: SessionHeader = {
    version: sessionVersion,
    id: 'live',
    command: 'profile',
    workload: { label: 'node a.mjs', path: '/a.mjs' },
    started_at: '2026-05-04T03:02:01.000Z',
    origin_ns: '1',
    corelane: '0.1.0',
  };
  const entry = new URL('../../../../src/main/engine/store/writer-worker.ts', import.meta.url);
  const writer = await createSession(path, header, { entry });
  const opened = new OpenedSession(openSession(path));
  expect(opened.output.count).toBe(0);
  writer.addLogs(logs);
  await expect.poll(() => opened.output.count).toBe(logs.length);
  opened.close();
  await writer.finish({ complete: true });
});
