import { sliceEnds } from '../../../shared/session.ts';
import type { SessionReader } from '../../../shared/session.ts';
import { counterHead, counterKey, writeCounter } from './chrome-counters.ts';
import { coresPid, coreTid, threadName } from './chrome-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { TextPage } from './text-page.ts';

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

/**
 * Writes the events of exact scheduling: on one track per core, a complete event for each stay of a thread, named after
 * the thread, which ends with the core's next switch; the stays that the recording's end cut off are not known to have
 * ended and are left out.
 */
export function switchWriter(session: SessionReader): RowWriter<'switches'> {
  const names = session.threads().map(({ name, pid, tid }) => ({
    name: JSON.stringify(name === '' ? `thread ${tid}` : name),
    args: `"pid":${pid},"tid":${tid}`,
  }));
  const running: ({ readonly thread: number; readonly since: number } | undefined)[] = [];
  return (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const core = batch.core[row] ?? 0;
      const time = batch.time[row] ?? Number.NaN;
      const before = running[core];
      if (before === undefined) page.text(threadName(coresPid, coreTid(core), `core ${core}`));
      else if (before.thread > 0) {
        const { name, args } = names[before.thread - 1] ?? unknownThread;
        page.text(`{"ph":"X","cat":"slice","name":${name},"pid":${coresPid},"tid":${coreTid(core)},"ts":`);
        page.microseconds(before.since);
        page.text(',"dur":');
        page.microseconds(time - before.since);
        page.text(`,"args":{${args},"end":"${sliceEnds[batch.end[row] ?? 3] ?? 'unknown'}"}},\n`);
      }
      running[core] = { thread: batch.thread[row] ?? 0, since: time };
    }
  };
}

const unknownThread = { name: '"thread"', args: '"pid":0,"tid":0' };
