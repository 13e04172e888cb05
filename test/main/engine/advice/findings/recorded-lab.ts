import process from 'node:process';
import { choosePlatform } from '../../../../../src/main/engine/collector/choose-platform.ts';
import { conductLab, type LabOutcome } from '../../../../../src/main/engine/lab/lab.ts';
import { builtEntries, type WorkerEntries } from '../../../../../src/main/engine/worker-entries.ts';
import type { LabRequest } from '../../../../../src/shared/experiment.ts';

export const entries = builtEntries(new URL('../../../../../out/main/cli.js', import.meta.url).href);

/** Runs a whole lab of one trial for each configuration, as the command line would; `mode`: how switches are recorded at best. */
export async function conductedLab(
  request: Pick<LabRequest, 'task' | 'out'> & Partial<LabRequest>,
  { mode = null, changed = {} }: { readonly mode?: string | null; readonly changed?: Partial<WorkerEntries> },
): Promise<LabOutcome> {
  if (mode !== null) process.env['CORELANE_SCHEDULING'] = mode;
  try {
    return await conductLab(
      {
        executors: null,
        workers: [1],
        cores: null,
        pin: 'none',
        tasks: null,
        repeat: 1,
        taskTimeout: null,
        budget: null,
        objective: 'throughput',
        inputs: null,
        node: null,
        python: null,
        asyncVariant: null,
        prefer: null,
        ...request,
      },
      { entries: { ...entries, ...changed }, platform: choosePlatform(), version: '0' },
      { progressed: () => undefined },
      new AbortController().signal,
    );
  } finally {
    if (mode !== null) delete process.env['CORELANE_SCHEDULING'];
  }
}
