import type { SessionReader, ThreadRow } from '../../../shared/session.ts';
import { commandsOf, threadKey } from '../scheduling/thread-names.ts';
import { extraTid, profiledPid, profiledProcessName, threadName, threadTid } from './chrome-tracks.ts';
import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';

/** The tracks of a profile: a process for each of its own, with its threads and what else belongs to it. Each is named when something first goes there. */
export class ProfileTracks {
  readonly #threads: ReadonlyMap<number, ThreadRow>;
  readonly #names: ReadonlyMap<number, Uint8Array>;
  readonly #namesByThread: ReadonlyMap<string, string>;
  readonly #commandOf: (pid: number, atNs: number) => string;
  readonly #places = new Map<number, Uint8Array>();
  readonly #extras = new Map<string, Uint8Array>();
  readonly #processes = new Map<number, number>();

  constructor(session: SessionReader) {
    const threads = session.threads();
    this.#threads = new Map(threads.map((row) => [row.thread, row]));
    this.#names = new Map(
      threads.map(({ thread, name, tid }) => [thread, utf8(JSON.stringify(`${name} (${tid})`))] as const),
    );
    this.#namesByThread = new Map(
      [...threads, ...session.workers().filter(({ name }) => name !== '')].map(({ pid, tid, name }) => [
        threadKey(pid, tid),
        name,
      ]),
    );
    this.#commandOf = commandsOf(session.processes());
  }

  /** The place of a thread of the workload by the number of its row; null: it has none. */
  thread(thread: number, atNs: number, page: TextPage): Uint8Array | null {
    const known = this.#places.get(thread);
    if (known !== undefined) return known;
    const row = this.#threads.get(thread);
    if (!row?.workload) return null;
    const tid = threadTid(thread);
    const process = this.#process(row.pid, tid, atNs, page);
    page.text(threadName(process, tid, `${row.name} (${row.tid})`));
    const place = placeOf(process, tid);
    this.#places.set(thread, place);
    return place;
  }

  /** The place of a track that belongs to a process and is no thread. `key` stands for it in the whole trace. */
  extra(key: string, pid: number, name: string, atNs: number, page: TextPage): Uint8Array {
    const known = this.#extras.get(key);
    if (known !== undefined) return known;
    const tid = extraTid(this.#extras.size);
    const process = this.#process(pid, tid, atNs, page);
    page.text(threadName(process, tid, name));
    const place = placeOf(process, tid);
    this.#extras.set(key, place);
    return place;
  }

  /** `MainThread (4711)`: by what the program calls it, where that was traced. */
  threadName(pid: number, tid: number): string {
    const name = this.#namesByThread.get(threadKey(pid, tid));
    return name === undefined ? `thread ${tid}` : `${name} (${tid})`;
  }

  /** The pid and tid of a thread by the number of its row; null: it has no row. */
  idsOf(thread: number): { readonly pid: number; readonly tid: number } | null {
    return this.#threads.get(thread) ?? null;
  }

  /** The thread of row `number` − 1 as an argument; nothing when there is none. */
  writeName(argument: Uint8Array, number: number, page: TextPage): void {
    const name = this.#names.get(number - 1);
    if (name === undefined) return;
    page.bytes(argument);
    page.bytes(name);
  }

  /** The trace's pid of a process; `tid`: the track for which it is asked. */
  process(pid: number, atNs: number, page: TextPage): number {
    return this.#process(pid, extraTid(this.#extras.size), atNs, page);
  }

  #process(pid: number, tid: number, atNs: number, page: TextPage): number {
    const known = this.#processes.get(pid);
    if (known !== undefined) return known;
    const process = profiledPid(this.#processes.size);
    this.#processes.set(pid, process);
    page.text(profiledProcessName(process, tid, `${this.#commandOf(pid, atNs)} (${pid})`.trimStart()));
    return process;
  }
}

const placeOf = (process: number, tid: number): Uint8Array => utf8(`,"pid":${process},"tid":${tid}`);
