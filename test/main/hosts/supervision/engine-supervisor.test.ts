import { afterEach, describe, expect, it } from 'vitest';
import { EngineSupervisor } from '../../../../src/main/hosts/supervision/engine-supervisor.ts';
import type { EngineProgram } from '../../../../src/main/hosts/supervision/engine-run.ts';
import { standIn, WatchedWindow } from './stand-in-engine.ts';

const started: EngineSupervisor[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((supervisor) => supervisor.end()));
});

function supervise(program: EngineProgram = standIn, onChange?: () => void): EngineSupervisor {
  const supervisor = new EngineSupervisor({ program, ...(onChange === undefined ? {} : { onChange }) });
  started.push(supervisor);
  return supervisor;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the supervisor of the engine', () => {
  it('relays what windows and engine say, byte for byte, each to its own', async () => {
    const supervisor = supervise();
    const [one, other] = [new WatchedWindow(supervisor), new WatchedWindow(supervisor)];
    supervisor.start();
    await one.reaches('running');
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256);
    one.send(bytes);
    other.send('to the other');
    expect(Buffer.from(await one.next()).equals(bytes)).toBe(true);
    expect(Buffer.from(await other.next()).toString()).toBe('to the other');
  });

  it('announces windows that were opened before the engine was there, and says when they close', async () => {
    const supervisor = supervise();
    const [early, gone] = [new WatchedWindow(supervisor), new WatchedWindow(supervisor)];
    supervisor.start();
    await early.reaches('running');
    const late = new WatchedWindow(supervisor);
    gone.close();
    expect(await early.ask('windows')).toBe('1,3');
    expect(late.states).toEqual([{ type: 'running' }]);
  });

  it('tells every window why the engine ended, with what it said last', async () => {
    const supervisor = supervise();
    const [one, other] = [new WatchedWindow(supervisor), new WatchedWindow(supervisor)];
    supervisor.start();
    await one.reaches('running');
    one.send('crash RangeError: the disk is full');
    const reason = 'The engine ended with code 3: RangeError: the disk is full';
    expect(await one.reaches('ended')).toEqual({ type: 'ended', reason });
    expect(await other.reaches('ended')).toEqual({ type: 'ended', reason });
    one.send('into the void');
    expect(new WatchedWindow(supervisor).states).toEqual([{ type: 'ended', reason }]);
  });

  it('names the signal that ended the engine, and starts another with all windows on it', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    const pid = Number(await window.ask('pid'));
    process.kill(pid, 'SIGKILL');
    expect(await window.reaches('ended')).toEqual({
      type: 'ended',
      reason: 'The engine was ended by SIGKILL.',
    });
    await supervisor.restart();
    await window.reaches('running');
    expect(await window.ask('windows')).toBe('1');
    expect(Number(await window.ask('pid'))).not.toBe(pid);
  });

  it('restarts once when several windows ask for it, and tells no end of the old one', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    const old = Number(await window.ask('pid'));
    await Promise.all([supervisor.restart(), supervisor.restart()]);
    await window.reaches('running');
    expect(window.states.map(({ type }) => type)).toEqual([
      'ended',
      'starting',
      'running',
      'starting',
      'running',
    ]);
    expect(isRunning(old)).toBe(false);
  });

  it('says so when the engine cannot be started', async () => {
    const supervisor = supervise({ ...standIn, executable: '/nowhere/node' });
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    const { reason } = await window.reaches('ended');
    expect(reason).toMatch(/^The engine could not be started: .*ENOENT/);
  });

  it('says what is missing when the entry is', async () => {
    const supervisor = supervise({ ...standIn, entry: new URL('file:///nowhere/engine.js') });
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    const { reason } = await window.reaches('ended');
    expect(reason).toMatch(/^The engine ended with code 1: Error: Cannot find module/);
  });

  it('ends an engine that sends what is no packet', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    window.send('garbage');
    const { reason } = await window.reaches('ended');
    expect(reason).toBe('The engine was ended because it sent what it never should: not a packet.');
  });

  it('ends an engine that reports a status without the number of jobs', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    window.send('status {"busy":true}');
    const { reason } = await window.reaches('ended');
    expect(reason).toMatch(/a status without the number of jobs/);
  });

  it('knows what the engine does, and that a dead one does nothing', async () => {
    const busy = Promise.withResolvers<void>();
    const supervisor: EngineSupervisor = supervise(standIn, () => {
      if (supervisor.status.jobs === 1) busy.resolve();
    });
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    window.send('status {"jobs":1,"recording":"/data/x.corelane"}');
    await busy.promise;
    expect(supervisor.status).toEqual({ jobs: 1, recording: '/data/x.corelane' });
    window.send('crash now');
    await window.reaches('ended');
    expect(supervisor.status).toEqual({ jobs: 0, recording: null });
  });

  it('kills an engine that does not end when told to', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    const pid = Number(await window.ask('pid'));
    expect(await window.ask('deaf')).toBe('deaf');
    await supervisor.end();
    expect(isRunning(pid)).toBe(false);
    expect(await window.reaches('ended')).toEqual({
      type: 'ended',
      reason: 'The engine did not end when it was told to.',
    });
  });

  it('takes no more from a window than a bounded amount when the engine does not read', async () => {
    const supervisor = supervise();
    const [flooding, quiet] = [new WatchedWindow(supervisor), new WatchedWindow(supervisor)];
    supervisor.start();
    await flooding.reaches('running');
    await flooding.ask('deaf');
    for (let sent = 0; sent < 40 && !flooding.overflowed; sent += 1) flooding.send(new Uint8Array(2 ** 20));
    await flooding.overflows();
    expect(quiet.overflowed).toBe(false);
  });

  it('starts no engine for a window that asks for it while the host ends', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    const ended = supervisor.end();
    await Promise.all([supervisor.restart(), ended]);
    supervisor.start();
    expect(supervisor.state.type).toBe('ended');
  });

  it('starts no engine when the host ends in the middle of a restart', async () => {
    const supervisor = supervise();
    const window = new WatchedWindow(supervisor);
    supervisor.start();
    await window.reaches('running');
    const restarted = supervisor.restart();
    await supervisor.end();
    await restarted;
    expect(supervisor.state.type).toBe('ended');
  });
});
