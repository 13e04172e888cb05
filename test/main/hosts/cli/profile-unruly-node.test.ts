import { describe, expect, it } from 'vitest';
import { inTurn, mayBeRunByNobody, profiledAsAlone, unruly } from '../../../support/unruly-programs.ts';

const script = (name: string): readonly string[] => [process.execPath, unruly(name)];

describe('a Node program', () => {
  it('that exits, throws or becomes another one does so as alone, with its tasks', async () => {
    const names = ['exits.mjs', 'throws.mjs', 'worker-exits.mjs', 'becomes.mjs'];
    const { tasks, report } = await profiledAsAlone(inTurn(names.map(script)));
    expect(tasks).toEqual({
      'exits.mjs': { cancelled: 1 },
      'throws.mjs': { ok: 1 },
      'worker-exits.mjs': { error: 1 },
      'becomes.mjs': { ok: 1 },
    });
    expect(report.warnings.join('\n')).not.toContain('asks of');
  });

  it('that closes all files or goes elsewhere does so as alone, with its tasks', async () => {
    const { tasks, report } = await profiledAsAlone(inTurn(['closes.mjs', 'moves.mjs'].map(script)));
    expect(tasks).toEqual({ 'closes.mjs': { ok: 1 }, 'moves.mjs': { ok: 2 } });
    expect(report.warnings.join('\n')).not.toContain('asks of');
  });

  it('that hears Ctrl-C does with it what it does alone', async () => {
    const { tasks, report, code } = await profiledAsAlone(script('interrupted.mjs'), {
      interruptAt: 'begun',
    });
    expect({ code, exit: report.exit }).toEqual({ code: 0, exit: { code: 9, signal: null } });
    expect(tasks).toEqual({ 'interrupted.mjs': { ok: 1 } });
  });

  it('that does not is ended by it, and the thread that it had is lost', async () => {
    const program = `
      const { Worker } = require('node:worker_threads');
      new Worker('setInterval(() => {}, 1000)', { eval: true }).on('online', () => setTimeout(() => console.error('begun'), 10));`;
    const { report, code } = await profiledAsAlone([process.execPath, '-e', program], {
      interruptAt: 'begun',
    });
    expect({ code, exit: report.exit }).toEqual({ code: 130, exit: { code: null, signal: 'SIGINT' } });
    expect(report.tasks.by_api['worker_threads.Worker']).toMatchObject({ count: 1, lost: 1 });
  });

  it('that makes fifty threads has as many tasks', async () => {
    const { tasks } = await profiledAsAlone(script('many.mjs'));
    expect(tasks).toEqual({ 'many.mjs': { ok: 50 } });
  });
});

const isPublic = mayBeRunByNobody(process.execPath);
if (!isPublic) console.warn('This Node cannot be run by another user: what changes its user is not tried.');

it.skipIf(!isPublic)(
  'a Node program that becomes another user goes on as alone; of what it starts then, the tasks are said to be missing',
  async () => {
    const { report } = await profiledAsAlone(script('drops.mjs'));
    const { by_api } = report.tasks;
    expect(by_api['worker_threads.Worker']).toMatchObject({ count: 1, ok: 1 });
    expect(by_api['child_process']).toMatchObject({ count: 1, ok: 1 });
    const [own, started] = report.processes;
    expect(report.warnings.filter((warning) => warning.includes('asks of'))).toEqual([
      expect.stringMatching(new RegExp(`^Tasks of ${started?.pid} .*are missing: .*another user`)),
      expect.stringMatching(new RegExp(`^Some tasks of ${own?.pid} .*are missing: .*another user`)),
    ]);
  },
);
