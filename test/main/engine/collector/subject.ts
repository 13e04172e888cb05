import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ThreadReading } from '../../../../src/shared/worker-protocol.ts';

const entry = new URL('../../../fixtures/collector/subject.mjs', import.meta.url).pathname;

/** A process to be measured by a test; see the fixture for what it can be told to do. */
export class Subject implements AsyncDisposable {
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
  }

  static async start(): Promise<Subject> {
    const child = fork(entry);
    const [{ answer }] = await once(child, 'message');
    return new Subject(child, answer.tid);
  }

  spin(ms: number): Promise<null> {
    return this.#tell({ order: 'spin', ms });
  }

  doze(times: number): Promise<null> {
    return this.#tell({ order: 'doze', times });
  }

  usage(): Promise<NodeJS.ResourceUsage> {
    return this.#tell({ order: 'usage' });
  }

  thread(ms: number): Promise<ThreadsOwnWord> {
    return this.#tell({ order: 'thread', ms });
  }

  grandchild(ms: number): Promise<{ readonly pid: number; readonly usage: NodeJS.ResourceUsage }> {
    return this.#tell({ order: 'grandchild', ms });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  async #tell<T>(order: object): Promise<T> {
    this.#child.send(order);
    const [{ answer }] = await once(this.#child, 'message');
    return answer;
  }
}

export interface ThreadsOwnWord {
  readonly readings: readonly ThreadReading[];
}
