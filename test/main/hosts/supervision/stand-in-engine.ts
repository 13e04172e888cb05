import type { EngineProgram } from '../../../../src/main/hosts/supervision/engine-run.ts';
import type {
  EngineSupervisor,
  SupervisedWindow,
} from '../../../../src/main/hosts/supervision/engine-supervisor.ts';
import type { EngineState } from '../../../../src/shared/host-link.ts';

/** An engine that does what it is told in words (test/fixtures/engine/stand-in.ts). */
export const standIn: EngineProgram = {
  executable: process.execPath,
  entry: new URL('../../../fixtures/engine/stand-in.ts', import.meta.url),
};

/** Resolves with a value once `look` finds it; to be asked again after every event. */
class Waiting {
  #looks = new Set<() => boolean>();

  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const ask = (): boolean => {
        const found = look();
        if (found !== undefined) resolve(found);
        return found !== undefined;
      };
      if (!ask()) this.#looks.add(ask);
    });
  }

  again(): void {
    for (const look of this.#looks) if (look()) this.#looks.delete(look);
  }
}

/** A window of a supervisor that remembers what it was told. */
export class WatchedWindow {
  readonly frames: Uint8Array[] = [];
  readonly states: EngineState[] = [];
  overflowed = false;
  readonly #waiting = new Waiting();
  readonly #window: SupervisedWindow;
  #read = 0;

  constructor(supervisor: EngineSupervisor) {
    this.#window = supervisor.openWindow({
      receive: (payload) => {
        this.frames.push(payload);
        this.#waiting.again();
      },
      engineChanged: (state) => {
        this.states.push(state);
        this.#waiting.again();
      },
      overflowed: () => {
        this.overflowed = true;
        this.#waiting.again();
      },
    });
  }

  send(text: string | Uint8Array): void {
    this.#window.send(typeof text === 'string' ? Buffer.from(text) : text);
  }

  close(): void {
    this.#window.close();
  }

  /** The next frame that was not read yet. */
  async next(): Promise<Uint8Array> {
    const frame = await this.#waiting.until(() => this.frames[this.#read]);
    this.#read += 1;
    return frame;
  }

  /** The answer of the stand-in to an order. */
  async ask(order: string): Promise<string> {
    this.send(order);
    return Buffer.from(await this.next()).toString();
  }

  /** The first state of this type from now on, or the present one. */
  reaches<T extends EngineState['type']>(type: T): Promise<EngineState & { readonly type: T }> {
    return this.#waiting.until(() => {
      const state = this.states.at(-1);
      return isOf(state, type) ? state : undefined;
    });
  }

  overflows(): Promise<true> {
    return this.#waiting.until(() => (this.overflowed ? true : undefined));
  }
}

const isOf = <T extends EngineState['type']>(
  state: EngineState | undefined,
  type: T,
): state is EngineState & { readonly type: T } => state?.type === type;
