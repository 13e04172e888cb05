import { createBirpc } from 'birpc';
import { describe, expect, it } from 'vitest';
import { Link } from '../../../src/renderer/connection/link.ts';
import type { Transport, TransportListener } from '../../../src/renderer/connection/transport.ts';
import type { WindowApi } from '../../../src/shared/engine-api.ts';
import { CorelaneError } from '../../../src/shared/errors.ts';
import type { HostToWindow } from '../../../src/shared/host-link.ts';
import { decodeRpc, encodeRpc } from '../../../src/shared/rpc-message.ts';

/** A host in this process: the other end of every channel that the link opens. */
class Host {
  readonly heard: string[] = [];
  readonly listed: string[] = [];
  #window: TransportListener | null = null;
  #hearFrame: (frame: Uint8Array) => void = () => undefined;
  readonly events = createBirpc<WindowApi>(
    {
      listFolder: (path: string) => {
        this.listed.push(path);
        if (path === '/forbidden') throw new CorelaneError('usage', 'It is forbidden.', 'Ask elsewhere.');
        // Never answered: cut off by what the test does next.
        return path === '/slow' ? new Promise(() => undefined) : { folder: path };
      },
    },
    {
      post: (frame: Uint8Array) => this.#window?.message(frame),
      on: (hear) => {
        this.#hearFrame = hear;
      },
      serialize: encodeRpc,
      deserialize: decodeRpc,
      eventNames: ['sessionsChanged'],
    },
  );

  readonly open = (): Promise<Transport> =>
    Promise.resolve({
      post: (message) => (typeof message === 'string' ? this.heard.push(message) : this.#hearFrame(message)),
      on: (listener) => {
        this.#window = listener;
        this.say({ type: 'engine', state: { type: 'running' } });
      },
      close: () => undefined,
    });

  say(message: HostToWindow): void {
    this.#window?.message(JSON.stringify(message));
  }

  cut(): void {
    this.#window?.closed();
  }
}

async function connected(host: Host): Promise<Link> {
  const link = new Link(host.open);
  link.open();
  await stateOf(link, () => link.state.conversation !== null);
  return link;
}

const stateOf = (link: Link, isThere: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (isThere()) resolve();
    };
    link.onChange(look);
    look();
  });

describe('Link', () => {
  it('carries calls, their answers and their errors', async () => {
    const { engine } = await connected(new Host());
    await expect(engine.listFolder('/home')).resolves.toEqual({ folder: '/home' });
    await expect(engine.listFolder('/forbidden')).rejects.toEqual(
      new CorelaneError('usage', 'It is forbidden.', 'Ask elsewhere.'),
    );
  });

  it('tells of events to all who listen, until they stop', async () => {
    const host = new Host();
    const link = await connected(host);
    let heard = 0;
    const stop = link.on('sessionsChanged', () => heard++);
    link.on('sessionsChanged', () => heard++);
    await host.events.sessionsChanged();
    stop();
    await host.events.sessionsChanged();
    expect(heard).toBe(3);
  });

  it('rejects pending calls when the channel is lost, opens another, and begins a new conversation', async () => {
    const host = new Host();
    const link = await connected(host);
    const before = link.state.conversation;
    const pending = link.engine.listFolder('/slow');
    host.cut();
    await expect(pending).rejects.toBeInstanceOf(CorelaneError);
    await expect(link.engine.listFolder('/home')).rejects.toThrow('connection');
    expect(link.state).toMatchObject({ channel: 'lost', conversation: null });

    await stateOf(link, () => link.state.conversation !== null);
    expect(link.state.channel).toBe('open');
    expect(Object.is(link.state.conversation, before)).toBe(false);
    await expect(link.state.conversation?.listFolder('/home')).resolves.toEqual({ folder: '/home' });
  });

  it('rejects pending calls with the reason when the engine ends, and asks the host for another', async () => {
    const host = new Host();
    const link = await connected(host);
    const pending = link.engine.listFolder('/slow');
    host.say({ type: 'engine', state: { type: 'ended', reason: 'It ran out of memory.' } });
    await expect(pending).rejects.toThrow('It ran out of memory.');
    link.restartEngine();
    expect(host.heard).toEqual(['{"type":"restart-engine"}']);

    host.say({ type: 'engine', state: { type: 'running' } });
    await expect(link.engine.listFolder('/home')).resolves.toEqual({ folder: '/home' });
  });

  it('gives each native dialog its own answer, and none when the channel is lost', async () => {
    const host = new Host();
    const link = await connected(host);
    const task = link.chooseFile({ purpose: 'open-task' });
    const session = link.chooseFile({ purpose: 'open-session' });
    const folder = link.chooseFile({ purpose: 'choose-folder' });
    host.say({ type: 'file-chosen', request: 2, path: '/data/x.corelane' });
    host.say({ type: 'file-chosen', request: 1, path: '/home/me/x.ts' });
    host.cut();
    expect(await Promise.all([task, session, folder])).toEqual(['/home/me/x.ts', '/data/x.corelane', null]);
  });
});
