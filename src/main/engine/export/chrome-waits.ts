import { waitStateCode } from '../../../shared/session.ts';
import { WaitIntervals } from '../scheduling/wait-shares.ts';
import type { ProfileTracks } from './chrome-profile-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { TextPage, utf8 } from './text-page.ts';

/** What was written when the last row has come. */
export interface WaitEvents {
  readonly write: RowWriter<'waits'>;
  readonly close: () => Uint8Array;
}

/**
 * Writes where threads waited for the GIL: complete events ('X') on a track for each thread. They are made of samples: waits between two of
 * them that say the same are one, and one shorter than the time between two may be missing.
 */
export function gilWaitWriter(tracks: ProfileTracks): WaitEvents {
  const open = new Map<number, { readonly from: number; to: number }>();
  let page = new TextPage();
  const end = (thread: number): void => {
    const wait = open.get(thread);
    const ids = tracks.idsOf(thread);
    open.delete(thread);
    if (wait === undefined || ids === null) return;
    const { pid, tid } = ids;
    const name = `GIL (sampled) · ${tracks.threadName(pid, tid)}`;
    const place = tracks.extra(`gil ${thread}`, pid, name, wait.from, page);
    page.bytes(head);
    page.microseconds(wait.from);
    page.bytes(duration);
    page.microseconds(wait.to - wait.from);
    page.bytes(place);
    page.bytes(eventEnd);
  };
  const intervals = new WaitIntervals((thread, state, fromNs, toNs) => {
    const wait = open.get(thread);
    if (wait !== undefined && state === gil && wait.to === fromNs) {
      wait.to = toNs;
      return;
    }
    if (wait !== undefined) end(thread);
    if (state === gil) open.set(thread, { from: fromNs, to: toNs });
  });
  return {
    write(batch, from, to, into) {
      page = into;
      const rows = { time: batch.time, thread: batch.thread, state: batch.state };
      intervals.add({
        time: rows.time.subarray(from, to),
        thread: rows.thread.subarray(from, to),
        state: rows.state.subarray(from, to),
      });
    },
    close() {
      page = new TextPage();
      for (const thread of open.keys()) end(thread);
      return page.take();
    },
  };
}

const gil = waitStateCode('gil');
const head = utf8('{"ph":"X","cat":"gil","name":"waits for the GIL","ts":');
const duration = utf8(',"dur":');
const eventEnd = utf8('},\n');
