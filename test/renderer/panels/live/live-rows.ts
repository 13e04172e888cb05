import type { LiveCores, LiveSpans } from '../../../../src/shared/jobs.ts';
import type { Span } from '../../../../src/renderer/panels/live/span-record.ts';

/** Spans of one trial as the engine sends them. */
export const spansOf = (trial: number, spans: readonly Span[]): LiveSpans => ({
  trial: Uint16Array.from(spans, () => trial),
  lane: Uint16Array.from(spans, ({ lane }) => lane),
  startNs: Float64Array.from(spans, ({ startNs }) => startNs),
  endNs: Float64Array.from(spans, ({ endNs }) => endNs),
  tasks: Uint32Array.from(spans, ({ tasks }) => tasks),
  failed: Uint32Array.from(spans, ({ failed }) => failed),
});

/** Readings as the engine sends them: time in ns, core, share. */
export const readingsOf = (rows: readonly (readonly [number, number, number])[]): LiveCores => ({
  timeNs: Float64Array.from(rows, ([time]) => time),
  core: Uint16Array.from(rows, ([, core]) => core),
  busy: Float32Array.from(rows, ([, , busy]) => busy),
});
