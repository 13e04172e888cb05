import type * as Inspector from 'node:inspector';
import { join } from 'node:path';
import { isMainThread, MessagePort } from 'node:worker_threads';
import { samplingFile, traceEndings } from '../../../shared/trace-format.ts';
import { seeCalls } from './builtins.ts';
import { files } from './files.ts';
import { quiet, quietly } from './guard.ts';
import { now } from './monotonic.ts';
import type { Trace } from './trace.ts';

const { existsSync, renameSync, writeFileSync } = files;
// Kept from the start, as tests of programs replace it.
const every = setInterval;

const intervalUs = 1000;

/** What a process or thread that is killed may lose of its samples, while its loop turns. */
const periodMs = 1000;

/** Writing takes at most one part in so many of the time, when messages are the occasion for it. */
const restPerWrite = 20;

/** Whether the run wants CPU samples. */
export const areSamplesWanted = (folder: string): boolean => existsSync(join(folder, samplingFile));

/**
 * V8's sampling profiler in this thread, through a session with its own inspector. What it took goes into a file every second; before each
 * message to another thread or process, as these often end whoever sent it, without its hearing of that; and at the end.
 *
 * Profiles overlap by nothing more than their change: the next one begins before one ends, as V8's profiler looks through the whole heap
 * when it begins alone (30 ms and more). Only the console's profiles can do that.
 */
export class CpuSamples {
  private readonly trace: Trace;
  private readonly hook: string;
  private readonly inspector: typeof Inspector;
  private profile: object | null = null;
  private written = 0;
  private begun = 0;
  private last = 0;
  private took = 0;
  private isOver = false;

  /** `hook`: the file of this code, which is no part of the program. Throws on a Node that was built without inspector. */
  constructor(trace: Trace, hook: string) {
    this.trace = trace;
    this.hook = hook;
    this.inspector = require('node:inspector');
  }

  begin(): void {
    const session = new this.inspector.Session();
    session.connect();
    session.on('Profiler.consoleProfileFinished', (message) => {
      this.profile = message.params.profile;
    });
    session.post('Profiler.enable');
    session.post('Profiler.setSamplingInterval', { interval: intervalUs });
    this.open();
    this.last = now();
    every(
      quiet(() => this.save()),
      periodMs,
    ).unref();
    const saveBefore = (_self: unknown, words: readonly unknown[], start: Send): unknown => {
      quietly(() => this.saveIfDue());
      return start(words);
    };
    if (isMainThread) seeCalls(process, 'send', saveBefore);
    else seeCalls(MessagePort.prototype, 'postMessage', saveBefore);
  }

  /** Writes the rest: this thread ends. */
  finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.close();
    this.write();
  }

  private saveIfDue(): void {
    if (now() - this.last >= this.took * restPerWrite) this.save();
  }

  private save(): void {
    if (this.isOver) return;
    const start = now();
    this.open();
    this.close();
    this.write();
    this.last = now();
    this.took = this.last - start;
  }

  private open(): void {
    this.begun += 1;
    this.inspector.console.profile(this.label(this.begun));
  }

  /** The one before the last that was opened; at the end, the last. */
  private close(): void {
    this.inspector.console.profileEnd(this.label(this.isOver ? this.begun : this.begun - 1));
  }

  private label(number: number): string {
    return `corelane ${number}`;
  }

  /** Under its name once it is whole. */
  private write(): void {
    const { profile } = this;
    this.profile = null;
    if (profile === null) return;
    this.written += 1;
    const path = `${this.trace.path}.${this.written}${traceEndings.cpuProfile}`;
    writeFileSync(`${path}.part`, JSON.stringify({ ...profile, hook: this.hook }), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  }
}

type Send = (words: readonly unknown[]) => unknown;
