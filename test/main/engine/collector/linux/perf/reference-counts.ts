import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perfEventOpen } from '../../../../../../src/main/engine/collector/linux/native.ts';
import { switchCounter } from '../../../../../../src/main/engine/collector/linux/perf/attributes.ts';

/** The kernel's own count of switches of a process and all that it starts. */
export class KernelCount implements Disposable {
  readonly #descriptor: number;

  constructor(pid: number) {
    this.#descriptor = perfEventOpen(switchCounter(), pid, -1);
    if (this.#descriptor < 0) throw new Error(`the kernel's counter is refused: error ${-this.#descriptor}`);
  }

  read(): number {
    const value = new BigUint64Array(1);
    readSync(this.#descriptor, new Uint8Array(value.buffer));
    return Number(value[0]);
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

/** Why perf cannot be asked; null when it can. */
export function perfMissing(): string | null {
  const tried = spawnSync('perf', ['--version'], { encoding: 'utf8' });
  return tried.status === 0 ? null : 'perf is not installed';
}

/** `perf record`, attached to a process: a second opinion about the same run. */
export class PerfRecord implements Disposable {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  /** When this returns, perf records. */
  static async attach(pid: number): Promise<PerfRecord> {
    const folder = mkdtempSync(join(tmpdir(), 'corelane-perf-'));
    const [control, answer] = [join(folder, 'control'), join(folder, 'answer')];
    execFileSync('mkfifo', [control, answer]);
    const child = spawn(
      'perf',
      [
        'record',
        '-q',
        '-D',
        '-1',
        '--control',
        `fifo:${control},${answer}`,
        '-m',
        '16M',
        '-e',
        'dummy:u',
        '--switch-events',
        '-p',
        String(pid),
        '-o',
        join(folder, 'data'),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const record = new PerfRecord(child, folder);
    const [commands, answers] = [openSync(control, 'r+'), openSync(answer, 'r+')];
    writeSync(commands, 'enable\n');
    readSync(answers, new Uint8Array(8));
    closeSync(commands);
    closeSync(answers);
    return record;
  }

  /** How often a thread left a core. */
  async switches(): Promise<number> {
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGINT');
      await once(this.#child, 'exit');
    }
    const count = 'perf script --show-switch-events -i "$0" 2>&1 | grep -c "PERF_RECORD_SWITCH OUT"';
    return Number(execFileSync('sh', ['-c', count, join(this.#folder, 'data')], { encoding: 'utf8' }));
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
