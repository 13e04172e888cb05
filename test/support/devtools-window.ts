import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The window that a Chromium with --remote-debugging-port shows, asked one question at a time. (Playwright's connectOverCDP takes hold of every target at once,
 * and was seen to wait for ever for one of a browser that had just begun.)
 */
export class DevToolsWindow {
  readonly #port: string;

  constructor(port: string) {
    this.#port = port;
  }

  /** Resolves when the app in it can be used. */
  async ready(): Promise<void> {
    while ((await this.#value('document.documentElement.dataset.ready')) !== 'true') await sleep(50);
  }

  async url(): Promise<string> {
    return String(await this.#value('location.href'));
  }

  async close(): Promise<void> {
    const { id } = await this.#page();
    await fetch(`http://127.0.0.1:${this.#port}/json/close/${id}`);
  }

  async #page(): Promise<Target> {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/json/list`).catch(() => null);
      const targets: readonly Target[] = answer === null ? [] : JSON.parse(await answer.text());
      const page = targets.find(({ type }) => type === 'page');
      if (page !== undefined) return page;
      await sleep(50);
    }
  }

  /** What an expression comes to in the page; asked again where a page that is being left never answers. */
  async #value(expression: string): Promise<unknown> {
    for (;;) {
      const { webSocketDebuggerUrl } = await this.#page();
      const answer = await ask(webSocketDebuggerUrl, expression);
      if (answer?.result !== undefined) return answer.result.result.value;
    }
  }
}

interface Target {
  readonly id: string;
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

/** Without a result where the page was left meanwhile. */
interface Evaluated {
  readonly result?: { readonly result: { readonly value?: unknown } };
}

const longestAnswerMs = 2_000;

function ask(address: string, expression: string): Promise<Evaluated | null> {
  const socket = new WebSocket(address);
  return new Promise<Evaluated | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), longestAnswerMs);
    const settle = (answer: Evaluated | null): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    socket.addEventListener('open', () =>
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } })),
    );
    socket.addEventListener('message', ({ data }) => settle(JSON.parse(String(data))));
    socket.addEventListener('error', () => settle(null));
    socket.addEventListener('close', () => settle(null));
  }).finally(() => socket.close());
}
