import process from 'node:process';
import { openSwitchRecording } from './open-switch-recording.ts';

/** How far the kernel lets this process record switches: of its own tasks, or of the whole system too. */
export type PerfPermission = { readonly scope: 'system' | 'process' } | { readonly refusedWith: number };

/** Opens a recording and closes it again: settings only hint at what the kernel will allow. */
export function tryPerfEvents(): PerfPermission {
  const { recording, refused } = openSwitchRecording({ originNs: process.hrtime.bigint(), cores: [0] });
  recording?.close();
  return recording === null ? { refusedWith: refused.at(-1)?.error ?? 0 } : { scope: recording.mode };
}
