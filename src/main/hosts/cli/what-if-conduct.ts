import { basename, resolve } from 'node:path';
import manifest from '../../../../package.json' with { type: 'json' };
import { formatMilliseconds } from '../../../shared/figures.ts';
import { whatIfTitle, type WhatIfProgress } from '../../../shared/what-if.ts';
import { choosePlatform } from '../../engine/collector/choose-platform.ts';
import { newSessionPath } from '../../engine/library/data-folder.ts';
import { checkWhatIf } from '../../engine/what-if/check-what-if.ts';
import { conductWhatIf as conduct } from '../../engine/what-if/what-if.ts';
import { builtEntries } from '../../engine/worker-entries.ts';
import { sessionsFolderOf, SettingsFile } from '../../engine/workplace/settings-file.ts';
import { awaitInterruption } from './interruption.ts';
import { openProgressLine, type Progress } from './progress-line.ts';
import { showSession } from './show-session.ts';
import type { WhatIfOptions } from './what-if.ts';

/** Runs the what-if that the options ask for, with progress on stderr and the result on stdout. */
export async function conductWhatIf(options: WhatIfOptions): Promise<void> {
  const environment = {
    entries: builtEntries(import.meta.url),
    platform: choosePlatform(),
    version: manifest.version,
  };
  const settings = new SettingsFile().read();
  const order = {
    ...options,
    cwd: resolve(options.cwd ?? '.'),
    python: options.python ?? settings.python,
  };
  checkWhatIf(order, environment.platform.cores());
  const out = resolve(options.out ?? newSessionPath(basename(options.script), sessionsFolderOf(settings)));
  const line = openProgressLine(process.stderr);
  const interrupted = awaitInterruption(() =>
    line.note('Stopping; the runs so far are kept. Again to stop at once.'),
  );
  try {
    await conduct(
      { ...order, out },
      environment,
      { progressed: (progress) => line.update(describe(progress, options)) },
      interrupted.signal,
    );
    line.end();
    showSession(out, { json: options.json });
    if (interrupted.signal.aborted) process.exitCode = 130;
  } finally {
    line.end();
    interrupted.release();
  }
}

function describe(progress: WhatIfProgress, { script, swap, workers }: WhatIfOptions): Progress {
  const { phase, runsDone, runsPlanned, elapsedNs } = progress;
  const name = basename(script);
  const label = {
    starting: `Starting ${name}`,
    rehearsal: `Running ${name} as it is, once for all`,
    guarded: `Trying ${whatIfTitle(swap, workers)} under guard`,
    baseline: `${name} as it is`,
    variant: `${name} with ${whatIfTitle(swap, workers)}`,
    finishing: 'Writing the session',
  }[phase];
  return {
    label,
    fraction: phase === 'finishing' ? 1 : runsDone / runsPlanned,
    secondsLeft: null,
    detail: phase === 'finishing' ? '' : formatMilliseconds(Math.floor(elapsedNs / 1e9) * 1e3),
  };
}
