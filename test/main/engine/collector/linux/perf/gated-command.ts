import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../../../fixtures/perf/${name}`, import.meta.url));

/** Says that it is there, waits for a line, and becomes the command: nothing of that is missed by who follows it until then. */
const waitAtGate = 'echo ready; read _ <&3; exec 3<&-; exec "$@"';

/** A command that waits at a gate until it is let go. */
export class GatedCommand implements AsyncDisposable {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly #child: ChildProcess;
  readonly #gate: Writable;

  private constructor(child: ChildProcess, pid: number, stdin: Writable, stdout: Readable, gate: Writable) {
    this.#child = child;
    this.pid = pid;
    this.stdin = stdin;
    this.stdout = stdout;
    this.#gate = gate;
  }

  static async start(command: readonly string[]): Promise<GatedCommand> {
    const child = spawn('sh', ['-c', waitAtGate, 'sh', ...command], {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    });
    await once(child, 'spawn');
    const { pid, stdin, stdout } = child;
    const held = child.stdio[3];
    if (pid === undefined || stdin === null || stdout === null || !(held instanceof Duplex)) {
      throw new Error('a spawned process without pipes');
    }
    await once(stdout, 'data');
    while (stateOf(pid) !== 'S') await sleep(1);
    return new GatedCommand(child, pid, stdin, stdout, held);
  }

  letGo(): void {
    this.#gate.end('\n');
  }

  /** The exit code. */
  async ended(): Promise<number | null> {
    this.stdout.resume();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended();
  }
}

/** `S`: it sleeps. */
function stateOf(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat[stat.lastIndexOf(')') + 2];
}
