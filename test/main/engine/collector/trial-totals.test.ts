import { expect, it } from 'vitest';
import type { MeasuredWorker } from '../../../../src/main/engine/collector/collector.ts';
import { ThreadAccount, unstarted } from '../../../../src/main/engine/collector/thread-account.ts';
import { trialTotals } from '../../../../src/main/engine/collector/trial-totals.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';

const endNs = asNanoseconds(1000);

const worker = (index: number, affinity: readonly number[] | null = null): MeasuredWorker => ({
  worker: index,
  pid: 1,
  tid: index + 10,
  affinity,
  wholeProcess: false,
});

function ranFor(onCpuNs: number, migrations: number | null = 1): ThreadAccount {
  const account = new ThreadAccount(1, 10, asNanoseconds(0), unstarted);
  account.read({ ...unstarted, onCpuNs, runDelayNs: 7, migrations }, endNs);
  return account;
}

const evidence = { endNs, perCore: [], peakRss: null, processes: [], threadsNotFollowed: 0, warnings: [] };

it('adds up all threads of the tree, and off-CPU time of the workers only', () => {
  const [first, second, helper] = [ranFor(100), ranFor(200), ranFor(50)];
  const workers = new Map([
    [worker(0), first],
    [worker(1), second],
  ]);
  expect(trialTotals({ ...evidence, accounts: [first, second, helper], workers })).toMatchObject({
    onCpuNs: 350,
    runDelayNs: 21,
    offCpuNs: 1700,
    outsideAffinityNs: null,
    threadsSeen: 3,
    threadsMissed: 0,
  });
});

it('counts a thread once that serves as several workers', () => {
  const loop = ranFor(100);
  const workers = new Map([
    [worker(0), loop],
    [worker(1), loop],
  ]);
  expect(trialTotals({ ...evidence, accounts: [loop], workers }).offCpuNs).toBe(900);
});

it('adds what is known and is null where nothing is', () => {
  const accounts = [ranFor(1, null), ranFor(1, 4)];
  expect(trialTotals({ ...evidence, accounts, workers: new Map() }).migrations).toBe(4);
  expect(trialTotals({ ...evidence, accounts: [ranFor(1, null)], workers: new Map() }).migrations).toBeNull();
  expect(trialTotals({ ...evidence, accounts: [], workers: new Map() })).toMatchObject({
    onCpuNs: null,
    offCpuNs: null,
    voluntarySwitches: null,
  });
});

it('counts the workers that left no trace', () => {
  const workers = new Map([
    [worker(0), ranFor(1)],
    [worker(1), null],
  ]);
  expect(trialTotals({ ...evidence, accounts: [], workers }).threadsMissed).toBe(1);
});
