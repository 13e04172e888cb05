import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DescriptorAllowance } from '../../../../../../src/main/engine/collector/linux/proc-file.ts';
import { tryWaits } from '../../../../../../src/main/engine/collector/linux/waits/capability.ts';
import {
  WaitSampling,
  type WaitsWriter,
} from '../../../../../../src/main/engine/collector/linux/waits/wait-sampling.ts';
import { waitStates, type WaitState } from '../../../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../../../src/shared/units.ts';
import { python } from '../perf/workloads.ts';

const program = fileURLToPath(new URL('../../../../../fixtures/waits/threads.py', import.meta.url));
const openFiles = (): number => readdirSync('/proc/self/fd').length;
const now = () => asNanoseconds(Number(process.hrtime.bigint()));

interface Row {
  readonly time: number;
  readonly thread: number;
  readonly state: WaitState;
}

/** Looks at a process; the number of a thread's row is its tid. */
class Watching implements AsyncDisposable {
  readonly pid: number;
  readonly sampling: WaitSampling;
  readonly rows: Row[] = [];
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;

  constructor(command: readonly string[], allowance = new DescriptorAllowance(1000)) {
    const [file = '', ...args] = command;
    this.#child = spawn(file, args, { stdio: ['pipe', 'ignore', 'inherit'] });
    this.pid = this.#child.pid ?? 0;
    this.sampling = new WaitSampling(allowance, now);
    this.sampling.begin({ pids: () => [this.pid], rowOf: (_, tid) => tid });
    this.#timer = setInterval(() => this.sampling.discover(), 20);
  }

