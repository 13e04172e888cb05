import { performance, PerformanceObserver, type PerformanceObserverEntryList } from 'node:perf_hooks';
import { seeResults } from './builtins.ts';
import { describeError, fieldOf, isNumber, isText } from './fields.ts';
import { quiet } from './guard.ts';
import { atMilliseconds, now } from './monotonic.ts';
import type { Trace } from './trace.ts';

const kindsOfCollections: Readonly<Record<number, string>> = {
  1: 'minor',
  4: 'major',
  8: 'incremental',
  16: 'weak callbacks',
};

/**
 * Marks and measures, where they are made: an observer would be told by an immediate, which keeps a program alive that marks something
 * when its loop is empty.
 */
export function seeMarks(trace: Trace): void {
  const prototype: unknown = Object.getPrototypeOf(performance);
  for (const kind of ['mark', 'measure'] as const) {
    seeResults(Object(prototype), kind, (entry) => addEntry(trace, kind, fieldOf(entry, 'name'), entry));
  }
}

/**
 * Pauses by the garbage collector. Node tells of them when the loop comes by, which does not keep it alive; those of a thread that ends before
 * are missing.
 */
export function seeCollections(trace: Trace): void {
  const see = quiet((list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries()) {
      const kind = fieldOf(fieldOf(entry, 'detail'), 'kind');
      addEntry(trace, 'gc', isNumber(kind) ? (kindsOfCollections[kind] ?? 'other') : 'other', entry);
    }
  });
  new PerformanceObserver((list) => see(list)).observe({ entryTypes: ['gc'] });
}

/** Errors that nobody caught, before Node does with them what it does. */
export function seeUncaught(trace: Trace): void {
  process.on(
    'uncaughtExceptionMonitor',
    quiet((error: unknown) => {
      const { type, message } = describeError(error);
      const at = now();
      trace.addSpan('uncaught', message === '' ? type : `${type}: ${message}`, at, at);
      trace.save();
    }),
  );
}

function addEntry(trace: Trace, kind: 'mark' | 'measure' | 'gc', name: unknown, entry: unknown): void {
  const startMs = fieldOf(entry, 'startTime');
  const durationMs = fieldOf(entry, 'duration');
  if (!isNumber(startMs) || !isNumber(durationMs)) return;
  const start = atMilliseconds(startMs);
  trace.addSpan(kind, isText(name) ? name : '', start, start + Math.round(durationMs * 1e6));
}
