import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import { CorelaneError } from '../../../shared/errors.ts';
import type { KeeperCommand, KeeperEvent } from '../../../shared/worker-protocol.ts';

export interface KeptProcessOptions {
  readonly keeper: URL;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Cores the whole tree may use; null: all. */
  readonly cores: readonly number[] | null;
  readonly onOutput: (stream: 'stdout' | 'stderr', text: string) => void;
}

/** Inherited by everything in the tree of one keeper, its value naming that keeper. */
const treeVariable = 'CORELANE_TREE';

/** How the command ended; by then nothing of its tree is left. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * A command of the user's under a keeper (src/workers/node/keeper.ts), which outlives neither it nor
 * the engine. `channel` is a byte stream between the engine and the command's descriptor 3.
 */
export class KeptProcess {
  readonly channel: Socket;
  /** Resolves with the command's pid; rejects with `runner-failed` when it could not be started. */
  readonly started: Promise<number>;
  readonly ended: Promise<ProcessEnd>;
  readonly #keeper: ChildProcess;
  readonly #control: Socket;
  readonly #tree = randomUUID();
  #end: ProcessEnd = { code: null, signal: null };
  #pid: number | null = null;
  #orderly = false;
  readonly #options: KeptProcessOptions;

  constructor(options: KeptProcessOptions) {
    this.#options = options;
    this.#keeper = spawn(process.execPath, [fileURLToPath(options.keeper)], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      // A session of its own: a terminal's Ctrl-C goes to the engine alone, which then decides.
      detached: true,
      env: { ...process.env, [treeVariable]: this.#tree },
    });
    const [, stdout, stderr, control, channel] = this.#keeper.stdio;
    this.#control = asSocket(control);
    this.channel = asSocket(channel);
    // Either side may vanish at any moment; `ended` tells, errors of a broken pipe add nothing.
    this.#control.on('error', () => undefined);
    this.channel.on('error', () => undefined);
    this.#read(stdout, 'stdout');
    this.#read(stderr, 'stderr');
    this.started = new Promise((resolve, reject) => this.#listen(resolve, reject));
    this.started.catch(() => undefined);
    this.ended = this.#watchEnd();
    const { command, args, cwd, cores } = options;
    this.#say({ type: 'start', command, args, cwd, cores });
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
        case 'ended':
          this.#orderly = true;
          this.#end = { code: event.code, signal: event.signal };
      }
    });
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
   * Waits for `close`, when all output has been read. But that comes only when nothing of the tree holds the pipes any
   * more: for a keeper that was itself killed and could not sweep, another sweeps first: from the command's pid
   * down, and then what had lost its parent, which is known by a variable in its environment.
   */
  async #watchEnd(): Promise<ProcessEnd> {
    const closed = new Promise((resolve) => this.#keeper.on('close', resolve));
    await new Promise((resolve) => this.#control.on('close', resolve));
    if (this.#orderly) await closed;
    else {
      this.#end = { code: null, signal: 'SIGKILL' };
      await this.#sweep();
    }
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

  #read(stream: unknown, name: 'stdout' | 'stderr'): void {
    const decoder = new StringDecoder('utf8');
    asSocket(stream)
      .on('error', () => undefined)
      .on('data', (piece: Buffer) => this.#options.onOutput(name, decoder.write(piece)));
  }
}

/** Every `pipe` of a child's stdio is a socket; the types only say it for the first three. */
function asSocket(stream: unknown): Socket {
  if (stream instanceof Socket) return stream;
  throw new CorelaneError('internal', 'A pipe of a child process is not a socket.', 'Report this.');
}
