import { readdirSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import {
  DescriptorAllowance,
  ProcFile,
  gone,
} from '../../../../../src/main/engine/collector/linux/proc-file.ts';
import { ProcSampling } from '../../../../../src/main/engine/collector/linux/proc-sampling.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { scopeOf } from '../recording.ts';
import { Subject } from '../subject.ts';

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe.runIf(process.platform === 'linux')('sampling /proc', () => {
  it.for([
    { files: 1000, reason: 'recorded.' },
    { files: 3, reason: 'more threads than files' },
    { files: 0, reason: 'more threads than files' },
  ])('counts a process with $files files to keep open, and closes them', async ({ files, reason }) => {
    await using subject = await Subject.start();
    const before = openFiles();
    const originNs = process.hrtime.bigint();
    const now = () => asNanoseconds(Number(process.hrtime.bigint() - originNs));
    const sampling = new ProcSampling(originNs, 20, new DescriptorAllowance(files));
    sampling.begin(scopeOf(subject.pid), now());
    await subject.spin(50);
    sampling.sample(now(), 'run-times');
    await subject.spin(50);
    const { accounts } = sampling.end(now());
    const onCpuNs = accounts.reduce((sum, { gained }) => sum + gained.onCpuNs, 0);
    expect(onCpuNs).toBeGreaterThan(95e6);
    expect(accounts.length).toBeGreaterThan(1);
    expect(sampling.scheduling.reason).toContain(reason);
    sampling.close();
    expect(openFiles()).toBe(before);
  });

  it('ends a trial that was left open before it begins the next', async () => {
    await using subject = await Subject.start();
    const sampling = new ProcSampling(process.hrtime.bigint(), 20, new DescriptorAllowance(1000));
    const before = openFiles();
    sampling.begin(scopeOf(subject.pid), asNanoseconds(0));
    sampling.begin(scopeOf(subject.pid), asNanoseconds(1));
    sampling.end(asNanoseconds(2));
    sampling.close();
    expect(openFiles()).toBe(before);
  });

  it('tells an ended process from one that cannot be read', async () => {
    const subject = await Subject.start();
    const kept = new ProcFile(`/proc/${subject.pid}/stat`, new DescriptorAllowance(1));
    const lookedUp = new ProcFile(`/proc/${subject.pid}/stat`, new DescriptorAllowance(0));
    expect(kept.read()).toBeTypeOf('string');
    expect(lookedUp.read()).toBeTypeOf('string');
    expect([kept.isKept, lookedUp.isKept]).toEqual([true, false]);
    await subject.kill();
    expect(kept.read()).toBe(gone);
    expect(lookedUp.read()).toBe(gone);
    kept.close();
  });
});
