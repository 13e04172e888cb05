import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CorelaneError } from '../../../shared/errors.ts';
import type {
  KeeperCommand,
  KeeperEvent,
  OutlivingProcess,
  PassedSignal,
} from '../../../shared/worker-protocol.ts';
import { KeptOutput, type OutputHearer } from './kept-output.ts';
import { openOutputPipe, type OutputPipe } from './output-pipe.ts';

export interface KeptProcessOptions extends OutputHearer {
  readonly keeper: URL;
  /** `runner`: one of ours, which runs at once. `program`: the user's, which runs when it is released. */
  readonly role: 'runner' | 'program';
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Changes to the environment of this process; null removes a variable. */
  readonly env: Readonly<Record<string, string | null>>;
  /** `inherit`: that of this process. A runner never has one. */
  readonly stdin: 'inherit' | 'ignore';
  /** Cores the whole tree may use; null: all. */
  readonly cores: readonly number[] | null;
  /** A signal stopped the command, or it goes on. */
  readonly onStopped: (stopped: boolean) => void;
}

/** Inherited by everything in the tree of one keeper, its value naming that keeper. */
const treeVariable = 'CORELANE_TREE';

/** How the command ended; by then nothing of its tree is left. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** What went on after the command and was ended. */
  readonly outlived: readonly OutlivingProcess[];
}

/** What the command's parent saw of its end, and when (CLOCK_MONOTONIC); what it started may go on. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly atNs: bigint;
}

/**
 * A command of the user's under a keeper (src/workers/node/keeper.ts), which outlives neither it nor
 * the engine. `channel` is a byte stream between the engine and a runner's descriptor 3.
 */
export class KeptProcess {
  readonly channel: Socket;
  /** Resolves with the command's pid; rejects with `runner-failed` when it could not be started. */
  readonly started: Promise<number>;
  /** Null when its end was not seen: the keeper was ended first. */
  readonly exited: Promise<ProcessExit | null>;
  readonly ended: Promise<ProcessEnd>;
  readonly #keeper: ChildProcess;
  readonly #control: Socket;
  readonly #output: readonly KeptOutput[];
  readonly #tree = randomUUID();
  readonly #released = Promise.withResolvers<bigint | null>();
  readonly #exit = Promise.withResolvers<ProcessExit | null>();
  #end: ProcessEnd = { code: null, signal: null, outlived: [] };
  #pid: number | null = null;
  #orderly = false;
  readonly #options: KeptProcessOptions;

  constructor(options: KeptProcessOptions) {
    this.#options = options;
    const pipes = { stdout: openOutputPipe(), stderr: openOutputPipe() };
    this.#keeper = spawn(process.execPath, [fileURLToPath(options.keeper)], {
      stdio: [
        options.stdin,
        pipes.stdout?.writeFd ?? 'pipe',
        pipes.stderr?.writeFd ?? 'pipe',
        'pipe',
        'pipe',
      ],
      // A session of its own: a terminal's Ctrl-C goes to the engine alone, which then decides.
      detached: true,
      env: { ...process.env, [treeVariable]: this.#tree },
    });
    // Node tells of it again by an event, which nobody else would hear.
    this.#keeper.on('error', () => undefined);
    if (!hasStdio(this.#keeper)) {
      for (const pipe of [pipes.stdout, pipes.stderr]) discard(pipe);
      throw new CorelaneError(
        'runner-failed',
        'No process could be started: too many files are open.',
        'Raise the limit of open files: ulimit -n 1024.',
      );
    }
    const [, stdout, stderr, control, channel] = this.#keeper.stdio;
    this.#control = asSocket(control);
    this.channel = asSocket(channel);
    // Either side may vanish at any moment; `ended` tells, errors of a broken pipe add nothing.
    this.#control.on('error', () => undefined);
    this.channel.on('error', () => undefined);
    this.#output = [
      new KeptOutput(readerOf(pipes.stdout, stdout), 'stdout', options),
      new KeptOutput(readerOf(pipes.stderr, stderr), 'stderr', options),
    ];
    this.started = new Promise((resolve, reject) => this.#listen(resolve, reject));
    this.started.catch(() => undefined);
    this.exited = this.#exit.promise;
    this.ended = this.#watchEnd();
    const { role, command, args, cwd, env, cores } = options;
    this.#say({ type: 'start', role, command, args, cwd, env, cores });
  }

