/** Computes for 5 ms and waits for 5. */
import { setTimeout as pause } from 'node:timers/promises';

export const meta = { name: 'mixed_50', tasks: 96 };

export default async function task(number) {
  compute(5000);
  await pause(5);
  return number;
}

/** For so many microseconds of its own thread's time. */
function compute(us) {
  const before = process.threadCpuUsage?.() ?? process.cpuUsage();
  for (;;) {
    for (let step = 0; step < 2000; step += 1) Math.sqrt(step);
    const { user, system } = process.threadCpuUsage?.(before) ?? process.cpuUsage(before);
    if (user + system >= us) return;
  }
}
