import { readdirSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescriptorAllowance } from '../../../../../../src/main/engine/collector/linux/proc-file.ts';
import { WaitSampling } from '../../../../../../src/main/engine/collector/linux/waits/wait-sampling.ts';
import { asNanoseconds } from '../../../../../../src/shared/units.ts';

/** Looks, as whoever it is started as, at the processes of these pids for a while; prints what came of it. */
const pids = process.argv.slice(2).map(Number);
const sampling = new WaitSampling(new DescriptorAllowance(1000), () =>
  asNanoseconds(Number(process.hrtime.bigint())),
);
const seen = new Set<number>();
const before = readdirSync('/proc/self/fd').length;
sampling.begin({ pids: () => pids, rowOf: (pid) => pid });
for (let look = 0; look < 20; look++) {
  await sleep(25);
  sampling.discover();
  sampling.flush({
    append: (_, { thread }) => {
      for (const pid of thread) seen.add(pid);
    },
  });
}
sampling.end();
const { warnings } = sampling;
sampling.close();
const leftOpen = readdirSync('/proc/self/fd').length - before;
const answer = { seen: [...seen], warnings, leftOpen };
process.stdout.write(JSON.stringify(answer));

export type HiddenAnswer = typeof answer;
