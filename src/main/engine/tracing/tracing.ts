import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../../shared/errors.ts';
import type { TasksSoFar } from '../../../shared/jobs.ts';
import type { ProfiledTasks } from '../../../shared/profile-report.ts';
import { samplingFile } from '../../../shared/trace-format.ts';
import type { RecordingWriter } from '../store/writer.ts';
import type { WorkerEntries } from '../worker-entries.ts';
import { pythonHome } from './python-home.ts';
import { isTemporaryFolderFull, makeRunFolder, removeRunFolder, type RunFolder } from './run-folder.ts';
import type { TraceHeader } from './slot-file.ts';
import { tracedCommand, tracedEnvironment } from './traced-environment.ts';
import { TracingThread } from './tracing-thread.ts';
import { readNotes } from './untraced-notes.ts';
import { untracedWarnings, type SeenProcess } from './untraced-programs.ts';

export interface TracingSetup {
  readonly entries: WorkerEntries;
  readonly writer: RecordingWriter;
  readonly originNs: bigint;
  /** Of its thread, as `os.setPriority` takes it; null: as the others'. */
  readonly priority: number | null;
  /** The changes to the program's environment that the user asked for. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly cpuSamples: boolean;
}

/** Why nothing is traced. */
export interface NoTracing {
  readonly warning: string;
}

/**
 * Prepares what a program needs to tell of its tasks: a folder, an environment, a thread that reads. Where it cannot be had the program runs as it
 * would alone, and the session says why.
 */
export function openTracing(setup: TracingSetup): Tracing | NoTracing {
  const { entries, cpuSamples } = setup;
  const built = fileURLToPath(entries.pythonHook);
  try {
    const node = fileURLToPath(entries.nodeHook);
    // A Node that is told to load what is not there would not start.
    const hook = existsSync(node) ? node : null;
    const folder = makeRunFolder(join(built, 'sitecustomize.py'), pythonHome(built), hook);
    if (cpuSamples) writeFileSync(join(folder.traces, samplingFile), '', { mode: 0o600 });
    return new Tracing(setup, folder);
  } catch (thrown) {
    return {
      warning: `Tasks were not traced: a folder for their records could not be made in ${tmpdir()} (${messageOf(thrown)}). Make room or allow writing there, or name another folder with TMPDIR.`,
    };
  }
}

/** How the program's tasks are traced, from before it starts until its session is complete. */
export class Tracing {
  /** The changes to the program's environment. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly #folder: RunFolder;
  readonly #thread: TracingThread;
  #tasks: ProfiledTasks = { total: 0, by_api: {} };

  constructor({ entries, writer, originNs, priority, env }: TracingSetup, folder: RunFolder) {
    this.#folder = folder;
    this.env = tracedEnvironment(env, process.env, folder);
    this.#thread = new TracingThread({
      entry: entries.tracing,
      folder: folder.traces,
      originNs,
      writer,
      priority,
    });
  }

  /** In which trace files appear, and hooks look for what a run asks of them. */
  get folder(): string {
    return this.#folder.traces;
  }

  get soFar(): TasksSoFar {
    return this.#thread.soFar;
  }

  /** How to start a command in `cwd` so that it is traced. */
  commandOf(argv: readonly string[], cwd: string): readonly string[] {
    return tracedCommand(argv, cwd, this.#folder);
  }

  /** What the tasks come to, once they were counted. */
  get tasks(): ProfiledTasks {
    return this.#tasks;
  }

  /** Nothing of the program is left: writes what is not written of its tasks. Gives what is missing, as sentences. Never rejects. */
  async finish(processes: readonly SeenProcess[]): Promise<readonly string[]> {
    try {
      const { programs, warnings } = await this.#thread.finish();
      const pids = new Set(programs.map(({ pid }) => pid));
      return [
        ...droppedWarning(programs),
        ...untracedWarnings(processes, {
          pids,
          notes: readNotes(this.#folder.untraced),
          isFull: isTemporaryFolderFull(),
        }),
        ...warnings,
      ];
    } catch (thrown) {
      return [incomplete(thrown)];
    }
  }

  /** Counts the tasks of the session, all of which is on disk. Gives what is missing, as sentences. Never rejects. */
  async account(path: string): Promise<readonly string[]> {
    try {
      this.#tasks = await this.#thread.account(path);
      return [];
    } catch (thrown) {
      return [incomplete(thrown)];
    }
  }

  /** Ends its thread and removes its folder; again, it does nothing. Never rejects. */
  async close(): Promise<void> {
    await this.#thread.stop().catch(() => undefined);
    removeRunFolder(this.#folder.path);
  }
}

const incomplete = (thrown: unknown): string =>
  `What was traced of tasks is incomplete: it could not be read to the end (${messageOf(thrown)}). Run it again; if this recurs, --no-trace does without.`;

function droppedWarning(programs: readonly TraceHeader[]): readonly string[] {
  const dropped = programs.reduce((sum, program) => sum + program.dropped, 0);
  return dropped === 0
    ? []
    : [
        `${dropped} records of tasks could not be written, so those tasks are missing: ${tmpdir()} had no room for them. Make room there, or name another folder with TMPDIR.`,
      ];
}
