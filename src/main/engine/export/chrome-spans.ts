import type { SessionReader } from '../../../shared/session.ts';
import { spanKinds } from '../../../shared/trace-format.ts';
import type { SpanKind } from '../../../shared/trace-format.ts';
import type { ProfileTracks } from './chrome-profile-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { utf8 } from './text-page.ts';

/**
 * Writes what a program's own clock tells besides tasks: pauses for GC and held loops as complete events ('X') on a track for each kind and
 * thread, as those of one kind follow each other; measures as asynchronous events ('b', 'e'), as they overlap; marks and uncaught
 * errors as instants ('i').
 */
export function spanWriter(session: SessionReader, tracks: ProfileTracks): RowWriter<'spans'> {
  const names = new Map(session.details('names').map(({ number, text }) => [number, text]));
  let measures = 0;
  return (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const start = batch.start[row] ?? Number.NaN;
      const end = batch.end[row] ?? Number.NaN;
      const kind = spanKinds[batch.kind[row] ?? spanKinds.length];
      // Viewers refuse a file with an event that lacks its times.
      if (kind === undefined || !(start <= end)) continue;
      const pid = batch.pid[row] ?? 0;
      const tid = batch.tid[row] ?? 0;
      const track = `${words[kind]} · ${tracks.threadName(pid, tid)}`;
      const place = tracks.extra(`${kind} ${pid}/${tid}`, pid, track, start, page);
      const name = JSON.stringify(names.get(batch.name[row] ?? 0) ?? kind);
      if (kind === 'measure') {
        measures += 1;
        for (const [ph, time] of [['b', start] as const, ['e', end] as const]) {
          page.text(`{"ph":"${ph}","cat":"measure","name":${name},"id":${measures},"ts":`);
          page.microseconds(time);
          page.bytes(place);
          page.bytes(eventEnd);
        }
      } else if (kind === 'gc' || kind === 'held-loop') {
        page.text(`{"ph":"X","cat":"${kind}","name":${name},"ts":`);
        page.microseconds(start);
        page.bytes(duration);
        page.microseconds(end - start);
        page.bytes(place);
        page.bytes(eventEnd);
      } else {
        page.text(`{"ph":"i","s":"t","cat":"${kind}","name":${name},"ts":`);
        page.microseconds(start);
        page.bytes(place);
        page.bytes(eventEnd);
      }
    }
  };
}

/** What the tracks are called. */
const words: Readonly<Record<SpanKind, string>> = {
  mark: 'marks',
  measure: 'measures',
  gc: 'GC',
  uncaught: 'uncaught errors',
  'held-loop': 'held loop',
};

const duration = utf8(',"dur":');
const eventEnd = utf8('},\n');
