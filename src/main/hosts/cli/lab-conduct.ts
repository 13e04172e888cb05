import { basename } from 'node:path';
import manifest from '../../../../package.json' with { type: 'json' };

import type { LabProgress } from '../../../shared/jobs.ts';
import { choosePlatform } from '../../engine/collector/choose-platform.ts';
import { conductLab as conduct } from '../../engine/lab/lab.ts';
import { checkRequest } from '../../engine/lab/check-request.ts';
import { newSessionPath } from '../../engine/library/data-folder.ts';
import { builtEntries } from '../../engine/worker-entries.ts';
import { sessionsFolderOf, SettingsFile } from '../../engine/workplace/settings-file.ts';
import { awaitInterruption } from './interruption.ts';
import type { LabOptions } from './lab.ts';
import { openProgressLine, type Progress } from './progress-line.ts';
import { showSession } from './show-session.ts';

/** Runs the lab that the options ask for, with progress on stderr and the result on stdout. */
export async function conductLab(options: LabOptions): Promise<void> {
  const environment = {
    entries: builtEntries(import.meta.url),
    platform: choosePlatform(),
    version: manifest.version,
  };
  checkRequest(options, environment.platform.cores());
  const settings = new SettingsFile().read();
  const node = options.node ?? settings.node;
  const python = options.python ?? settings.python;
  const out = options.out ?? newSessionPath(options.task, sessionsFolderOf(settings));
  const line = openProgressLine(process.stderr);
  const interrupted = awaitInterruption(() =>
    line.note('Stopping; what was measured so far is kept. Again to stop at once.'),
  );
  try {
    await conduct(
      { ...options, node, python, out },
      environment,
      { progressed: (progress) => line.update(describe(progress, options.task)) },
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

const longSilenceSeconds = 10;

function describe(progress: LabProgress, task: string): Progress {
  const { phase, planned, settled, tasks, fraction, secondsLeft, idleSeconds } = progress;
  const name = basename(task);
  const label =
    planned === null || phase === 'finishing'
      ? {
          loading: `Loading ${name}`,
          probing: `Running ${name} alone`,
          starting: '',
          running: '',
          finishing: 'Writing the session',
        }[phase]
      : `${planned.executor} × ${planned.workers} · repeat ${planned.repeat}`;
  const detail =
    phase === 'running' && idleSeconds > longSilenceSeconds
      ? `no task has settled for ${Math.round(idleSeconds)} s (Ctrl-C stops; --task-timeout limits a task)`
      : phase === 'starting'
        ? 'starting workers, warming up'
        : tasks === 0
          ? ''
          : `${settled}/${tasks} tasks`;
  return { label, fraction, secondsLeft, detail };
}
