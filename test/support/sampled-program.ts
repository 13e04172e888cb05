import type { Content } from '../main/engine/export/recorded-session.ts';
import { tracedProgram } from './traced-program.ts';

const ms = 1e6;
const script = '/home/ada/script.py';
const frame = (number: number, name: string, line: number) => ({
  number,
  name,
  file: script,
  line,
  language: 'python' as const,
});

/** The traced program with CPU samples: of `work` on tid 101 and 102, of both coroutines on tid 100, and of `crunch` in pid 200. */
export const sampledProgram: Content = {
  ...tracedProgram,
  details: {
    ...tracedProgram.details,
    frames: [frame(1, 'main', 9), frame(2, 'work', 3), frame(3, 'fetch', 20), frame(4, 'crunch', 6)],
    stacks: [
      { number: 1, frame: 1, caller: null },
      { number: 2, frame: 2, caller: null },
      { number: 3, frame: 3, caller: 1 },
      { number: 4, frame: 4, caller: null },
    ],
  },
  samples: [
    { time: 1 * ms, pid: 100, tid: 100, stack: 1, weight_ns: ms },
    { time: 3 * ms, pid: 100, tid: 101, stack: 2, weight_ns: 2 * ms },
    { time: 7.5 * ms, pid: 100, tid: 102, stack: 2, weight_ns: ms },
    { time: 12 * ms, pid: 200, tid: 200, stack: 4, weight_ns: 3 * ms },
    // Within a step of task 3, and of task 4.
    { time: 21.5 * ms, pid: 100, tid: 100, stack: 3, weight_ns: ms },
    { time: 26 * ms, pid: 100, tid: 100, stack: 3, weight_ns: 2 * ms },
  ],
};
