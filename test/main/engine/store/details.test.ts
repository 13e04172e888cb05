import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { streamLayouts } from '../../../../src/main/engine/store/format.ts';
import { portWriter } from '../../../../src/main/engine/store/port-writer.ts';
import { detailKinds } from '../../../../src/shared/session.ts';
import type { DetailRows } from '../../../../src/shared/session.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { recordSession } from '../export/recorded-session.ts';
import { ownFolder, record } from './sessions.ts';

const pool: DetailRows['pools'] = {
  number: 7,
  api: 'multiprocessing.pool.Pool',
  name: 'a "pool" · ü',
  pid: 4711,
  workers: null,
};

describe('details', () => {
  it('are given back by kind, in order of their numbers', async () => {
    const path = join(ownFolder(), 'details.corelane');
    const writer = await record(path);
    writer.addDetails('names', [
      { number: 10, text: 'ten' },
      { number: 2, text: 'two\n' },
    ]);
    writer.addDetails('pools', [pool]);
    await writer.finish({ complete: true });
    const reader = openSession(path);
    expect(reader.details('names')).toEqual([
      { number: 2, text: 'two\n' },
      { number: 10, text: 'ten' },
    ]);
    expect(reader.details('pools')).toEqual([pool]);
    expect(reader.details('sites')).toEqual([]);
    reader.close();
  });

  it('replace the row of their number and kind, also one that is on disk, and from another port', async () => {
    const path = join(ownFolder(), 'replaced.corelane');
    const writer = await record(path);
    writer.addDetails('pools', [pool, { ...pool, workers: 1 }]);
    writer.addDetails('names', [{ number: 7, text: 'of another kind' }]);
    await writer.flushed();
    const reader = openSession(path);
    expect(reader.details('pools')).toEqual([{ ...pool, workers: 1 }]);
    const port = portWriter(writer.openPort());
    port.addDetails('pools', [{ ...pool, workers: 2 }]);
    await port.end();
    await writer.flushed();
    // Whoever reads a session while it is recorded sees what was committed.
    expect(reader.details('pools')).toEqual([{ ...pool, workers: 2 }]);
    expect(reader.details('names')).toEqual([{ number: 7, text: 'of another kind' }]);
    reader.close();
    await writer.finish({ complete: true });
  });

  it('are none of a session from before there were any, whose new streams are empty', async () => {
    const path = await recordSession(join(ownFolder(), 'before.corelane'), {
      tasks: [{ submit: 0, start: 1, end: 2 }],
    });
    const database = new DatabaseSync(path);
    database.exec(`DROP TABLE detail; DELETE FROM stream WHERE id >= ${streamLayouts.traced.id}`);
    database.close();
    const reader = openSession(path);
    expect(detailKinds.flatMap((kind) => reader.details(kind))).toEqual([]);
    expect(reader.count('traced')).toBe(0);
    expect([...reader.batches('steps')]).toEqual([]);
    expect(reader.count('tasks')).toBe(1);
    reader.close();
  });
});

describe('streams and kinds of details that a reader does not know', () => {
  it('are ignored, so that an older Corelane opens what a newer one recorded', async () => {
    const path = await recordSession(join(ownFolder(), 'newer.corelane'), tracedProgram);
    const database = new DatabaseSync(path);
    // What this version calls traced, the file calls by another name and number.
    database.exec(`
      UPDATE stream SET id = 99, name = 'unheard-of' WHERE id = ${streamLayouts.traced.id};
      UPDATE chunk SET stream = 99 WHERE stream = ${streamLayouts.traced.id};
      UPDATE detail SET kind = 'unheard-of' WHERE kind = 'pools';
    `);
    database.close();
    const reader = openSession(path);
    expect(reader.count('tasks')).toBe(8);
    expect(reader.count('traced')).toBe(0);
    expect(reader.details('pools')).toEqual([]);
    expect(reader.details('sites')).toHaveLength(4);
    expect([...reader.batches('steps')][0]?.task).toEqual(Uint32Array.of(3, 4, 4, 3));
    reader.close();
  });
});
