import type { TracedLanguage } from './trace-format.ts';

/** What is to be known of CPU samples, by the language whose sampler took them: a sentence or two on its bias. */
export const samplerRemarks: Readonly<Record<TracedLanguage, string>> = {
  python:
    'Samples of Python carry the CPU time that their thread used since it was last looked at, about a hundred times a second. They are taken ' +
    'where threads can give the GIL away, so a long call that keeps it counts for where it returns to. What a thread used after its last ' +
    'sample, up to a hundredth of a second, is missing; free-threaded interpreters, and several with a GIL each, are not sampled.',
  node:
    "Samples of Node are V8's own, a thousand a second. Waiting for events is left out; (program) is native code. Of a thread that is " +
    'killed up to the last second is missing.',
};

/** What the samples of Node stand for, of which V8 tells only when they were taken. */
export const nodeWeightRemarks = {
  cpu:
    'A sample stands for the time until the next one, of which only what its thread was on a core counts, as its recorded context switches ' +
    'tell; what it did between two samples is taken for what the first one saw.',
  wall:
    'A sample stands for wall time, as context switches were not recorded of all its threads: one that waits inside a function, as of ' +
    'Atomics.wait, a synchronous read or a core that others have, counts as in that function.',
} as const;
