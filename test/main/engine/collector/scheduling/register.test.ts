import { describe, expect, it } from 'vitest';
import { Board, nameless } from './board.ts';

describe('the register', () => {
  it('takes for the workload what the given processes start, and nobody else', () => {
    const board = new Board('everybody');
    board.register.present(10, 10, 'root', 0);
    board.take(
      { kind: 'forked', time: 1, tid: 11, pid: 10, other: 10, otherPid: 10 },
      { kind: 'forked', time: 2, tid: 12, pid: 12, other: 11, otherPid: 10 },
      { kind: 'forked', time: 3, tid: 13, pid: 13, other: 12, otherPid: 12 },
      { kind: 'forked', time: 4, tid: 21, pid: 21, other: 20, otherPid: 20 },
      { kind: 'in', time: 5, tid: 30, pid: 30, core: 0 },
    );
    expect(board.register.threads.map(({ tid }) => tid)).toEqual([10, 11, 12, 13]);
    expect(board.threads.take()).toMatchObject([
      { tid: 10, name: 'root', workload: true },
      { tid: 11, pid: 10, name: 'root', workload: true },
      { tid: 12, pid: 12, name: 'root', workload: true },
      { tid: 13, workload: true },
      { tid: 21, workload: false },
      { tid: 30, name: 'thread-30', workload: false },
    ]);
    expect(board.processes.take().filter(({ workload }) => workload)).toMatchObject([
      { pid: 10, ppid: null, command: 'process 10', start: null, end: null },
      { pid: 12, ppid: 10, command: 'process 10', start: 2, end: null },
      { pid: 13, ppid: 12, start: 3 },
    ]);
  });

  it('follows names, programs and ends', () => {
    const board = new Board();
    board.register.present(10, 10, 'sh', 0);
    board.take(
      { kind: 'forked', time: 1, tid: 12, pid: 12, other: 10, otherPid: 10 },
      { kind: 'executed', time: 2, tid: 12, pid: 12, name: 'node' },
      { kind: 'forked', time: 3, tid: 13, pid: 12, other: 12, otherPid: 12 },
      { kind: 'named', time: 4, tid: 13, pid: 12, name: 'helper' },
      { kind: 'exited', time: 5, tid: 12, pid: 12 },
    );
    expect(board.threads.take()).toMatchObject([{ name: 'sh' }, { name: 'node' }, { name: 'helper' }]);
    expect(board.processes.take()).toMatchObject([
      { command: 'process 10' },
      { command: 'process 12', end: null },
    ]);
    board.take({ kind: 'exited', time: 6, tid: 13, pid: 12 });
    expect(board.processes.take()).toMatchObject([{ pid: 12, end: 6 }]);
    expect(board.threads.take()).toEqual([]);
  });

  it('calls what a program starts by that program, not by what its process was before', () => {
    const board = new Board('workload', nameless);
    const gate = board.register.member(10);
    gate.command = 'sh -c read';
    board.take(
      { kind: 'executed', time: 1, tid: 10, pid: 10, name: 'make' },
      { kind: 'forked', time: 2, tid: 11, pid: 11, other: 10, otherPid: 10 },
      { kind: 'forked', time: 3, tid: 12, pid: 12, other: 11, otherPid: 11 },
      { kind: 'executed', time: 4, tid: 12, pid: 12, name: 'cc' },
    );
    expect(board.processes.take()).toMatchObject([
      { pid: 10, command: 'make' },
      { pid: 11, command: 'make' },
      { pid: 12, command: 'cc' },
    ]);
  });

  it('gives a thread outside of the workload one row for the whole session, and a thread of it one for each trial', () => {
    const board = new Board('everybody');
    const [first, again] = [board.threads.rowOf(1, 2, false), board.threads.rowOf(1, 2, false)];
    expect(again).toBe(first);
    expect(board.threads.rowOf(5, 5, true)).not.toBe(board.threads.rowOf(5, 5, true));
  });
});
