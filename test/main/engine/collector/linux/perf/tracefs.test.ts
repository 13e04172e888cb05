import { expect, it } from 'vitest';
import { parseWakingFormat } from '../../../../../../src/main/engine/collector/linux/perf/tracefs.ts';

const format = `name: sched_waking
ID: 375
format:
\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

\tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;
\tfield:pid_t pid;\toffset:24;\tsize:4;\tsigned:1;
\tfield:int prio;\toffset:28;\tsize:4;\tsigned:1;
\tfield:int target_cpu;\toffset:32;\tsize:4;\tsigned:1;

print fmt: "comm=%s pid=%d prio=%d target_cpu=%03d", REC->comm, REC->pid, REC->prio, REC->target_cpu
`;

it('finds the number and the fields of a tracepoint', () => {
  expect(parseWakingFormat(format)).toEqual({ id: 375, flagsOffset: 2, tidOffset: 24, coreOffset: 32 });
});

it('makes nothing of a format without the fields', () => {
  expect(parseWakingFormat(format.replace('pid_t pid;', 'pid_t task;'))).toBeNull();
  expect(parseWakingFormat('')).toBeNull();
});