  /** Looks until the rows are as wanted. */
  async until(isEnough: (rows: readonly Row[]) => boolean): Promise<void> {
    while (!isEnough(this.rows)) {
      if (this.#child.exitCode !== null) throw new Error('the program has ended before');
      await sleep(50);
      this.flush();
    }
  }

  async ended(): Promise<void> {
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }

  answer(text: string): void {
    this.#child.stdin?.write(text);
  }

  flush(): void {
    this.sampling.flush({
      append: (_, { time, thread, state }) => {
        for (const [at, timeNs] of time.entries()) {
          this.rows.push({
            time: timeNs,
            thread: thread[at] ?? 0,
            state: waitStates[state[at] ?? 0] ?? 'io',
          });
        }
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.sampling.close();
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGKILL');
      await once(this.#child, 'exit');
    }
  }
}

/** Threads that were seen so at least so often, but for the main one, which waits for the others. */
const threadsSeen = (rows: readonly Row[], main: number, state: WaitState, times = 3): number =>
  [...Map.groupBy(rows, ({ thread }) => thread)].filter(
    ([thread, own]) => thread !== main && own.filter((row) => row.state === state).length >= times,
  ).length;

const versions = join(homedir(), '.pyenv/versions');
const supported = /^3\.(?:[89]|\d\d)\./;
const pythons = [
  python,
  ...(existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => supported.test(name))
        .map((name) => join(versions, name, 'bin/python'))
    : []),
];

const refusal = tryWaits();
if (refusal !== null) console.warn(`Looking at what threads wait for is not tried: ${refusal.reason}`);

describe.runIf(refusal === null)('looking at threads of Python', () => {
  it.each(pythons)('sees them wait for the GIL, and for no other lock, with %s', async (interpreter) => {
    await using watching = new Watching([interpreter, program, 'count', '3', '20']);
    await watching.until((rows) => threadsSeen(rows, watching.pid, 'gil') === 3);
    const gil = watching.rows.filter(({ state, thread }) => state === 'gil' && thread !== watching.pid);
    const lock = watching.rows.filter(({ state, thread }) => state === 'lock' && thread !== watching.pid);
    expect(gil.length).toBeGreaterThan(lock.length * 3);
    expect(watching.sampling.warnings).toEqual([]);
  });

  it('tells a lock of the program from the GIL', async () => {
    await using watching = new Watching([python, program, 'hold', '3', '20']);
    await watching.until((rows) => threadsSeen(rows, watching.pid, 'lock', 6) === 3);
    const gil = watching.rows.filter(({ state, thread }) => state === 'gil' && thread !== watching.pid);
    const lock = watching.rows.filter(({ state, thread }) => state === 'lock' && thread !== watching.pid);
    expect(lock.length).toBeGreaterThan(gil.length * 3);
  });

  it.each(['sleep', 'converse'])('takes %s for neither', async (kind) => {
    await using watching = new Watching([python, program, kind, '3', '20']);
    await watching.until((rows) => threadsSeen(rows, watching.pid, 'io', 3) >= 3);
    expect(threadsSeen(watching.rows, watching.pid, 'gil')).toBe(0);
    expect(threadsSeen(watching.rows, watching.pid, 'lock')).toBe(0);
  });

  it('finds Python behind a shell that executes it, and what that executes in turn', async () => {
    const again = `import os, sys; os.execv(sys.executable, [sys.executable, ${JSON.stringify(program)}, "count", "2", "20"])`;
    await using watching = new Watching(['sh', '-c', `read _; exec "${python}" -c '${again}'`]);
    await sleep(300);
    watching.flush();
    expect(watching.rows).toEqual([]);
    watching.answer('go\n');
    await watching.until((rows) => threadsSeen(rows, watching.pid, 'gil') === 2);
  });

  it('looks at nobody where nobody runs Python', async () => {
    await using watching = new Watching([process.execPath, '-e', 'setInterval(() => undefined, 5)']);
    await sleep(400);
    watching.flush();
    expect(watching.rows).toEqual([]);
    expect(watching.sampling.warnings).toEqual([]);
  });

  it.each([1000, 0])('keeps up to %i files open, and closes them', async (files) => {
    const before = openFiles();
    const watching = new Watching([python, program, 'sleep', '4', '20'], new DescriptorAllowance(files));
    await watching.until((rows) => threadsSeen(rows, watching.pid, 'io', 1) === 4);
    await watching[Symbol.asyncDispose]();
    await expect.poll(openFiles).toBe(before);
  });

  it('keeps what it saw of threads until their rows are known, and gives up at the end', async () => {
    await using watching = new Watching([python, program, 'sleep', '2', '20']);
    await watching.until((rows) => threadsSeen(rows, watching.pid, 'io', 1) === 2);
    const sampling = new WaitSampling(new DescriptorAllowance(100), now);
    let isKnown = false;
    let rows = 0;
    const writer: WaitsWriter = { append: (_, { time }) => void (rows += time.length) };
    sampling.begin({ pids: () => [watching.pid], rowOf: (_, tid) => (isKnown ? tid : null) });
    await sleep(200);
    sampling.flush(writer);
    expect(rows).toBe(0);
    isKnown = true;
    sampling.flush(writer);
    expect(rows).toBeGreaterThanOrEqual(3);
    sampling.close();
  });

  it('looks at no more threads than it can afford, and says so', async () => {
    await using watching = new Watching([python, program, 'sleep', '2200', '40']);
    await expect
      .poll(() => watching.sampling.warnings)
      .toEqual([expect.stringMatching(/^There were more threads .* \d+ of them/)]);
    watching.sampling.end();
    watching.flush();
    const threads = new Set(watching.rows.map(({ thread }) => thread)).size;
    expect(threads).toBeGreaterThan(60);
    expect(threads).toBeLessThan(2000);
  });

  it('writes what was seen last when a program has ended', async () => {
    await using watching = new Watching([python, program, 'sleep', '2', '0.6']);
    await watching.ended();
    watching.sampling.end();
    watching.flush();
    const ofMain = watching.rows.filter(({ thread }) => thread === watching.pid);
    expect(ofMain.length).toBeGreaterThan(1);
    expect(ofMain.map(({ time }) => time)).toEqual(ofMain.map(({ time }) => time).toSorted((a, b) => a - b));
  });
});