  get keeperPid(): number | null {
    return this.#keeper.pid ?? null;
  }

  /** Lets a program run. Resolves with the moment (CLOCK_MONOTONIC); null when it has ended before. */
  release(): Promise<bigint | null> {
    this.#say({ type: 'release' });
    return this.#released.promise;
  }

  /** To the program and its process group, as a terminal would. */
  send(signal: PassedSignal): void {
    this.#say({ type: 'signal', signal });
  }

  /** Kills the whole tree; resolves when nothing of it is left. */
  async kill(): Promise<void> {
    this.#say({ type: 'kill' });
    await this.ended;
  }

  #say(command: KeeperCommand): void {
    if (!this.#control.destroyed) this.#control.write(`${JSON.stringify(command)}\n`);
  }

  #listen(started: (pid: number) => void, notStarted: (error: CorelaneError) => void): void {
    const { command } = this.#options;
    const lines = createInterface({ input: this.#control });
    // readline hands its input's errors on; see the constructor.
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const event: KeeperEvent = JSON.parse(line);
      switch (event.type) {
        case 'started':
          this.#pid = event.pid;
          return started(event.pid);
        case 'not-started':
          return notStarted(
            new CorelaneError(
              'runner-failed',
              `${command} could not be started: ${event.message}.`,
              'Check that the file exists and may be executed.',
            ),
          );
        case 'released':
          return this.#released.resolve(BigInt(event.atNs));
        case 'stopped':
          return this.#options.onStopped(event.stopped);
        case 'exited':
          return this.#exit.resolve({ code: event.code, signal: event.signal, atNs: BigInt(event.atNs) });
        case 'ended':
          this.#orderly = true;
          this.#end = { code: event.code, signal: event.signal, outlived: event.outlived };
      }
    });
    // Says nothing new unless the keeper was ended before it had started anything.
    this.#control.on('close', () =>
      notStarted(
        new CorelaneError(
          'runner-failed',
          `${command} was not started: the process that watches over it was ended.`,
          'Run it again.',
        ),
      ),
    );
    this.#keeper.on('error', (error) =>
      notStarted(
        new CorelaneError(
          'runner-failed',
          `No process could be started: ${error.message}.`,
          'Free some memory or raise the process limit (ulimit -u).',
        ),
      ),
    );
  }

  /**
   * Waits until the keeper has swept and all output has been read. For a keeper that was itself killed and could not sweep,
   * another sweeps first: from the command's pid down, and then what had lost its parent, which is known by a
   * variable in its environment.
   */
  async #watchEnd(): Promise<ProcessEnd> {
    await new Promise((resolve) => this.#control.on('close', resolve));
    if (!this.#orderly) {
      this.#end = { code: null, signal: 'SIGKILL', outlived: [] };
      await this.#sweep();
    }
    this.#exit.resolve(null);
    this.#released.resolve(null);
    await Promise.all(this.#output.map((output) => output.finish()));
    return this.#end;
  }

  async #sweep(): Promise<void> {
    const command = this.#pid === null ? [] : [String(this.#pid)];
    const args = [
      fileURLToPath(this.#options.keeper),
      '--sweep',
      `${treeVariable}=${this.#tree}`,
      ...command,
    ];
    const sweeper = spawn(process.execPath, args, { stdio: 'ignore' });
    await new Promise((resolve) => sweeper.on('close', resolve));
  }
}

/** Node makes no streams, whatever its types say, where the system has no descriptors left. */
const hasStdio = (child: { readonly stdio?: unknown }): boolean => Array.isArray(child.stdio);

function discard(pipe: OutputPipe | null): void {
  pipe?.reader.destroy();
  pipe?.closeWriteFd();
}

function readerOf(pipe: OutputPipe | null, stream: unknown): Socket {
  if (pipe === null) return asSocket(stream);
  pipe.closeWriteFd();
  return pipe.reader;
}

/** Every `pipe` of a child's stdio is a socket; the types only say it for the first three. */
function asSocket(stream: unknown): Socket {
  if (stream instanceof Socket) return stream;
  throw new CorelaneError('internal', 'A pipe of a child process is not a socket.', 'Report this.');
}
