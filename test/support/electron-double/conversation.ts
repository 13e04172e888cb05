import type { MessagePort } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';
import type { EngineApi, WindowApi } from '../../../src/shared/engine-api.ts';
import type { HostToWindow } from '../../../src/shared/host-link.ts';
import { decodeRpc, encodeRpc } from '../../../src/shared/rpc-message.ts';

/** A page's end of its channel: text is the host's, bytes are the engine's. */
export class Conversation {
  /** All that the host said, in order. */
  readonly heard: HostToWindow[] = [];
  readonly engine: BirpcReturn<EngineApi, WindowApi>;
  isOver = false;
  readonly #port: MessagePort;
  #hearFrame: (frame: Uint8Array) => void = () => undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    this.engine = createBirpc<EngineApi, WindowApi>(
      { jobChanged: ignore, live: ignore, settingsChanged: ignore, sessionsChanged: ignore },
      {
        post: (frame: Uint8Array<ArrayBuffer>) => port.postMessage(frame.buffer),
        on: (hear) => (this.#hearFrame = hear),
        serialize: encodeRpc,
        deserialize: decodeRpc,
        timeout: -1,
      },
    );
    port.on('close', () => (this.isOver = true));
    port.on('message', (data: unknown) => {
      if (data instanceof ArrayBuffer) this.#hearFrame(new Uint8Array(data));
      else this.heard.push(JSON.parse(String(data)));
    });
  }

  tellHost(text: string): void {
    this.#port.postMessage(text);
  }
}

const ignore = (): void => undefined;
