import { describe, expect, it } from 'vitest';
import {
  calledByName,
  threadTree,
  type ThreadSort,
  type ThreadTreeRow,
} from '../../../../../src/renderer/panels/session/threads/thread-tree.ts';
import type { ProfiledProcess, ProfiledThread } from '../../../../../src/shared/profile-report.ts';

const thread = (tid: number, name: string, onCpuMs: number | null): ProfiledThread => ({
  tid,
  name,
  on_cpu_ms: onCpuMs,
  run_delay_ms: null,
  voluntary_switches: 1,
  involuntary_switches: 0,
  migrations: 0,
});
const processes: readonly ProfiledProcess[] = [
  { pid: 10, ppid: 1, command: 'sh run.sh', threads: [thread(10, 'sh', 1)] },
  { pid: 20, ppid: 10, command: 'node a.js', threads: [thread(20, 'node', 5), thread(21, 'libuv', 9)] },
  { pid: 30, ppid: 10, command: 'node b.js', threads: [thread(30, 'node', null)] },
  { pid: 40, ppid: 20, command: 'gzip', threads: [thread(40, 'gzip', 2)] },
];
const asItBegan: ThreadSort = { column: null, descending: false };
const shown = (rows: readonly ThreadTreeRow[]) => rows.map(({ depth, id, kind }) => `${depth} ${kind} ${id}`);

const ids = (descending: boolean) =>
  threadTree(processes, '', { column: 'on_cpu_ms', descending }).map(({ id }) => id);

describe('the tree of processes and threads', () => {
  it('puts processes below those that started them, each behind its threads', () => {
    expect(shown(threadTree(processes, '', asItBegan))).toEqual([
      '0 process 10',
      '1 thread 10',
      '1 process 20',
      '2 thread 20',
      '2 thread 21',
      '2 process 40',
      '3 thread 40',
      '1 process 30',
      '2 thread 30',
    ]);
  });

  it('calls a thread what is known better than its report', () => {
    const rows = threadTree(calledByName(processes, [{ pid: 20, tid: 21, name: 'Worker 1' }]), '', asItBegan);
    expect(rows.filter(({ kind }) => kind === 'thread').map(({ name }) => name)).toEqual([
      'sh',
      'node',
      'Worker 1',
      'gzip',
      'node',
    ]);
  });

  it('sums a process up, and does not know what none of its threads knows', () => {
    const sums = threadTree(processes, '', asItBegan).filter(({ kind }) => kind === 'process');
    expect(sums.map(({ figures }) => figures.on_cpu_ms)).toEqual([1, 14, 2, null]);
    expect(sums[1]?.figures).toMatchObject({ voluntary_switches: 2, run_delay_ms: null });
  });

  it('sorts what is side by side, the unknown last either way', () => {
    expect(ids(true)).toEqual([10, 10, 20, 21, 20, 40, 40, 30, 30]);
    expect(ids(false)).toEqual([10, 10, 20, 20, 21, 40, 40, 30, 30]);
  });

  it('leaves what a search finds, and the way to it', () => {
    expect(shown(threadTree(processes, 'GZIP', asItBegan))).toEqual([
      '0 process 10',
      '1 process 20',
      '2 process 40',
      '3 thread 40',
    ]);
    expect(shown(threadTree(processes, '21', asItBegan))).toEqual([
      '0 process 10',
      '1 process 20',
      '2 thread 21',
    ]);
    expect(threadTree(processes, 'nothing', asItBegan)).toEqual([]);
  });

  it('keeps a process that came under the pid of its parent apart from it', () => {
    const again = [...processes, { pid: 10, ppid: 10, command: 'again', threads: [] }];
    expect(shown(threadTree(again, 'again', asItBegan))).toEqual(['0 process 10', '1 process 10']);
  });
});
