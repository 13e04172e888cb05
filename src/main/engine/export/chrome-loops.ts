import { counterHead, counterKey, writeCounter } from './chrome-counters.ts';
import type { ProfileTracks } from './chrome-profile-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { TextPage } from './text-page.ts';

/** The events of event loops: a counter ('C') for each with the share of time that it spent outside its poll; zero closes the last. */
export interface LoopCounters {
  readonly write: RowWriter<'loops'>;
  readonly close: () => Uint8Array;
}

export function loopCounters(tracks: ProfileTracks): LoopCounters {
  const counters = new Map<string, { readonly head: Uint8Array; last: number }>();
  return {
    write(batch, from, to, page) {
      for (let row = from; row < to; row++) {
        const start = batch.start[row] ?? Number.NaN;
        const end = batch.end[row] ?? Number.NaN;
        const share = (batch.active_ns[row] ?? Number.NaN) / (end - start);
        if (Number.isNaN(share) || !(start < end)) continue;
        const pid = batch.pid[row] ?? 0;
        const tid = batch.tid[row] ?? 0;
        const key = `${pid}/${tid}`;
        let counter = counters.get(key);
        if (counter === undefined) {
          const name = `loop · ${tracks.threadName(pid, tid)}`;
          counter = { head: counterHead(name, tracks.process(pid, start, page)), last: start };
          counters.set(key, counter);
        }
        writeCounter(counter.head, start, activeKey, Math.min(1, share), page);
        counter.last = end;
      }
    },
    close() {
      const page = new TextPage();
      for (const { head, last } of counters.values()) writeCounter(head, last, activeKey, 0, page);
      return page.take();
    },
  };
}

const activeKey = counterKey('active %');
