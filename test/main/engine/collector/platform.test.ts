import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { choosePlatform } from '../../../../src/main/engine/collector/choose-platform.ts';
import { linuxPlatform } from '../../../../src/main/engine/collector/linux/platform.ts';
import { portablePlatform } from '../../../../src/main/engine/collector/portable/platform.ts';
import { loadAffinity } from '../../../../src/workers/node/affinity.ts';
import { Recording, scopeOf } from './recording.ts';
import { Subject } from './subject.ts';

it('chooses Linux on Linux, unless the portable platform is asked for', () => {
  const native = process.platform === 'linux' ? 'linux' : 'portable';
  expect(choosePlatform({}).name).toBe(native);
  expect(choosePlatform({ CORELANE_PLATFORM: 'portable' }).name).toBe('portable');
});

describe.each(
  [linuxPlatform, portablePlatform].filter(({ name }) => name !== 'linux' || process.platform === 'linux'),
)('the $name platform', (platform) => {
  it('describes the machine', () => {
    const { cpus, model, os } = platform.machine();
    expect(cpus).toBeGreaterThan(0);
    expect([model, os]).not.toContain('');
    expect(platform.cores().length).toBeGreaterThan(0);
    expect(platform.cores()).toEqual(platform.cores().toSorted((a, b) => a - b));
  });

  it('gives a reason and a remedy for whatever it cannot do', () => {
    const capabilities = platform.capabilities();
    expect(new Set(capabilities.map(({ name }) => name)).size).toBe(9);
    for (const { available, reason, remedy } of capabilities) {
      expect(reason === null).toBe(available);
      expect(remedy === null).toBe(available);
    }
  });
});

describe.runIf(process.platform === 'linux')('finding out what Linux allows', () => {
  it('leaves the process as it was', () => {
    const affinity = loadAffinity();
    if ('unavailable' in affinity) throw new Error(affinity.unavailable);
    const before = affinity.getAffinity(0);
    linuxPlatform.capabilities();
    expect(affinity.getAffinity(0)).toEqual(before);
    expect(linuxPlatform.capabilities()).toEqual(linuxPlatform.capabilities());
  });
});

describe('the portable collector', () => {
  it('gives the load of the cores, and null for all that it cannot know', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(portablePlatform, 20);
    const worker = { worker: 0, pid: subject.pid, tid: 0, affinity: [0], wholeProcess: true };
    await recording.collector.beginTrial(scopeOf(subject.pid, [worker]));
    recording.collector.addWorkers([worker]);
    await subject.spin(400);
    const totals = await recording.collector.endTrial();
    const { perCore, ...others } = totals;
    expect(others).toEqual({
      onCpuNs: null,
      runDelayNs: null,
      voluntarySwitches: null,
      involuntarySwitches: null,
      migrations: null,
      offCpuNs: null,
      outsideAffinityNs: null,
      peakRss: null,
      threadsSeen: 0,
      threadsMissed: 0,
      threads: [],
      processes: [],
      threadsNotFollowed: 0,
      warnings: [],
    });
    expect(perCore.length).toBeGreaterThan(0);
    expect(perCore.every(({ busy }) => busy >= 0 && busy <= 1)).toBe(true);
    expect(perCore.some(({ busy }) => busy > 0)).toBe(true);
    expect(recording.collector.scheduling.reason).toContain('portable');
    const session = await recording.read();
    expect(session.count('cores')).toBeGreaterThan(0);
    expect(session.threads()).toEqual([]);
    session.close();
  });
});
