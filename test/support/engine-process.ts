import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBirpc } from 'birpc';
import { onTestFinished } from 'vitest';
import type { EngineApi, WindowApi } from '../../src/shared/engine-api.ts';
import { encodePacket, PacketSplitter, type EngineStatus } from '../../src/shared/engine-link.ts';
import type { LabRequest } from '../../src/shared/experiment.ts';
import { isUnderWay, type Job, type LiveBatch } from '../../src/shared/jobs.ts';
import { decodeRpc, encodeRpc } from '../../src/shared/rpc-message.ts';
import type { Settings } from '../../src/shared/workplace.ts';
import { Mark } from './marked-processes.ts';
import { ownFolder } from './own-folder.ts';

const entry = fileURLToPath(new URL('../../out/main/engine-process.js', import.meta.url));

/** One window's end of the conversation: it calls the engine, and keeps what the engine tells it. */
export interface TestWindow {
  readonly engine: EngineApi;
  readonly batches: readonly LiveBatch[];
  readonly settings: readonly Settings[];
  sessionChanges(): number;
  /** Resolves with the job once it is what is asked for. */
  job(id: string, is?: (job: Job) => boolean): Promise<Job>;
  /** Sends what no window of Corelane sends. */
  sendBytes(bytes: Uint8Array): void;
  close(): void;
}

export interface TestEngine {
  readonly process: ChildProcess;
  readonly mark: Mark;
  readonly folder: string;
  readonly settingsPath: string;
  readonly sessionsFolder: string;
  /** All it has said so far. */
  readonly statuses: readonly EngineStatus[];
  stderr(): string;
  openWindow(): TestWindow;
  /** Breaks the link, as a host does that ends; resolves when the engine has ended. */
  leave(): Promise<void>;
}

/** Starts the built engine as a host does, with a home of its own; it is gone when the test is. */
export function startEngine(folder = ownFolder()): TestEngine {
  const mark = new Mark();
  const env = {
    ...process.env,
    ...mark.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
  };
  const child = spawn(process.execPath, [entry], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const link = child.stdio[3];
  if (!(link instanceof Socket)) throw new Error('descriptor 3 is no socket');
  link.on('error', () => undefined);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'exit');
  const splitter = new PacketSplitter();
  const listeners = new Map<number, (payload: Uint8Array) => void>();
  const statuses: EngineStatus[] = [];
  link.on('data', (piece) => {
    for (const { window, kind, payload } of splitter.push(piece)) {
      if (kind === 'status') statuses.push(JSON.parse(Buffer.from(payload).toString()));
      else listeners.get(window)?.(payload);
    }
  });
  const leave = async (): Promise<void> => {
    link.destroy();
    await ended;
  };
  onTestFinished(leave);
  let windows = 0;
  return {
    process: child,
    mark,
    folder,
    settingsPath: join(folder, 'config', 'corelane', 'settings.json'),
    sessionsFolder: join(folder, 'data', 'corelane', 'sessions'),
    statuses,
    stderr: () => stderr,
    leave,
    openWindow: () => openWindow(link, listeners, (windows += 1)),
  };
}

function openWindow(
  link: Socket,
  listeners: Map<number, (payload: Uint8Array) => void>,
  window: number,
): TestWindow {
  const batches: LiveBatch[] = [];
  const settings: Settings[] = [];
  const jobs = new Map<string, Job>();
  const waiting = new Set<() => void>();
  let sessionChanges = 0;
  const told: WindowApi = {
    jobChanged: (job) => {
      jobs.set(job.id, job);
      for (const look of waiting) look();
    },
    live: (batch) => void batches.push(batch),
    settingsChanged: (changed) => void settings.push(changed),
    sessionsChanged: () => void (sessionChanges += 1),
  };
  const send = (payload: Uint8Array): void =>
    void link.write(encodePacket({ window, kind: 'message', payload }));
  link.write(encodePacket({ window, kind: 'open', payload: new Uint8Array(0) }));
  const engine = createBirpc<EngineApi, WindowApi>(told, {
    post: send,
    on: (listener) => void listeners.set(window, listener),
    serialize: encodeRpc,
    deserialize: decodeRpc,
    timeout: -1,
  });
  return {
    engine,
    batches,
    settings,
    sessionChanges: () => sessionChanges,
    job: (id, is = (job) => !isUnderWay(job)) =>
      new Promise((resolve) => {
        const look = (): void => {
          const job = jobs.get(id);
          if (job === undefined || !is(job)) return;
          waiting.delete(look);
          resolve(job);
        };
        waiting.add(look);
        look();
      }),
    sendBytes: send,
    close: () => void link.write(encodePacket({ window, kind: 'close', payload: new Uint8Array(0) })),
  };
}

/** A request that leaves everything to the engine but what a test names. */
export const labRequest = (
  task: string,
  request: Partial<LabRequest> = {},
): Omit<LabRequest, 'out'> & { out: string | null } => ({
  task,
  executors: ['event-loop'],
  workers: [2],
  cores: null,
  pin: 'none',
  tasks: null,
  repeat: 1,
  taskTimeout: null,
  budget: null,
  objective: 'throughput',
  inputs: null,
  node: null,
  python: null,
  asyncVariant: null,
  prefer: null,
  ...request,
  out: request.out ?? null,
});
