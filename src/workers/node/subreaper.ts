import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';

/** prctl(2): orphaned descendants are handed to this process instead of init, so that they stay findable. */
const PR_SET_CHILD_SUBREAPER = 36;

/** Whether the kernel granted it. Without it, a descendant that daemonises itself escapes the sweep. */
export function becomeSubreaper(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const koffi: typeof Koffi = createRequire(import.meta.url)('koffi');
    const prctl = koffi
      .load('libc.so.6')
      .func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)');
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) === 0;
  } catch {
    return false;
  }
}
