import { trialsOf } from '../../src/shared/session-report.ts';
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LiveBatch } from '../../src/shared/jobs.ts';
import { encodeFrame } from '../../src/shared/frame.ts';
import { labRequest, startEngine } from '../support/engine-process.ts';
import { taskFixture } from '../support/command-line.ts';
import { labReport, recordSession } from './engine/export/recorded-session.ts';

/** A task that settles as often as it is told, long enough for somebody to look at it. */
function slowTask(folder: string, tasks: number, ms: number): string {
  const path = join(folder, 'slow.mjs');
  writeFileSync(
    path,
    `export const meta = { tasks: ${tasks} };
     export default () => new Promise((resolve) => setTimeout(resolve, ${ms}));`,
  );
  return path;
}

const tasksOf = (batches: readonly LiveBatch[], trial: number): number =>
  batches.reduce(
    (sum, { spans }) =>
      sum + spans.tasks.reduce((all, tasks, row) => all + (spans.trial[row] === trial ? tasks : 0), 0),
    0,
  );

describe('a lab', () => {
  it('tells a window that watches every task, and leaves a finished session', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const request = labRequest(taskFixture('quick.mjs'), {
      executors: ['event-loop', 'thread-pool'],
      tasks: 3000,
    });
    const id = await window.engine.startLab(request);
    const history = await window.engine.watchJob(id);
    const ended = await window.job(id);
    expect(ended.state).toEqual({ type: 'done' });
    if (history === null || ended.work.kind !== 'lab') throw new Error('it was no lab under way');

    const overview = await window.engine.describeSession(ended.work.session);
    expect(overview.complete).toBe(true);
    const trials = trialsOf(overview.report);
    expect(trials.map(({ tasks }) => tasks)).toEqual([3000, 3000]);
    const told = [history, ...window.batches];
    for (const trial of [0, 1]) expect(tasksOf(told, trial)).toBe(3000);
    const last = new Map(told.flatMap((batch) => batch.trials).map((trial) => [trial.trial, trial]));
    expect([...last.values()]).toMatchObject([
      { executor: 'event-loop', settled: 3000, failed: 0, endNs: expect.any(Number) },
      { executor: 'thread-pool', settled: 3000, failed: 0, endNs: expect.any(Number) },
    ]);
    const busy = told.flatMap(({ cores }) => Array.from(cores.busy));
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect((await window.engine.listSessions()).map(({ path }) => path)).toEqual([ended.work.session]);
    expect((await window.engine.surroundings()).settings.recentTasks).toEqual([request.task]);
  });

  it('gives a window that comes late what it missed', async () => {
    const engine = startEngine();
    const first = engine.openWindow();
    const id = await first.engine.startLab(labRequest(slowTask(engine.folder, 60, 30)));
    await first.job(id, ({ work }) => work.kind === 'lab' && (work.progress?.settled ?? 0) > 10);
    first.close();
    const second = engine.openWindow();
    const history = await second.engine.watchJob(id);
    if (history === null) throw new Error('the lab is not under way');
    expect(tasksOf([history], 0)).toBeGreaterThan(10);
    await second.job(id);
    expect(tasksOf([history, ...second.batches], 0)).toBe(60);
    expect(await second.engine.watchJob(id)).toBeNull();
  });

  it('keeps what it measured when it is stopped', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startLab(labRequest(slowTask(engine.folder, 5000, 50)));
    const running = await window.job(
      id,
      ({ work }) => work.kind === 'lab' && work.progress?.phase === 'running',
    );
    await window.engine.cancelJob(id);
    expect((await window.job(id)).state).toEqual({ type: 'interrupted', kept: true });
    if (running.work.kind !== 'lab') throw new Error('it was no lab');
    expect((await window.engine.describeSession(running.work.session)).complete).toBe(false);
    await window.engine.cancelJob(id);
  });

  it('is done although its task kills its own process', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startLab(labRequest(taskFixture('exits.mjs')));
    const { state, work } = await window.job(id);
    expect(state).toEqual({ type: 'done' });
    if (work.kind !== 'lab') throw new Error('it was no lab');
    expect(trialsOf((await window.engine.describeSession(work.session)).report)[0]?.complete).toBe(false);
  });

  it('is failed, with a remedy, when its task cannot be loaded', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const path = join(engine.folder, 'broken.mjs');
    writeFileSync(path, 'export const nothing = 1;');
    const { state } = await window.job(await window.engine.startLab(labRequest(path)));
    expect(state).toMatchObject({ type: 'failed', kept: false, error: { code: 'task-invalid' } });
    await expect(
      window.engine.inspectTask(path, { inputs: null, node: null, python: null }),
    ).rejects.toMatchObject({
      code: 'task-invalid',
      remedy: expect.stringContaining('Export the task'),
    });
  });

  it('is refused while another one runs, and told to every window', async () => {
    const engine = startEngine();
    const [one, other] = [engine.openWindow(), engine.openWindow()];
    const task = slowTask(engine.folder, 5000, 50);
    const id = await one.engine.startLab(labRequest(task));
    await expect(other.engine.startLab(labRequest(task))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('running already'),
    });
    await other.job(id, ({ work }) => work.kind === 'lab' && work.progress?.phase === 'running');
    expect((await other.engine.surroundings()).jobs.map((job) => job.id)).toEqual([id]);
    await other.engine.cancelJob(id);
    expect((await one.job(id)).state.type).toBe('interrupted');
    expect(engine.statuses.map(({ jobs }) => jobs)).toEqual(expect.arrayContaining([0, 1, 0]));
    // A window may hear of the end just before the host does.
    await expect.poll(() => engine.statuses.at(-1)).toEqual({ jobs: 0, recording: null });
    expect(engine.statuses.some(({ recording }) => recording !== null)).toBe(true);
  });

  it.each([
    [{ cores: [4096] }, /Core 4096 cannot be used/],
    [{ workers: [0] }, /worker count cannot be 0/],
    [{ repeat: 1.5 }, /repeats cannot be 1\.5/],
    [{ executors: [] }, /No executors are chosen/],
  ])('is refused with %j', async (wrong, sentence) => {
    const window = startEngine().openWindow();
    const started = window.engine.startLab(labRequest(taskFixture('quick.mjs'), wrong));
    await expect(started).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(sentence),
    });
  });
});

