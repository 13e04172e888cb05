import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../../shared/errors.ts';
import { encodePacket, PacketSplitter, type Packet } from '../../../shared/engine-link.ts';
import { LastLines } from './last-lines.ts';

/** What starts the engine; only a host knows its build. */
export interface EngineProgram {
  /** Node, or what acts as one. */
  readonly executable: string;
  /** The built entry. */
  readonly entry: URL;
  /** Added to the environment that the engine inherits. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface EngineRunEvents {
  packet(packet: Packet): void;
  /** Once, when the process is gone or never came up: why, as a sentence. */
  ended(reason: string): void;
}

/** An engine that was told to end is given this long to close its session and its tasks' processes. */
const patienceMs = 3_000;
/** After its exit, for what it printed last to be read: a process that it left behind may hold the pipes open. */
const lastWordsMs = 300;

/** One engine process from its start to its end. Its descriptor 3 is the link, both ways; that it closes is the word to end. */
export class EngineRun {
  readonly #child: ChildProcess;
  readonly #link: Socket | null;
  readonly #events: EngineRunEvents;
  readonly #printed = new LastLines();
  readonly #gone: Promise<void>;
  #settleGone: () => void = () => undefined;
  #reason: string | null = null;
  #over = false;

  constructor({ executable, entry, env }: EngineProgram, events: EngineRunEvents) {
    this.#events = events;
    this.#gone = new Promise((resolve) => (this.#settleGone = resolve));
    this.#child = spawn(executable, [fileURLToPath(entry)], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      // A session of its own: a terminal's Ctrl-C goes to the host alone, which then decides. On Windows that would open a console.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child.on('error', (error) => this.#fail(`The engine could not be started: ${messageOf(error)}.`));
    this.#child.on('exit', (code, signal) => {
      const wait = setTimeout(() => this.#end(code, signal), lastWordsMs);
      this.#child.once('close', () => {
        clearTimeout(wait);
        this.#end(code, signal);
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (piece: Buffer) => this.#hear(piece));
    }
    this.#link = this.#openLink();
  }

  /** Bytes that the engine has not taken yet. */
  get backlogBytes(): number {
    return this.#link?.writableLength ?? 0;
  }

  send(packet: Packet): void {
    if (this.#link?.writable === true) this.#link.write(encodePacket(packet));
  }

  /** Resolves when the process is gone: by itself when it can, by SIGKILL when it does not. */
  async end(): Promise<void> {
    this.#link?.end();
    const timer = setTimeout(() => this.kill('The engine did not end when it was told to.'), patienceMs);
    await this.#gone;
    clearTimeout(timer);
  }

  /** `reason` becomes the reason of its end. */
  kill(reason: string): void {
    this.#reason ??= reason;
    this.#child.kill('SIGKILL');
  }

  #openLink(): Socket | null {
    const link = this.#child.stdio[3];
    // A process that could not be started has no pipes.
    if (!(link instanceof Socket)) return null;
    const splitter = new PacketSplitter();
    link.on('error', () => undefined);
    link.on('data', (piece: Buffer) => {
      if (this.#over || this.#reason !== null) return;
      try {
        for (const packet of splitter.push(piece)) this.#events.packet(packet);
      } catch (thrown) {
        this.kill(`The engine was ended because it sent what it never should: ${messageOf(thrown)}.`);
      }
    });
    return link;
  }

  #hear(piece: Buffer): void {
    this.#printed.push(piece);
    if ((process.env['CORELANE_DEBUG'] ?? '') !== '') process.stderr.write(piece);
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    const said = this.#printed.summary;
    this.#fail(this.#reason ?? `The engine ${how}${said === null ? '.' : `: ${said}`}`);
  }

  #fail(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#link?.destroy();
    this.#settleGone();
    this.#events.ended(reason);
  }
}
