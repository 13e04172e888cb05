import { EventEmitter, once } from 'node:events';
import { createBirpc, type BirpcReturn } from 'birpc';
import type { RawData, WebSocket } from 'ws';
import type { EngineApi, WindowApi } from '../../../../src/shared/engine-api.ts';
import type { EngineState, HostToWindow, WindowToHost } from '../../../../src/shared/host-link.ts';
import { decodeRpc, encodeRpc } from '../../../../src/shared/rpc-message.ts';
import { openSocket, type Address } from './running-host.ts';

/** A window without a screen: speaks to host and engine as the renderer does. */
export class TestWindow {
  readonly socket: WebSocket;
  readonly states: EngineState[] = [];
  readonly engine: BirpcReturn<EngineApi, WindowApi>;
  readonly #lookers = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    const heard = new EventEmitter<{ frame: [Uint8Array] }>();
    this.engine = createBirpc<EngineApi, WindowApi>(
      { jobChanged: unheard, live: unheard, settingsChanged: unheard, sessionsChanged: unheard },
      {
        post: (frame: Uint8Array) => socket.send(frame),
        on: (listener) => void heard.on('frame', listener),
        serialize: encodeRpc,
        deserialize: decodeRpc,
      },
    );
    socket.on('message', (data, isBinary) => {
      if (isBinary) return void heard.emit('frame', bytesOf(data));
      const message: HostToWindow = JSON.parse(Buffer.from(bytesOf(data)).toString());
      if (message.type === 'engine') this.states.push(message.state);
      for (const look of this.#lookers) look();
    });
  }

  static async open(address: Address): Promise<TestWindow> {
    const window = new TestWindow(openSocket(address));
    await once(window.socket, 'open');
    return window;
  }

  say(message: WindowToHost): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Resolves with the first state of this type that is told after the first `from` ones. */
  told<T extends EngineState['type']>(type: T, from = 0): Promise<EngineState & { readonly type: T }> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.states.slice(from).find((state) => isOf(state, type));
        if (found !== undefined && isOf(found, type)) resolve(found);
      };
      this.#lookers.add(look);
      look();
    });
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }
}

const unheard = (): void => undefined;

const isOf = <T extends EngineState['type']>(
  state: EngineState,
  type: T,
): state is EngineState & { readonly type: T } => state.type === type;

export function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
