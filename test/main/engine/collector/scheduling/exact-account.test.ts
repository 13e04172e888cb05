import { describe, expect, it } from 'vitest';
import {
  ExactAccount,
  type Reliance,
} from '../../../../../src/main/engine/collector/scheduling/exact-account.ts';
import { ScheduledThread } from '../../../../../src/main/engine/collector/scheduling/scheduled-thread.ts';
import { ThreadAccount, unstarted } from '../../../../../src/main/engine/collector/thread-account.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { Board } from './board.ts';

const whole: Reliance = { startNs: 0, endNs: 1000, wakes: false, incomplete: false };

function kernels(onCpuNs: number): ThreadAccount {
  const account = new ThreadAccount(7, 7, asNanoseconds(0), unstarted);
  account.read({ ...unstarted, onCpuNs, runDelayNs: 33, voluntarySwitches: 2 }, asNanoseconds(1000));
  return account;
}

/** On core 0 from 10 to 110, then on core 1 from 200 to 230. */
function ran(): ScheduledThread {
  const board = new Board().take(
    { kind: 'in', time: 10, tid: 7, core: 0 },
    { kind: 'preempted', time: 110, tid: 7, core: 0 },
    { kind: 'in', time: 200, tid: 7, core: 1 },
  );
  board.end(230);
  return board.register.newest(7) ?? new ScheduledThread({ pid: 0, tid: 0, workload: true, row: 0 }, 0);
}

describe('the account of a thread whose switches were recorded', () => {
  it('is that of its events, with the run delay that the kernel counted', () => {
    const account = new ExactAccount(ran(), kernels(500), whole);
    expect(account.gained).toEqual({
      onCpuNs: 130,
      runDelayNs: 33,
      voluntarySwitches: 0,
      involuntarySwitches: 1,
      migrations: 1,
    });
    expect(account.offCpuNs(asNanoseconds(1000))).toBe(870);
    expect(new ExactAccount(ran(), null, whole).gained.runDelayNs).toBeNull();
  });

  it('has the run delay of its events when wake-ups were recorded', () => {
    expect(new ExactAccount(ran(), kernels(500), { ...whole, wakes: true }).gained.runDelayNs).toBe(90);
  });

  it('takes the larger of both where events are missing', () => {
    expect(new ExactAccount(ran(), kernels(500), { ...whole, incomplete: true }).gained).toMatchObject({
      onCpuNs: 500,
      voluntarySwitches: 2,
      involuntarySwitches: 1,
    });
  });

  it('counts the time outside of its affinity exactly, from the moment on at which it was pinned', () => {
    const board = new Board().take({ kind: 'in', time: 10, tid: 7, core: 0 });
    const thread = board.register.newest(7);
    thread?.pin([1], 60);
    board.take({ kind: 'preempted', time: 110, tid: 7, core: 0 }, { kind: 'in', time: 200, tid: 7, core: 1 });
    board.end(230);
    expect(thread?.outsideAffinityNs).toBe(50);
  });

  it('goes by the last slice of a worker that was announced after its end', () => {
    const thread = new Board()
      .take({ kind: 'in', time: 10, tid: 7, core: 2 }, { kind: 'exited', time: 50, tid: 7, core: 2 })
      .register.newest(7);
    thread?.pin([1], 60);
    expect(thread?.outsideAffinityNs).toBe(40);
    thread?.pin([2], 60);
    expect(thread?.outsideAffinityNs).toBe(0);
  });
});
