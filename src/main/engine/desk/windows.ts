import { createBirpc, type BirpcReturn } from 'birpc';
import { windowEvents, type EngineApi, type WindowApi } from '../../../shared/engine-api.ts';
import type { Packet } from '../../../shared/engine-link.ts';
import { messageOf } from '../../../shared/errors.ts';
import { decodeRpc, encodeRpc } from '../../../shared/rpc-message.ts';

/** A window that the engine talks with. */
export interface Window {
  readonly id: number;
  /** What the engine tells this window. */
  readonly tell: WindowApi;
}

/** What one window may call, and what is done when it is gone. */
export interface Desk {
  readonly api: EngineApi;
  close(): void;
}

interface OpenWindow {
  readonly rpc: BirpcReturn<WindowApi, EngineApi>;
  readonly desk: Desk;
  hear(frame: Uint8Array): void;
}

/**
 * The conversations with all windows, over whatever moves packets. What one window sends wrong is dropped with a note and
 * harms neither the engine nor the other windows.
 */
export class Windows {
  readonly #send: (packet: Packet) => void;
  readonly #note: (line: string) => void;
  readonly #openDesk: (window: Window) => Desk;
  readonly #windows = new Map<number, OpenWindow>();
  /** Tells every window. */
  readonly all: WindowApi = {
    jobChanged: (job) => this.#each((tell) => tell.jobChanged(job)),
    live: (batch) => this.#each((tell) => tell.live(batch)),
    settingsChanged: (settings) => this.#each((tell) => tell.settingsChanged(settings)),
    sessionsChanged: () => this.#each((tell) => tell.sessionsChanged()),
  };

  constructor(
    send: (packet: Packet) => void,
    note: (line: string) => void,
    openDesk: (window: Window) => Desk,
  ) {
    this.#send = send;
    this.#note = note;
    this.#openDesk = openDesk;
  }

  receive({ window, kind, payload }: Packet): void {
    switch (kind) {
      case 'open':
        this.#close(window);
        return void this.#windows.set(window, this.#open(window));
      case 'message':
        return this.#windows.get(window)?.hear(payload);
      case 'close':
        return this.#close(window);
      case 'status':
        return;
    }
  }

  #open(id: number): OpenWindow {
    const listeners: OpenWindow['hear'][] = [];
    const dropped = (error: unknown): true => {
      this.#note(`A message of window ${id} was dropped: ${messageOf(error)}.`);
      return true;
    };
    const desk = this.#openDesk({ id, tell: this.#tellOne(id) });
    const rpc = createBirpc<WindowApi, EngineApi>(desk.api, {
      post: (payload) => this.#send({ window: id, kind: 'message', payload }),
      on: (listener) => void listeners.push(listener),
      serialize: encodeRpc,
      deserialize: decodeRpc,
      eventNames: [...windowEvents],
      // A lab's start may wait for a slow disk; nobody is helped by an answer that is given up.
      timeout: -1,
      // Only what the contract names: an object has more that could be called.
      resolver: (name, resolved) => (Object.hasOwn(desk.api, name) ? resolved : undefined),
      onGeneralError: dropped,
    });
    return { rpc, desk, hear: (frame) => listeners.forEach((listener) => listener(frame)) };
  }

  #tellOne(id: number): WindowApi {
    const one = (tell: (remote: OpenWindow['rpc']) => Promise<unknown>): void => {
      const window = this.#windows.get(id);
      if (window !== undefined) void tell(window.rpc).catch((thrown) => this.#note(messageOf(thrown)));
    };
    return {
      jobChanged: (job) => one((remote) => remote.jobChanged(job)),
      live: (batch) => one((remote) => remote.live(batch)),
      settingsChanged: (settings) => one((remote) => remote.settingsChanged(settings)),
      sessionsChanged: () => one((remote) => remote.sessionsChanged()),
    };
  }

  #each(tell: (window: WindowApi) => void): void {
    for (const id of this.#windows.keys()) tell(this.#tellOne(id));
  }

  #close(id: number): void {
    const window = this.#windows.get(id);
    this.#windows.delete(id);
    window?.rpc.$close();
    window?.desk.close();
  }
}
