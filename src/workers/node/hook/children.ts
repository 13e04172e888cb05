import { subscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';
import { getSystemErrorName } from 'node:util';
import { seeCalls } from './builtins.ts';
import { callSite } from './call-site.ts';
import { fieldOf, isFunction, isNumber, isObject, isText } from './fields.ts';
import { quiet, quietly } from './guard.ts';
import { isConfined, missingFrom, withoutHook } from './inheritance.ts';
import { now } from './monotonic.ts';
import type { PoolApi, Pools, PoolWorker } from './pools.ts';
import { poolApiOf } from './threads.ts';
import type { Slot, Trace } from './trace.ts';

/** Names the pool of a process to the hook in it, which takes it out of the environment again. */
export const poolVariable = 'CORELANE_POOL';

/** Tells the hook in a process what was added to the environment that the program gave it, so that the program there does not find it. */
export const addedVariable = 'CORELANE_ADDED';

const longestCommand = 200;

/** What is to be started, as Node's own part for it gets it. */
interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** `KEY=VALUE`; null: the environment of this process. */
  readonly environment: readonly string[] | null;
  readonly hasChannel: boolean;
}

/**
 * Sees the start of processes where Node hands them to the system: below `spawn`, `exec`, `execFile`, `fork` and their synchronous forms
 * alike, and below `cluster`. None of this is on the stack of an error that the program gets to see.
 */
export class Children {
  private readonly trace: Trace;
  private readonly pools: Pools;
  private readonly hook: string;
  /** Node's handle of a process: the ChildProcess. */
  private readonly owners = new WeakMap<object, object>();
  /** Told of a pool's process, with the files of packages that start it. */
  onPoolProcess: (worker: PoolWorker, child: object, packageFiles: readonly string[]) => void = () => {};

  constructor(trace: Trace, pools: Pools, hook: string) {
    this.trace = trace;
    this.pools = pools;
    this.hook = hook;
  }

  install(): void {
    subscribe(
      'child_process',
      quiet((message: unknown) => {
        const child = fieldOf(message, 'process');
        const handle = fieldOf(child, '_handle');
        if (isObject(child) && isObject(handle)) this.owners.set(handle, child);
      }),
    );
    const prototype = fieldOf(fieldOf(binding('process_wrap'), 'Process'), 'prototype');
    if (isObject(prototype)) {
      seeCalls(prototype, 'spawn', (handle, words, start) => {
        const child = isObject(handle) ? this.owners.get(handle) : undefined;
        return child === undefined ? start(words) : this.spawn(child, words, start);
      });
    }
    const synchronous = binding('spawn_sync');
    if (isObject(synchronous))
      seeCalls(synchronous, 'spawn', (_, words, start) => this.spawnSync(words, start));
  }

  /** Up to Node 22 all is in one object, from 24 on in eight words. */
  private spawn(child: object, words: readonly unknown[], start: Start): unknown {
    const [first] = words;
    const isOne = words.length === 1 && isObject(first);
    const command = isOne
      ? commandOf(
          fieldOf(first, 'file'),
          fieldOf(first, 'args'),
          fieldOf(first, 'envPairs'),
          fieldOf(first, 'stdio'),
        )
      : commandOf(words[0], words[1], words[3], words[4]);
    if (command === null) return start(words);
    const packageFiles: string[] = [];
    const site = callSite((path) => packageFiles.push(path));
    const api = poolApiOf(
      command.args.find((word, index) => index > 0 && /\.[cm]?js$/.test(word)) ?? '',
      packageFiles,
    );
    const pool = api === null || !command.hasChannel ? null : api;
    const environment = this.environmentFor(command, pool);
    const slot =
      pool === null
        ? this.addTask(command, site, isClusterWorker(command) ? 'cluster' : 'child_process')
        : this.trace.add('worker', pool, 'running');
    const begin = now();
    this.trace.setTime(slot, 'start', begin);
    if (pool === null) this.trace.setTime(slot, 'submit', begin);
    const result = start(
      environment === null
        ? words
        : isOne
          ? [Object.create(first, { envPairs: { value: environment, enumerable: true } })]
          : words.with(3, environment),
    );
    const worker = pool === null ? null : this.pools.addWorker(pool, child, slot, () => {});
    this.followChild(child, slot, result, worker);
    if (worker !== null) this.onPoolProcess(worker, child, packageFiles);
    return result;
  }

  private followChild(child: object, slot: Slot, result: unknown, worker: PoolWorker | null): void {
    const { trace } = this;
    const pid = fieldOf(fieldOf(child, '_handle'), 'pid');
    if (isNumber(pid) && pid > 0) {
      trace.setWord(slot, 'workerPid', pid);
      trace.setWord(slot, 'workerTid', pid);
      trace.setState(slot, 'running');
    } else if (result !== 0) trace.setTime(slot, 'start', 0);
    trace.saveSoon();
    onceEnded(child, () => {
      const code = fieldOf(child, 'exitCode');
      const signal = fieldOf(child, 'signalCode');
      if (worker !== null) worker.hasEnded = true;
      const failure = worker === null ? failureOf(code, signal) : null;
      trace.setTime(slot, 'end', now());
      if (failure !== null) trace.setError(slot, failure);
      trace.setState(slot, failure === null ? 'ok' : 'error');
      trace.saveSoon();
    });
  }

