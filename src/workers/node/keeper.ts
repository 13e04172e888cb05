import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import type { KeeperCommand, KeeperEvent, OutlivingProcess } from '../../shared/worker-protocol.ts';
import { loadAffinity } from './affinity.ts';
import { heldStart } from './held-start.ts';
import {
  commandOf,
  isStopped,
  killDescendants,
  killMarked,
  killTree,
  outlivingDescendants,
} from './process-tree.ts';
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

/**
 * What a program started may end by itself for this long after the program: Python's resource tracker, the end of a pipeline. Longer,
 * and it is no longer the program's end but something that was meant to go on.
 */
const lingerMs = 250;

type StartCommand = Extract<KeeperCommand, { readonly type: 'start' }>;

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

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
  let kept: Kept | null = null;

  const lines = createInterface({ input: control });
  lines.on('line', (line) => {
    const command: KeeperCommand = JSON.parse(line);
    switch (command.type) {
      case 'start':
        kept = start(command, say, (exit) => void linger(command, exit));
        return;
      case 'release':
        return kept?.release();
      case 'signal':
        return kept?.signal(command.signal);
      case 'kill':
        return void end({ code: null, signal: 'SIGKILL' });
    }
  });
  lines.on('close', () => void end());
  // readline hands its input's errors on, and an unheard one would end this process before it has swept.
  lines.on('error', () => void end());

  async function linger({ role }: StartCommand, exit: Exit): Promise<void> {
    const outliving = await outlivingDescendants(process.pid, role === 'program' ? lingerMs : 0);
    await end(
      exit,
      outliving.map((pid) => ({ pid, command: commandOf(pid), killed: true })),
    );
  }

  let ending = false;
  async function end(
    result: Exit = { code: null, signal: null },
    outliving: readonly OutlivingProcess[] = [],
  ): Promise<void> {
    if (ending) return;
    ending = true;
    const left = await killDescendants(process.pid);
    const outlived = outliving.map((each) => ({ ...each, killed: !left.includes(each.pid) }));
    control.end(`${JSON.stringify({ type: 'ended', ...result, outlived } satisfies KeeperEvent)}\n`, () =>
      process.exit(0),
    );
    // The engine may be gone, and then nobody drains the pipe.
    setTimeout(() => process.exit(0), 100);
  }
}

/** The command while it runs. */
interface Kept {
  release(): void;
  signal(signal: NodeJS.Signals): void;
}

function start(command: StartCommand, say: (event: KeeperEvent) => void, end: (exit: Exit) => void): Kept {
  // Affinity is inherited: pinning this process first leaves no moment in which the command runs elsewhere.
  if (command.cores !== null) {
    const affinity = loadAffinity();
    if (!('unavailable' in affinity)) affinity.setProcessAffinity(process.pid, command.cores);
  }
  const { child, gate } = command.role === 'runner' ? spawnRunner(command) : spawnProgram(command);
  child.on('spawn', () => say({ type: 'started', pid: child.pid ?? 0 }));
  child.on('error', (error) => {
    say({ type: 'not-started', message: error.message });
    end({ code: null, signal: null });
  });
  child.on('exit', (code, signal) => {
    say({ type: 'exited', code, signal, atNs: String(process.hrtime.bigint()) });
    end({ code, signal });
  });
  // Only the command holds the channel now: when it ends, the engine reads end of file.
  closeSync(channelFd);
  if (command.role === 'program') tellStops(child, say);
  return {
    release() {
      say({ type: 'released', atNs: String(process.hrtime.bigint()) });
      gate?.end('\n');
    },
    signal(signal) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        sendToGroup(child.pid, signal);
      }
    },
  };
}

interface Spawned {
  readonly child: ChildProcess;
  /** A line on it releases the command; null: it runs already. */
  readonly gate: Writable | null;
}

function spawnRunner({ command, args, cwd, env }: StartCommand): Spawned {
  const stdio = ['ignore', 'inherit', 'inherit', channelFd] as const;
  return { child: spawn(command, args, { cwd, env: environment(env), stdio: [...stdio] }), gate: null };
}

/** In a session of its own, so that its process group can be sent what a terminal would send. */
function spawnProgram({ command, args, cwd, env: changes }: StartCommand): Spawned {
  const env = environment(changes);
  if (process.platform === 'win32') {
    return { child: spawn(command, args, { cwd, env, stdio: 'inherit' }), gate: null };
  }
  const held = heldStart(command, args, env);
  const child = spawn(held.command, held.args, {
    cwd,
    env: held.env,
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  const gate = child.stdio[3];
  if (!(gate instanceof Socket)) throw new Error('the gate is no pipe');
  // A program that was ended before it was released reads no more.
  gate.on('error', () => undefined);
  return { child, gate };
}

function environment(changes: StartCommand['env']): NodeJS.ProcessEnv {
  const env = { ...process.env };
  // Where this is Electron's own Node, a variable makes it one, and would make one of the user's Electron programs, too.
  if (process.versions['electron'] !== undefined) delete env['ELECTRON_RUN_AS_NODE'];
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}

/** The kernel tells a parent of its child's stops as it does of its end. */
function tellStops({ pid }: ChildProcess, say: (event: KeeperEvent) => void): void {
  if (process.platform === 'win32' || pid === undefined) return;
  let told = false;
  process.on('SIGCHLD', () => {
    const stopped = isStopped(pid);
    if (stopped !== told) say({ type: 'stopped', stopped });
    told = stopped;
  });
}

function sendToGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
  } catch {
    // It ended just now, or runs as another user.
  }
}
