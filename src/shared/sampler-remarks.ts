import type { TracedLanguage } from './trace-format.ts';

/** What whoever reads CPU samples should know of the sampler that took them. */
export const samplerRemarks: Readonly<Record<TracedLanguage, string>> = {
  python:
    'Python: sampled from a thread of the program, which sees the others only where they give up the GIL; the CPU time of each sample is exact, the line it is counted for is the one reached by then.',
  node: "Node: V8's own sampler, which sees JavaScript about once a millisecond; time in native code counts for the function that called it.",
};
