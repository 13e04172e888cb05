import type { Content } from '../main/engine/export/recorded-session.ts';

const ms = 1e6;
const frame = (number: number, name: string) => ({
  number,
  name,
  file: '/home/ada/script.mjs',
  line: number,
  language: 'node' as const,
});
const thread = (number: number, tid: number) => ({
  thread: number,
  pid: 300,
  tid,
  name: 'node',
  workload: true,
});
const slice = (of: number, from: number, to: number) => ({
  ready: from * ms,
  start: from * ms,
  end: to * ms,
  core: 0,
  thread: of,
  ended: 'blocked' as const,
  by: 0,
  waker: 0,
});
const sample = (tid: number, at: number, stack: number, weight: number) => ({
  time: at * ms,
  pid: 300,
  tid,
  stack,
  weight_ns: weight * ms,
});

/**
 * A Node program with CPU samples: its main thread computes for 5 ms and then waits for 20, in which it has a core for one; the thread 301 waits
 * all the time, the thread 302 was not recorded.
 */
export const sampledNode: Content = {
  threads: [thread(0, 300), thread(1, 301), thread(2, 302)],
  slices: [slice(0, 0, 4), slice(1, 0, 1), slice(0, 5, 6), slice(0, 10, 11)],
  details: {
    frames: [frame(1, 'compute'), frame(2, 'wait')],
    stacks: [
      { number: 1, frame: 1, caller: null },
      { number: 2, frame: 2, caller: null },
    ],
  },
  samples: [
    sample(300, 0, 1, 3),
    sample(300, 3, 1, 2),
    sample(300, 5, 1, 1),
    sample(300, 6, 2, 20),
    sample(301, 2, 2, 20),
    sample(302, 2, 2, 20),
  ],
};
