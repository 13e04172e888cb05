import type { EngineStatus, Packet } from '../../../shared/engine-link.ts';
import type { EngineState } from '../../../shared/host-link.ts';
import { EngineRun, type EngineProgram } from './engine-run.ts';

/** A window, as the engine's supervisor needs it. */
export interface WindowSink {
  /** Hands a frame of the engine's conversation to the window, untouched. */
  receive(payload: Uint8Array): void;
  /** Told at once when it is opened, and on every change. */
  engineChanged(state: EngineState): void;
  /** It sends faster than the engine reads: nothing more of it is taken, and the host closes it. */
  overflowed(): void;
}

/** A window's side of its conversation with the engine, whichever engine process runs. */
export interface SupervisedWindow {
  /** A frame for the engine. Lost while none runs, as the answers to all before it are. */
  send(payload: Uint8Array): void;
  close(): void;
}

export interface SupervisorOptions {
  readonly program: EngineProgram;
  /** The engine's state or status changed. */
  readonly onChange?: () => void;
}

/** For an engine that does not read: beyond this the window that sends is closed. */
const maximumBacklogBytes = 32 * 2 ** 20;
const idle: EngineStatus = { jobs: 0, recording: null };
const nothing = new Uint8Array(0);

/**
 * Keeps one engine process for all windows of a host: starts it, relays between it and the windows without
 * looking into what they say, and tells them when it ends. It is never started again by itself: a crash should be seen.
 */
export class EngineSupervisor {
  readonly #options: SupervisorOptions;
  readonly #windows = new Map<number, WindowSink>();
  #lastWindow = 0;
  #run: EngineRun | null = null;
  /** The end of the engine before, which a restart waits for. */
  #leaving: Promise<void> | null = null;
  #state: EngineState = { type: 'ended', reason: 'The engine has not been started yet.' };
  #status: EngineStatus = idle;
  /** The host ends: no engine is started any more, whatever windows ask for meanwhile. */
  #isOver = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** What the engine does; idle when none runs. */
  get status(): EngineStatus {
    return this.#status;
  }

  /** Starts the engine, unless one is there. Does not throw: whether it came up is in `state`. */
  start(): void {
    if (this.#run !== null || this.#isOver) return;
    const run: EngineRun = new EngineRun(this.#options.program, {
      packet: (packet) => this.#take(run, packet),
      ended: (reason) => this.#lose(run, reason),
    });
    this.#run = run;
    this.#change({ type: 'starting' });
    for (const window of this.#windows.keys()) run.send({ window, kind: 'open', payload: nothing });
  }

  /** Ends the engine when one runs, and starts another, to which all windows are announced. */
  async restart(): Promise<void> {
    // Several windows may ask for it at once.
    if (this.#state.type === 'starting' || this.#isOver) return;
    this.#leaving = this.#run?.end() ?? null;
    this.#run = null;
    this.#status = idle;
    this.#change({ type: 'starting' });
    await this.#leaving;
    this.start();
  }

  /**
   * For the end of the host: resolves when no engine runs any more. It closes its sessions first, and is killed when that takes
   * too long.
   */
  async end(): Promise<void> {
    this.#isOver = true;
    if (this.#run === null && this.#state.type === 'starting') {
      this.#change({ type: 'ended', reason: 'The engine was ended before it was there.' });
    }
    await Promise.all([this.#leaving, this.#run?.end()]);
  }

  openWindow(sink: WindowSink): SupervisedWindow {
    this.#lastWindow += 1;
    const window = this.#lastWindow;
    this.#windows.set(window, sink);
    this.#run?.send({ window, kind: 'open', payload: nothing });
    sink.engineChanged(this.#state);
    return {
      send: (payload) => this.#relay(window, payload),
      close: () => this.#close(window),
    };
  }

  #relay(window: number, payload: Uint8Array): void {
    if (this.#run === null || !this.#windows.has(window)) return;
    if (this.#run.backlogBytes + payload.length > maximumBacklogBytes) {
      const sink = this.#windows.get(window);
      this.#close(window);
      sink?.overflowed();
      return;
    }
    this.#run.send({ window, kind: 'message', payload });
  }

  #close(window: number): void {
    if (this.#windows.delete(window)) this.#run?.send({ window, kind: 'close', payload: nothing });
  }

  #take(run: EngineRun, { window, kind, payload }: Packet): void {
    if (this.#run !== run) return;
    if (this.#state.type === 'starting') this.#change({ type: 'running' });
    if (kind === 'message') this.#windows.get(window)?.receive(payload);
    if (kind === 'status') {
      this.#status = parseStatus(payload);
      this.#options.onChange?.();
    }
  }

  #lose(run: EngineRun, reason: string): void {
    if (this.#run !== run) return;
    this.#run = null;
    this.#status = idle;
    this.#change({ type: 'ended', reason });
  }

  #change(state: EngineState): void {
    if (state.type === 'starting' && this.#state.type === 'starting') return;
    this.#state = state;
    for (const sink of this.#windows.values()) sink.engineChanged(state);
    this.#options.onChange?.();
  }
}

/** @throws when it is no status. */
function parseStatus(payload: Uint8Array): EngineStatus {
  const status: Partial<Record<keyof EngineStatus, unknown>> = JSON.parse(new TextDecoder().decode(payload));
  const { jobs, recording } = status;
  if (typeof jobs !== 'number') throw new RangeError('a status without the number of jobs');
  return { jobs, recording: typeof recording === 'string' ? recording : null };
}
