import { describe, expect, it } from 'vitest';
import { memoryObjection } from '../../../../src/main/engine/lab/memory-need.ts';
import type { TaskProbe } from '../../../../src/shared/worker-protocol.ts';
import { trialOf } from '../advice/trials.ts';

const probe: TaskProbe = {
  runs: 1,
  failed: 0,
  wallNs: 1e6,
  runDelayNs: 0,
  onCpuNs: 1e6,
  async: false,
  threadStartNs: 1e6,
  processStartNs: null,
  residentBytes: 50e6,
  threadResidentBytes: 10e6,
};
const gigabyte = 1e9;

describe('an executor that needs more memory than is free', () => {
  it('is not run, and what it would need and what would fit is told', () => {
    expect(memoryObjection({ executor: 'process-pool', workers: 64 }, probe, [], gigabyte)).toEqual({
      executor: 'process-pool',
      reason: '64 workers would take about 3.2 GB of memory, 50 MB each, and 1.0 GB are free.',
      remedy: 'Give fewer workers (--workers 18 would fit), or free memory.',
    });
    expect(memoryObjection({ executor: 'process-pool', workers: 18 }, probe, [], gigabyte)).toBeNull();
  });

  it('is judged by what a thread adds, where its workers are threads', () => {
    expect(memoryObjection({ executor: 'thread-pool', workers: 64 }, probe, [], gigabyte)).toBeNull();
    expect(memoryObjection({ executor: 'thread-pool', workers: 128 }, probe, [], gigabyte)).not.toBeNull();
  });

  it('is judged by its own earlier trials where there are any', () => {
    const hungry = [trialOf('thread-pool', 1, { workers: 2, peak_rss_mb: 450 })];
    expect(
      memoryObjection({ executor: 'thread-pool', workers: 8 }, probe, hungry, gigabyte)?.reason,
    ).toContain('200 MB each');
  });

  it('is run where nobody can tell, and always on an event loop', () => {
    expect(memoryObjection({ executor: 'process-pool', workers: 64 }, null, [], gigabyte)).toBeNull();
    expect(memoryObjection({ executor: 'event-loop', workers: 1000 }, probe, [], gigabyte)).toBeNull();
  });
});