describe('the engine', () => {
  it('outlives what a window sends wrong, and says so', async () => {
    const engine = startEngine();
    const [broken, sound] = [engine.openWindow(), engine.openWindow()];
    broken.sendBytes(Buffer.from('no frame at all'));
    broken.sendBytes(encodeFrame(null));
    broken.sendBytes(encodeFrame({ t: 'q', i: '1', m: 'constructor', a: [] }));
    broken.sendBytes(encodeFrame({ t: 'q', i: '2', m: 'listFolder', a: 'nonsense' }));
    broken.sendBytes(new Uint8Array(0));
    expect((await sound.engine.listFolder(engine.folder)).folder).toBe(engine.folder);
    expect((await broken.engine.listFolder(engine.folder)).folder).toBe(engine.folder);
    expect(engine.stderr()).toMatch(/A message of window 1 was dropped/);
  });

  it('ends with its host, keeps the session and leaves no process', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const task = taskFixture('leaves-children-then-spins.mjs');
    const id = await window.engine.startLab(labRequest(task, { executors: ['process-pool'] }));
    const { work } = await window.job(
      id,
      (job) => job.work.kind === 'lab' && job.work.progress?.phase === 'running',
    );
    await engine.leave();
    await engine.mark.expectNoneLeft();
    if (work.kind !== 'lab') throw new Error('it was no lab');
    const late = startEngine(engine.folder).openWindow();
    expect(trialsOf((await late.engine.describeSession(work.session)).report)).toHaveLength(1);
  });

  it('leaves no process when it is killed', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startLab(labRequest(slowTask(engine.folder, 5000, 50)));
    await window.job(id, (job) => job.work.kind === 'lab' && job.work.progress?.phase === 'running');
    engine.process.kill('SIGKILL');
    await engine.mark.expectNoneLeft();
  });
});

describe('an export', () => {
  it('writes a file that other tools read, and refuses one that is there', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const lab = await window.engine.startLab(labRequest(taskFixture('quick.mjs'), { tasks: 50 }));
    const { work } = await window.job(lab);
    if (work.kind !== 'lab') throw new Error('it was no lab');
    const target = join(engine.folder, 'tasks.csv');
    const request = { session: work.session, format: 'csv-tasks', target, overwrite: false } as const;
    const done = await window.job(await window.engine.startExport(request));
    expect(done).toMatchObject({ state: { type: 'done' }, work: { fraction: 1 } });
    expect(readFileSync(target, 'utf8').trim().split('\n')).toHaveLength(51);
    await expect(window.engine.startExport(request)).rejects.toMatchObject({ code: 'usage' });
    const again = await window.engine.startExport({ ...request, overwrite: true });
    expect((await window.job(again)).state.type).toBe('done');
  });

  it('that is stopped leaves nothing behind', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const session = await recordSession(join(engine.folder, 'run.corelane'), { report: labReport([]) });
    // Nothing can be written into a FIFO before somebody reads it: the export is under way until then.
    const target = join(engine.folder, 'fifo');
    execFileSync('mkfifo', [target]);
    const id = await window.engine.startExport({ session, format: 'json', target, overwrite: true });
    await window.engine.cancelJob(id);
    await window.job(id, ({ state }) => state.type === 'stopping');
    const reader = createReadStream(target).resume();
    expect((await window.job(id)).state).toEqual({ type: 'interrupted', kept: false });
    reader.destroy();
  });

  it('that cannot be written is failed, and leaves nothing', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const target = join(engine.folder, 'out.json');
    const request = {
      session: join(engine.folder, 'none.corelane'),
      format: 'json',
      target,
      overwrite: false,
    };
    const { state } = await window.job(await window.engine.startExport({ ...request, format: 'json' }));
    expect(state).toMatchObject({ type: 'failed', error: { code: 'session-unreadable' } });
    expect(existsSync(target)).toBe(false);
  });
});

