import { sliceEnds } from '../../../shared/session.ts';
import type { SessionReader, StreamBatch } from '../../../shared/session.ts';
import { coresPid, coreTid, threadName } from './chrome-tracks.ts';
import { microseconds } from './decimal-text.ts';

/**
 * The events of core samples: a counter ('C') per core with the share of time in which it was busy (user and system).
 * A sample tells of the time that went before it, a counter of the time after it: each value is put where the core's
 * previous sample was, and zero closes the last.
 */
export interface CoreCounters {
  readonly render: (batch: StreamBatch<'cores'>, from: number, to: number) => string;
  readonly close: () => string;
}

export function coreCounters(): CoreCounters {
  const lastSample = new Map<number, number>();
  return {
    render(batch, from, to) {
      let text = '';
      for (let row = from; row < to; row++) {
        const core = batch.core[row] ?? 0;
        const time = batch.time[row] ?? Number.NaN;
        const busy = (batch.user_ns[row] ?? 0) + (batch.system_ns[row] ?? 0);
        const all =
          busy + (batch.iowait_ns[row] ?? 0) + (batch.steal_ns[row] ?? 0) + (batch.idle_ns[row] ?? 0);
        // Also leaves out NaN: a sample that does not know its time or its parts says nothing.
        if (!(all > 0) || Number.isNaN(time)) continue;
        text += counter(core, lastSample.get(core) ?? Math.max(0, time - all), busy / all);
        lastSample.set(core, time);
      }
      return text;
    },
    close: () => [...lastSample].map(([core, time]) => counter(core, time, 0)).join(''),
  };
}

const counter = (core: number, time: number, busy: number): string =>
  `{"ph":"C","name":"core ${core}","pid":${coresPid},"ts":${microseconds(time)},"args":{"busy %":${Math.round(busy * 1000) / 10}}},\n`;

/**
 * The events of exact scheduling: on one track per core, a complete event for each stay of a thread, named after the
 * thread, which ends with the core's next switch; the stays that the recording's end cut off are not known to have ended
 * and are left out.
 */
export function switchEventsOf(
  session: SessionReader,
): (batch: StreamBatch<'switches'>, from: number, to: number) => string {
  const names = session.threads().map(({ name, pid, tid }) => ({
    name: JSON.stringify(name === '' ? `thread ${tid}` : name),
    args: `"pid":${pid},"tid":${tid}`,
  }));
  const running: ({ readonly thread: number; readonly since: number } | undefined)[] = [];
  return (batch, from, to) => {
    let text = '';
    for (let row = from; row < to; row++) {
      const core = batch.core[row] ?? 0;
      const time = batch.time[row] ?? Number.NaN;
      const before = running[core];
      if (before === undefined) text += threadName(coresPid, coreTid(core), `core ${core}`);
      else if (before.thread > 0) {
        const { name, args } = names[before.thread - 1] ?? unknownThread;
        text +=
          `{"ph":"X","cat":"slice","name":${name},"ts":${microseconds(before.since)},` +
          `"dur":${microseconds(time - before.since)},"pid":${coresPid},"tid":${coreTid(core)},` +
          `"args":{${args},"end":"${sliceEnds[batch.end[row] ?? 3] ?? 'unknown'}"}},\n`;
      }
      running[core] = { thread: batch.thread[row] ?? 0, since: time };
    }
    return text;
  };
}

const unknownThread = { name: '"thread"', args: '"pid":0,"tid":0' };
