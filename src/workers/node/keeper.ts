import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { KeeperCommand, KeeperEvent } from '../../shared/worker-protocol.ts';
import { loadAffinity } from './affinity.ts';
import { killDescendants, killMarked, killTree } from './process-tree.ts';
import { becomeSubreaper } from './subreaper.ts';

/**
 * The keeper stands between the engine and the user's processes, so that these never outlive Corelane.
 * It runs in a session of its own (a terminal's Ctrl-C, or a kill of the engine's process group, does
 * not reach it) and is the subreaper of all below it. When the engine says so, or is gone (end of file on the
 * control pipe), or the command has ended, it kills what is left of the tree.
 *
 * `keeper.js --sweep NAME=VALUE [PID]` does only the last part, for the command that a killed keeper left behind and for all
 * that has that variable in its environment.
 */
const controlFd = 3;
const channelFd = 4;

const sweepAt = process.argv.indexOf('--sweep');
if (sweepAt > 0) await sweep(process.argv.slice(sweepAt + 1));
else keep();

async function sweep([mark, pid]: readonly string[]): Promise<void> {
  if (pid !== undefined) await killTree(Number(pid));
  if (mark !== undefined) await killMarked(mark);
}

function keep(): void {
  becomeSubreaper();
  const control = new Socket({ fd: controlFd, readable: true, writable: true });
  control.on('error', () => void end());
  const say = (event: KeeperEvent) => control.write(`${JSON.stringify(event)}\n`);

  const lines = createInterface({ input: control });
  lines.on('line', (line) => {
    const command: KeeperCommand = JSON.parse(line);
    if (command.type === 'kill') void end({ code: null, signal: 'SIGKILL' });
    else start(command, say, (exit) => void end(exit));
  });
  lines.on('close', () => void end());
  // readline hands its input's errors on, and an unheard one would end this process before it has swept.
  lines.on('error', () => void end());

  let ending = false;
  async function end(result: Exit = { code: null, signal: null }): Promise<void> {
    if (ending) return;
    ending = true;
    const killed = await killDescendants(process.pid);
    control.end(`${JSON.stringify({ type: 'ended', ...result, killed } satisfies KeeperEvent)}\n`, () =>
      process.exit(0),
    );
    // The engine may be gone, and then nobody drains the pipe.
    setTimeout(() => process.exit(0), 100);
  }
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function start(
  command: Extract<KeeperCommand, { type: 'start' }>,
  say: (event: KeeperEvent) => void,
  end: (exit: Exit) => void,
): void {
  // Affinity is inherited: pinning this process first leaves no moment in which the command runs elsewhere.
  if (command.cores !== null) {
    const affinity = loadAffinity();
    if (!('unavailable' in affinity)) affinity.setProcessAffinity(process.pid, command.cores);
  }
  const child: ChildProcess = spawn(command.command, command.args, {
    cwd: command.cwd,
    stdio: ['ignore', 'inherit', 'inherit', channelFd],
  });
  child.on('spawn', () => say({ type: 'started', pid: child.pid ?? 0 }));
  child.on('error', (error) => {
    say({ type: 'not-started', message: error.message });
    end({ code: null, signal: null });
  });
  child.on('exit', (code, signal) => end({ code, signal }));
  // Only the command holds the channel now: when it ends, the engine reads end of file.
  closeSync(channelFd);
}
