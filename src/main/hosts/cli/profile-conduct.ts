import { constants } from 'node:os';
import { resolve } from 'node:path';
import manifest from '../../../../package.json' with { type: 'json' };
import { commandText } from '../../../shared/command-line-text.ts';
import { messageOf } from '../../../shared/errors.ts';
import { counted, formatMilliseconds } from '../../../shared/figures.ts';
import type { ProfileProgress } from '../../../shared/jobs.ts';
import type { ProgramExit } from '../../../shared/profile-report.ts';
import type { PassedSignal } from '../../../shared/worker-protocol.ts';
import { choosePlatform } from '../../engine/collector/choose-platform.ts';
import { newSessionPath } from '../../engine/library/data-folder.ts';
import { checkProfile } from '../../engine/profile/check-request.ts';
import { conductProfile as conduct, type ProfileEnvironment } from '../../engine/profile/profile.ts';
import { profileName } from '../../engine/profile/profile-name.ts';
import { resolveCommand } from '../../engine/profile/resolve-command.ts';
import { builtEntries } from '../../engine/worker-entries.ts';
import { sessionsFolderOf, SettingsFile } from '../../engine/workplace/settings-file.ts';
import { passThrough } from './pass-through.ts';
import type { ProfileOptions } from './profile.ts';
import { openProgressLine, type Progress } from './progress-line.ts';
import { showSession } from './show-session.ts';
import { passSignals } from './signal-passing.ts';

/** Runs the command under the profiler: its output where it would go alone, a summary on stderr when it has ended. */
export async function conductProfile(options: ProfileOptions): Promise<void> {
  const { json } = options;
  const platform = choosePlatform();
  const request = await completed(options, platform.cores());
  const environment = {
    entries: builtEntries(import.meta.url),
    platform,
    version: manifest.version,
    terminal: terminalFor(json, (text) => note(text)),
  };
  // Beside a program that prints there is no place for a line of ours.
  const line = json ? openProgressLine(process.stderr) : null;
  const note = (text: string): void => {
    if (line === null) process.stderr.write(`corelane: ${text}\n`);
    else line.note(text);
  };
  const passing = passSignals(note);
  const stops = noteStops(note);
  try {
    const { report, interrupted } = await conduct(
      request,
      environment,
      {
        progressed: (progress) => {
          stops(progress.stopped === true);
          line?.update(describe(progress, commandText(options.argv)));
        },
        programBegan: (program) => passing.passTo((signal) => program.send(signal)),
      },
      passing.signal,
    );
    line?.end();
    showSession(request.out, { json, stream: json ? process.stdout : process.stderr });
    if (interrupted || endedBy(report.exit, passing.passed)) process.exitCode = 130;
  } finally {
    line?.end();
    passing.release();
  }
}

/** What is wrong with the request is found before a session has a name. */
async function completed(options: ProfileOptions, cores: readonly number[]) {
  const settings = new SettingsFile().read();
  const request = {
    ...options,
    cwd: resolve(options.cwd ?? '.'),
    node: options.node ?? settings.node,
    python: options.python ?? settings.python,
  };
  checkProfile(request, cores);
  await resolveCommand(request);
  const out = options.out ?? newSessionPath(profileName(options.argv), sessionsFolderOf(settings));
  return { ...request, out: resolve(out) };
}

const descriptors = { stdout: 1, stderr: 2 } as const;

const terminalFor = (json: boolean, note: (line: string) => void): ProfileEnvironment['terminal'] => ({
  stdin: 'inherit',
  onBytes: json
    ? null
    : async (stream, piece) => {
        try {
          await passThrough(descriptors[stream], piece);
        } catch (thrown) {
          // A reader that has seen enough is no failure.
          if (!isClosedPipe(thrown))
            note(`The program's ${stream} cannot be passed on: ${messageOf(thrown)}.`);
          throw thrown;
        }
      },
});

const isClosedPipe = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE';

/** Says once that a signal holds the program, and when it goes on. */
function noteStops(note: (line: string) => void): (stopped: boolean) => void {
  let told = false;
  return (stopped) => {
    if (stopped === told) return;
    told = stopped;
    note(
      stopped
        ? 'The program was stopped (SIGSTOP); SIGCONT lets it go on, three Ctrl-C end it.'
        : 'The program goes on.',
    );
  };
}

/** The program ended because of a signal that was passed on to it, as itself or as shells report it (128 + its number). */
const endedBy = ({ code, signal }: ProgramExit, passed: ReadonlySet<PassedSignal>): boolean =>
  [...passed].some((each) => signal === each || code === 128 + constants.signals[each]);

function describe({ phase, elapsedNs, activity, tasks }: ProfileProgress, command: string): Progress {
  const label = {
    starting: `Starting ${command}`,
    running: `Running ${command}`,
    ending: 'Ending what it left running',
    finishing: 'Writing the session',
  }[phase];
  const tree = activity === null ? '' : ` · ${activity.processes} processes, ${activity.threads} threads`;
  const settled = tasks?.total ? ` · ${counted(tasks.total, 'task')}` : '';
  return {
    label,
    fraction: null,
    secondsLeft: null,
    detail:
      phase === 'running' ? `${formatMilliseconds(Math.floor(elapsedNs / 1e9) * 1e3)}${tree}${settled}` : '',
  };
}
