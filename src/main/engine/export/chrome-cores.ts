import { sliceEnds } from '../../../shared/session.ts';
import type { SessionReader } from '../../../shared/session.ts';
import { counterHead, counterKey, writeCounter } from './chrome-counters.ts';
import { coresPid, coreTid, threadName } from './chrome-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { TextPage, utf8 } from './text-page.ts';

/**
 * The events of core samples: a counter ('C') per core with the share of time in which it was busy (user and system).
 * A sample tells of the time that went before it, a counter of the time after it: each value is put where the core's
 * previous sample was, and zero closes the last.
 */
export interface CoreCounters {
  readonly write: RowWriter<'cores'>;
  readonly close: () => Uint8Array;
}

export function coreCounters(): CoreCounters {
  const counters = new Map<number, { readonly head: Uint8Array; last: number }>();
  return {
    write(batch, from, to, page) {
      for (let row = from; row < to; row++) {
        const core = batch.core[row] ?? 0;
        const time = batch.time[row] ?? Number.NaN;
        const busy = (batch.user_ns[row] ?? 0) + (batch.system_ns[row] ?? 0);
        const all =
          busy + (batch.iowait_ns[row] ?? 0) + (batch.steal_ns[row] ?? 0) + (batch.idle_ns[row] ?? 0);
        // Also leaves out NaN: a sample that does not know its time or its parts says nothing.
        if (!(all > 0) || Number.isNaN(time)) continue;
        let counter = counters.get(core);
        if (counter === undefined) {
          counter = { head: counterHead(`core ${core}`, coresPid), last: Math.max(0, time - all) };
          counters.set(core, counter);
        }
        writeCounter(counter.head, counter.last, busyKey, busy / all, page);
        counter.last = time;
      }
    },
    close() {
      const page = new TextPage();
      for (const { head, last } of counters.values()) writeCounter(head, last, busyKey, 0, page);
      return page.take();
    },
  };
}

const busyKey = counterKey('busy %');

/** Writes the events of exact scheduling: on one track per core, a complete event for each slice, named after its thread. */
export function sliceWriter(session: SessionReader): RowWriter<'slices'> {
  const threads = new Map(
    session.threads().map(({ thread, name, pid, tid }) => [
      thread,
      {
        name: utf8(JSON.stringify(name === '' ? `thread ${tid}` : name)),
        args: utf8(`,"args":{"pid":${pid},"tid":${tid},"ended":"`),
      },
    ]),
  );
  const heads = new Map<number, Uint8Array>();
  const headOf = (core: number, page: TextPage): Uint8Array => {
    let head = heads.get(core);
    if (head === undefined) {
      page.text(threadName(coresPid, coreTid(core), `core ${core}`));
      head = utf8(`,"pid":${coresPid},"tid":${coreTid(core)},"ts":`);
      heads.set(core, head);
    }
    return head;
  };
  return (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const start = batch.start[row] ?? Number.NaN;
      const end = batch.end[row] ?? Number.NaN;
      const head = headOf(batch.core[row] ?? 0, page);
      // Viewers refuse a file with an event that lacks its times.
      if (!Number.isFinite(end - start)) continue;
      const { name, args } = threads.get(batch.thread[row] ?? 0) ?? unknownThread;
      page.bytes(opening);
      page.bytes(name);
      page.bytes(head);
      page.microseconds(start);
      page.bytes(duration);
      page.microseconds(end - start);
      page.bytes(args);
      page.bytes(endings[batch.ended[row] ?? endings.length] ?? unknownEnding);
    }
  };
}

const unknownThread = { name: utf8('"thread"'), args: utf8(',"args":{"pid":0,"tid":0,"ended":"') };
const opening = utf8('{"ph":"X","cat":"slice","name":');
const duration = utf8(',"dur":');
const endings = sliceEnds.map((ended) => utf8(`${ended}"}},\n`));
const unknownEnding = utf8('unknown"}},\n');
