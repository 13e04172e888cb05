import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { WhatIfRequest } from '../../../../src/shared/what-if.ts';
import { startEngine } from '../../../support/engine-process.ts';
import { python } from '../../../support/python.ts';
import { whatIfFixture } from '../../../support/what-if-command.ts';

const order = (
  cwd: string,
  change: Partial<WhatIfRequest> = {},
): Omit<WhatIfRequest, 'out'> & { readonly out: string | null } => ({
  script: whatIfFixture('takes_time.py'),
  args: [],
  cwd,
  swap: 'threads=processes',
  workers: null,
  repeat: 1,
  cores: null,
  python,
  out: null,
  ...change,
});

describe.skipIf(python === null)('a what-if as a job', () => {
  it('tells how far it is, and ends with a session', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startWhatIf(order(engine.folder));
    const running = await window.job(id, ({ work }) => work.kind === 'what-if' && work.progress !== null);
    expect(running.work).toMatchObject({ kind: 'what-if', swap: 'threads=processes' });
    await expect(window.engine.startWhatIf(order(engine.folder))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^A what-if of .* is running already/),
    });
    const ended = await window.job(id);
    expect(ended.state).toEqual({ type: 'done' });
    if (ended.work.kind !== 'what-if') throw new Error('it is no what-if');
    const reader = openSession(ended.work.session);
    const report = reader.report();
    reader.close();
    expect(report).toMatchObject({ command: 'what-if', complete: true, tasks: { swapped: 6, total: 6 } });
    const [listed] = await window.engine.listSessions();
    expect(listed).toMatchObject({ command: 'what-if', complete: true, exit: { code: 0 } });
    const overview = await window.engine.describeSession(ended.work.session);
    expect(overview).toMatchObject({ header: { command: 'what-if' }, tasks: 24 });
  });

  it('is stopped with nothing left running, and refuses what it cannot try', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const refused = window.engine.startWhatIf(order(engine.folder, { swap: null, workers: null }));
    await expect(refused).rejects.toMatchObject({ code: 'usage', message: 'There is nothing to try.' });
    const id = await window.engine.startWhatIf(order(engine.folder, { repeat: 50 }));
    await window.job(
      id,
      ({ work }) => work.kind === 'what-if' && work.progress !== null && work.progress.runsDone >= 2,
    );
    await window.engine.cancelJob(id);
    expect((await window.job(id)).state).toEqual({ type: 'interrupted', kept: true });
    const scripts = () => engine.mark.living().filter(({ command }) => command.includes('takes_time.py'));
    await expect.poll(scripts).toEqual([]);
  });
});
