import { createBirpc } from 'birpc';
import type { EngineApi, WindowApi } from '../../shared/engine-api.ts';
import { CorelaneError } from '../../shared/errors.ts';
import type { EngineState, FileDialog, WindowCommand, WindowToHost } from '../../shared/host-link.ts';
import { decodeRpc, encodeRpc } from '../../shared/rpc-message.ts';
import { retryDelayMs } from './back-off.ts';
import { parseHostMessage } from './host-message.ts';
import { Subscribers } from './subscribers.ts';
import type { OpenTransport, Transport } from './transport.ts';

/** How the window stands with its host and its engine. */
export interface LinkState {
  readonly channel: 'opening' | 'open' | 'lost';
  readonly engine: EngineState;
  /**
   * The engine, in this conversation. After a lost channel and after a restart it is another object: what depends on
   * it asks again.
   */
  readonly conversation: EngineApi | null;
}

/**
 * This window's end of everything: the channel to the host, which it opens again when it is lost, the conversation with
 * the engine, and what the host says beside it.
 */
export class Link {
  readonly engine: EngineApi;
  readonly commands = new Subscribers<[WindowCommand]>();
  readonly #events: { readonly [E in keyof WindowApi]: Subscribers<Parameters<WindowApi[E]>> } = {
    jobChanged: new Subscribers(),
    live: new Subscribers(),
    settingsChanged: new Subscribers(),
    sessionsChanged: new Subscribers(),
  };
  readonly #changes = new Subscribers<[]>();
  readonly #openTransport: OpenTransport;
  readonly #dialogs = new Map<number, (path: string | null) => void>();
  readonly #rejectPending: (error: CorelaneError) => void;
  #hear: (frame: Uint8Array) => void = () => undefined;
  #transport: Transport | null = null;
  #isBegun = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #lastDialog = 0;
  #state: LinkState = { channel: 'opening', engine: { type: 'starting' }, conversation: null };

  constructor(openTransport: OpenTransport) {
    this.#openTransport = openTransport;
    const rpc = createBirpc<EngineApi, WindowApi>(
      {
        jobChanged: (job) => this.#events.jobChanged.tell(job),
        live: (batch) => this.#events.live.tell(batch),
        settingsChanged: (settings) => this.#events.settingsChanged.tell(settings),
        sessionsChanged: () => this.#events.sessionsChanged.tell(),
      },
      {
        post: (frame: Uint8Array<ArrayBuffer>) => this.#postFrame(frame),
        on: (hear) => {
          this.#hear = hear;
        },
        serialize: encodeRpc,
        deserialize: decodeRpc,
        // What takes long is a job; a call on a busy machine takes as long as it takes.
        timeout: -1,
      },
    );
    this.engine = rpc;
    this.#rejectPending = (error) => void rpc.$rejectPendingCalls(({ reject }) => reject(error));
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Tells of every change of `state`. Gives the function that ends it. */
  readonly onChange = (changed: () => void): (() => void) => this.#changes.add(changed);

  on<E extends keyof WindowApi>(event: E, handler: (...about: Parameters<WindowApi[E]>) => void): () => void {
    return this.#events[event].add(handler);
  }

  /** Begins; from then on the link sees to itself. */
  open(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#attempt();
  }

  /** Opens the channel now instead of after the wait. */
  retryNow(): void {
    if (this.#retry === null) return;
    clearTimeout(this.#retry);
    this.#attempt();
  }

  restartEngine(): void {
    this.#postToHost({ type: 'restart-engine' });
  }

  /** The host's native dialog. Null: dismissed. */
  chooseFile(dialog: FileDialog): Promise<string | null> {
    return new Promise((resolve) => {
      const request = ++this.#lastDialog;
      this.#dialogs.set(request, resolve);
      this.#postToHost({ type: 'choose-file', request, dialog });
    });
  }

  #attempt(): void {
    this.#retry = null;
    this.#openTransport().then(
      (transport) => this.#opened(transport),
      () => this.#lost(),
    );
  }

  #opened(transport: Transport): void {
    this.#transport = transport;
    this.#failures = 0;
    this.#change({ channel: 'open' });
    transport.on({
      message: (message) => (typeof message === 'string' ? this.#heardHost(message) : this.#hear(message)),
      closed: () => this.#lost(),
    });
  }

  #lost(): void {
    this.#transport = null;
    this.#rejectPending(connectionLost());
    for (const answer of this.#dialogs.values()) answer(null);
    this.#dialogs.clear();
    this.#change({ channel: 'lost', conversation: null });
    this.#retry = setTimeout(() => this.#attempt(), retryDelayMs(this.#failures++));
  }

  #heardHost(text: string): void {
    const message = parseHostMessage(text);
    switch (message?.type) {
      case 'engine':
        this.#engineChanged(message.state);
        break;
      case 'file-chosen':
        this.#dialogs.get(message.request)?.(message.path);
        this.#dialogs.delete(message.request);
        break;
      case 'command':
        this.commands.tell(message.command);
        break;
      case undefined:
    }
  }

  #engineChanged(engine: EngineState): void {
    if (engine.type === 'running') {
      // A handler-less proxy is the same engine under a new identity.
      const conversation = this.#state.conversation ?? new Proxy(this.engine, {});
      this.#change({ engine, conversation });
      return;
    }
    this.#rejectPending(engineGone(engine));
    this.#change({ engine, conversation: null });
  }

  #postFrame(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#transport === null) throw connectionLost();
    if (this.#state.engine.type !== 'running') throw engineGone(this.#state.engine);
    this.#transport.post(frame);
  }

  #postToHost(message: WindowToHost): void {
    this.#transport?.post(JSON.stringify(message));
  }

  #change(change: Partial<LinkState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changes.tell();
  }
}

const connectionLost = (): CorelaneError =>
  new CorelaneError(
    'interrupted',
    'The connection to Corelane was lost before it answered.',
    'Try again when the window is connected again; what is being recorded goes on.',
  );

const engineGone = (engine: EngineState): CorelaneError =>
  new CorelaneError(
    'interrupted',
    engine.type === 'ended'
      ? `The engine ended before it answered: ${engine.reason}`
      : 'The engine is still starting.',
    engine.type === 'ended' ? 'Restart the engine and try again.' : 'Try again in a moment.',
  );
