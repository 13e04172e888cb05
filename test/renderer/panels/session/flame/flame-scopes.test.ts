import { describe, expect, it } from 'vitest';
import {
  processOptions,
  scopeOfProcess,
  scopeOfThread,
  threadOptions,
} from '../../../../../src/renderer/panels/session/flame/flame-scopes.ts';
import type { ProfiledProcess } from '../../../../../src/shared/profile-report.ts';

const process = (
  pid: number,
  threads: readonly (readonly [tid: number, onCpuMs: number])[],
): ProfiledProcess => ({
  pid,
  ppid: null,
  command: `python3 job-${pid}.py`,
  threads: threads.map(([tid, on_cpu_ms]) => ({
    tid,
    name: `thread-${tid}`,
    on_cpu_ms,
    run_delay_ms: null,
    voluntary_switches: null,
    involuntary_switches: null,
    migrations: null,
  })),
});

const processes = [
  process(100, [
    [100, 1],
    [101, 5],
  ]),
  process(200, [[200, 20]]),
];
const values = (options: readonly { readonly value: string }[]) => options.map(({ value }) => value);

describe('the samples to choose from', () => {
  it('are those of all, then of each process and thread, those first that were most on a core', () => {
    expect(values(processOptions(processes, { kind: 'all' }))).toEqual(['all', '200', '100']);
    expect(values(threadOptions(processes, { kind: 'process', pid: 100 }))).toEqual(['all', '101', '100']);
    expect(threadOptions(processes, { kind: 'all' })).toEqual([]);
  });

  it('hold the one that is shown, however little it did, and even if the report does not know it', () => {
    const many = Array.from({ length: 80 }, (_, at) => process(1000 + at, [[1000 + at, 100]]));
    const all = [...many, process(7, [[7, 0]])];
    expect(processOptions(all, { kind: 'all' })).toHaveLength(51);
    expect(values(processOptions(all, { kind: 'process', pid: 7 }))).toContain('7');
    expect(values(processOptions([], { kind: 'process', pid: 7 }))).toEqual(['all', '7']);
    expect(values(threadOptions([], { kind: 'thread', pid: 7, tid: 8 }))).toEqual(['all', '8']);
  });

  it('are what was chosen', () => {
    expect(scopeOfProcess('all')).toEqual({ kind: 'all' });
    expect(scopeOfProcess('100')).toEqual({ kind: 'process', pid: 100 });
    const chosen = scopeOfThread({ kind: 'process', pid: 100 }, '101');
    expect(chosen).toEqual({ kind: 'thread', pid: 100, tid: 101 });
    expect(scopeOfThread(chosen, 'all')).toEqual({ kind: 'process', pid: 100 });
  });
});