describe('the workplace', () => {
  it('is described to a window: machine, interpreters, capabilities, examples', async () => {
    const engine = startEngine();
    const { engine: api } = engine.openWindow();
    const found = await api.surroundings();
    expect(found).toMatchObject({
      home: engine.folder,
      workingFolder: engine.folder,
      sessionsFolder: engine.sessionsFolder,
      settings: { theme: 'system', recentTasks: [] },
      jobs: [],
    });
    expect(found.cores.length).toBeGreaterThan(0);
    expect(found.cores.map(({ core }) => core)).toEqual(
      found.cores.map(({ core }) => core).sort((a, b) => a - b),
    );
    expect(found.interpreters).toContainEqual(
      expect.objectContaining({ language: 'node', version: process.versions.node, stripsTypes: true }),
    );
    expect(found.capabilities.map(({ name }) => name)).toContain('data-folder');
    expect(found.examples.map(({ name }) => name)).toContain('primes');
  });

  it('keeps changed settings, and tells every window', async () => {
    const engine = startEngine();
    const [one, other] = [engine.openWindow(), engine.openWindow()];
    await other.engine.surroundings();
    const changed = await one.engine.changeSettings({ theme: 'dark', sessionsFolder: '~/measured' });
    expect(changed).toMatchObject({ theme: 'dark', sessionsFolder: join(engine.folder, 'measured') });
    expect(await other.engine.changeSettings({ theme: 'light' })).toMatchObject({ theme: 'light' });
    expect(other.settings).toEqual([changed, { ...changed, theme: 'light' }]);
    expect((await one.engine.surroundings()).sessionsFolder).toBe(join(engine.folder, 'measured'));
    await expect(one.engine.changeSettings({ node: '/bin/ls' })).rejects.toMatchObject({
      code: 'interpreter-unusable',
    });
    writeFileSync(engine.settingsPath, 'damaged');
    expect((await one.engine.surroundings()).settings.theme).toBe('system');
  });

  it('finds a dropped file, and says what is in it', async () => {
    const engine = startEngine();
    const { engine: api } = engine.openWindow();
    mkdirSync(join(engine.folder, 'Downloads', 'work'), { recursive: true });
    const path = join(engine.folder, 'Downloads', 'work', 'mine.mjs');
    const source = "export const meta = { name: 'mine', tasks: 7 };\nexport default () => 1;\n";
    writeFileSync(path, source);
    expect(await api.findDropped('mine.mjs', source.length)).toEqual([path]);
    expect(await api.inspectTask(path, { inputs: null, node: null, python: null })).toMatchObject({
      path,
      name: 'mine',
      label: 'mine',
      tasks: 7,
      refusals: [],
      runtime: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    });
    await engine.leave();
    await engine.mark.expectNoneLeft();
  });
});

describe('the library', () => {
  it('renames, deletes and restores sessions, which windows may have open, and tells every window', async () => {
    const engine = startEngine();
    const [one, other] = [engine.openWindow(), engine.openWindow()];
    mkdirSync(engine.sessionsFolder, { recursive: true });
    const path = await recordSession(join(engine.sessionsFolder, 'run.corelane'), { report: labReport([]) });
    await other.engine.describeSession(path);
    const renamed = await one.engine.renameSession(path, 'baseline');
    expect((await other.engine.listSessions()).map(({ name }) => name)).toEqual(['baseline']);
    expect((await other.engine.describeSession(renamed)).name).toBe('baseline');
    const deleted = await one.engine.deleteSession(renamed);
    expect(await other.engine.listSessions()).toEqual([]);
    await expect(other.engine.describeSession(renamed)).rejects.toMatchObject({ code: 'session-unreadable' });
    await other.engine.restoreSession(deleted);
    expect((await one.engine.listSessions()).map(({ path: listed }) => listed)).toEqual([renamed]);
    expect(other.sessionChanges()).toBe(3);
  });

  const refused = { code: 'usage', message: expect.stringContaining('being recorded') };

  it('leaves a session alone that a lab is about to record into', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const out = join(engine.folder, 'claimed.corelane');
    writeFileSync(out, '');
    const id = await window.engine.startLab(labRequest(slowTask(engine.folder, 5000, 50), { out }));
    await expect(window.engine.deleteSession(out)).rejects.toMatchObject(refused);
    await window.engine.cancelJob(id);
    await window.job(id);
  });

  it('leaves a session alone while it is recorded', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startLab(labRequest(slowTask(engine.folder, 5000, 50)));
    const { work } = await window.job(
      id,
      (job) => job.work.kind === 'lab' && job.work.progress?.phase === 'running',
    );
    if (work.kind !== 'lab') throw new Error('it was no lab');
    await expect(window.engine.renameSession(work.session, 'other')).rejects.toMatchObject(refused);
    await expect(window.engine.deleteSession(work.session)).rejects.toMatchObject(refused);
    await window.engine.cancelJob(id);
    await window.job(id);
    await window.engine.deleteSession(work.session);
    expect(await window.engine.listSessions()).toEqual([]);
  });
});
