import { sliceEnds } from '../../../shared/session.ts';
import type { ProfileTracks } from './chrome-profile-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';

/**
 * Writes what a profile's threads did, a track each in the process of their own: complete events for the time on a core (category
 * `running`) and for the time ready without one (`runnable`), and a flow from whoever woke a thread to where it then runs. Threads
 * that are not of the workload are on the cores' tracks only.
 */
export function threadSliceWriter(tracks: ProfileTracks): RowWriter<'slices'> {
  let flows = 0;
  return (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const start = batch.start[row] ?? Number.NaN;
      const end = batch.end[row] ?? Number.NaN;
      const place = tracks.thread(batch.thread[row] ?? 0, start, page);
      // Viewers refuse a file with an event that lacks its times.
      if (place === null || !Number.isFinite(end - start)) continue;
      const ready = batch.ready[row] ?? Number.NaN;
      if (ready < start) writeComplete(parts.runnable, ready, start, place, page);
      writeComplete(parts.running, start, end, place, page);
      page.bytes(parts.core);
      page.number(batch.core[row] ?? 0);
      page.bytes(endings[batch.ended[row] ?? endings.length] ?? unknownEnding);
      tracks.writeName(parts.by, batch.by[row] ?? 0, page);
      page.bytes(parts.argumentsEnd);
      const waker = tracks.thread((batch.waker[row] ?? 0) - 1, start, page);
      if (waker === null || Number.isNaN(ready)) continue;
      flows += 1;
      writeFlow(parts.flowBegins, flows, ready, waker, page);
      writeFlow(parts.flowEnds, flows, start, place, page);
    }
  };
}

/** A complete event, up to where its arguments begin or end it. */
function writeComplete(
  head: Uint8Array,
  start: number,
  end: number,
  place: Uint8Array,
  page: TextPage,
): void {
  page.bytes(head);
  page.microseconds(start);
  page.bytes(parts.duration);
  page.microseconds(end - start);
  page.bytes(place);
  if (head === parts.runnable) page.bytes(parts.end);
}

function writeFlow(kind: Uint8Array, flow: number, time: number, place: Uint8Array, page: TextPage): void {
  page.bytes(kind);
  page.number(flow);
  page.bytes(parts.time);
  page.microseconds(time);
  page.bytes(place);
  page.bytes(parts.end);
}

const endings = sliceEnds.map((ended) => utf8(`,"ended":"${ended}"`));
const unknownEnding = utf8(',"ended":"unknown"');

const parts = {
  running: utf8('{"ph":"X","cat":"running","name":"running","ts":'),
  runnable: utf8('{"ph":"X","cat":"runnable","name":"runnable","ts":'),
  time: utf8(',"ts":'),
  duration: utf8(',"dur":'),
  end: utf8('},\n'),
  core: utf8(',"args":{"core":'),
  by: utf8(',"by":'),
  argumentsEnd: utf8('}},\n'),
  flowBegins: utf8('{"ph":"s","cat":"wake","name":"wakes","id":'),
  flowEnds: utf8('{"ph":"f","bp":"e","cat":"wake","name":"wakes","id":'),
};
