import type { SessionReader, Viewport, ViewportQuery } from '../../../shared/session.ts';
import type { SchedulingStrips, SchedulingStripsQuery } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';

/** One strip of pixels per core, and per thread one of its time on cores and one of its waiting for them. */
export function schedulingStrips(reader: SessionReader, query: SchedulingStripsQuery): SchedulingStrips {
  const strips = (group: ViewportQuery['group'], tracks: readonly number[]): Viewport =>
    reader.viewport({
      group,
      tracks,
      from: asNanoseconds(query.fromNs),
      to: asNanoseconds(query.toNs),
      width: query.width,
    });
  return {
    cores: strips('cores', query.cores),
    running: strips('threads', query.threads),
    delayed: strips('delays', query.threads),
  };
}
