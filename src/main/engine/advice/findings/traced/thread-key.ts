/** A thread as a number: Linux has process and thread ids below 2^22. Millions of rows are looked up by it. */
export const threadKey = (pid: number, tid: number): number => pid * 0x40_0000 + tid;