  private spawnSync(words: readonly unknown[], start: Start): unknown {
    const [options] = words;
    const command = commandOf(
      fieldOf(options, 'file'),
      fieldOf(options, 'args'),
      fieldOf(options, 'envPairs'),
      undefined,
    );
    if (command === null || !isObject(options)) return start(words);
    const { trace } = this;
    const slot = this.addTask(command, callSite(), 'child_process');
    const begin = now();
    trace.setTime(slot, 'submit', begin);
    trace.setTime(slot, 'start', begin);
    trace.setState(slot, 'running');
    // This thread does nothing else until the child has ended.
    trace.save();
    const environment = this.environmentFor(command, null);
    const result = start(
      environment === null
        ? words
        : [Object.create(options, { envPairs: { value: environment, enumerable: true } })],
    );
    trace.setTime(slot, 'end', now());
    const pid = fieldOf(result, 'pid');
    if (isNumber(pid) && pid > 0) {
      trace.setWord(slot, 'workerPid', pid);
      trace.setWord(slot, 'workerTid', pid);
    }
    const failure = failureOf(fieldOf(result, 'status'), fieldOf(result, 'signal'), fieldOf(result, 'error'));
    if (failure !== null) trace.setError(slot, failure);
    trace.setState(slot, failure === null ? 'ok' : 'error');
    trace.saveSoon();
    return result;
  }

  private addTask(
    command: Command,
    site: ReturnType<typeof callSite>,
    api: 'child_process' | 'cluster',
  ): Slot {
    const { trace } = this;
    const slot = trace.add('task', api, 'submitted');
    trace.setWord(slot, 'submitTid', trace.tid);
    trace.setName(slot, commandText(command));
    if (site !== null) trace.setPlace(slot, 'site', site);
    return slot;
  }

  /** Null: as it is. Only programs that are Node get something that their environment does not have. */
  private environmentFor(command: Command, pool: PoolApi | null): readonly string[] | null {
    const { environment } = command;
    if (environment === null || !isNode(command)) return null;
    const nodeOptions = valueIn(environment, 'NODE_OPTIONS');
    if (isConfined(command.args)) {
      return nodeOptions === undefined
        ? null
        : withPair(environment, 'NODE_OPTIONS', withoutHook(nodeOptions, this.hook));
    }
    const given = { nodeOptions, folder: valueIn(environment, 'CORELANE_TRACE') };
    const missing = missingFrom(given, this.hook, this.trace.folder);
    const traced =
      missing === null
        ? environment
        : [
            ['NODE_OPTIONS', missing.NODE_OPTIONS] as const,
            ['CORELANE_TRACE', missing.CORELANE_TRACE] as const,
            [addedVariable, JSON.stringify(given)] as const,
          ].reduce((pairs, [name, value]) => withPair(pairs, name, value), environment);
    if (pool === null) return traced === environment ? null : traced;
    return withPair(traced, poolVariable, JSON.stringify(this.pools.briefing(pool)));
  }
}

/** Null on a Node that does not give it away, or would warn that it does: then processes are not seen. */
function binding(name: string): unknown {
  const open = fieldOf(process, 'binding');
  const isWarning =
    [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((word) =>
      word.includes('--pending-deprecation'),
    ) || process.env['NODE_PENDING_DEPRECATION'] === '1';
  if (!isFunction(open) || isWarning) return null;
  try {
    return Reflect.apply(open, process, [name]);
  } catch {
    return null;
  }
}

/** Does what was asked for, perhaps with other words. */
type Start = (words: readonly unknown[]) => unknown;

function commandOf(file: unknown, args: unknown, environment: unknown, stdio: unknown): Command | null {
  if (!isText(file)) return null;
  return {
    file,
    args: Array.isArray(args) ? args.filter(isText) : [],
    environment: Array.isArray(environment) ? environment.filter(isText) : null,
    hasChannel: Array.isArray(stdio) && stdio.some((stream) => fieldOf(stream, 'ipc') === true),
  };
}

const isNode = ({ file, hasChannel }: Command): boolean =>
  hasChannel || file === process.execPath || /^node(?:js)?(?:\.exe)?$/i.test(basename(file));

const isClusterWorker = ({ environment, hasChannel }: Command): boolean =>
  hasChannel && environment !== null && valueIn(environment, 'NODE_UNIQUE_ID') !== undefined;

/** What a shell is to run goes by itself. */
function commandText({ file, args }: Command): string {
  const [, option, script] = args;
  const isShell = option === '-c' && script !== undefined && basename(file).endsWith('sh');
  const text = isShell ? script : [basename(file), ...args.slice(1)].join(' ');
  return text.slice(0, longestCommand);
}

/** SIGKILL is an error like any other signal: whoever sent it, the process was seen to end. */
function failureOf(
  code: unknown,
  signal: unknown,
  error: unknown = 0,
): { type: string; message: string } | null {
  const failed = isNumber(error) && error !== 0 ? error : code;
  if (isNumber(failed) && failed < 0) return { type: 'SpawnError', message: getSystemErrorName(failed) };
  if (isText(signal)) return { type: 'Signal', message: signal };
  return code === 0 ? null : { type: 'ExitCode', message: `exit code ${String(code)}` };
}

/** Node closes the handle of a process when it has ended, and of one that did not start. A listener would be seen by the program. */
function onceEnded(child: object, onEnd: () => void): void {
  const handle = fieldOf(child, '_handle');
  const close = fieldOf(handle, 'close');
  if (!isObject(handle) || !isFunction(close)) return;
  Object.defineProperty(handle, 'close', {
    configurable: true,
    writable: true,
    value: (...words: unknown[]): unknown => {
      Reflect.deleteProperty(handle, 'close');
      quietly(onEnd);
      return Reflect.apply(close, handle, words);
    },
  });
}

const valueIn = (environment: readonly string[], name: string): string | undefined =>
  environment.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

const withPair = (environment: readonly string[], name: string, value: string): readonly string[] => [
  ...environment.filter((pair) => !pair.startsWith(`${name}=`)),
  `${name}=${value}`,
];
