import type { RecordedPart } from './messages.ts';

/**
 * What goes through a port of `RecordingWriter.openPort`, by which another thread appends straight to
 * the writer's worker. The port's owner posts rows of any kind but output and reports, and `end` last. The writer's worker
 * answers `end` with `ended` once it holds everything posted before; its next commit has it on disk.
 * `finish` waits until every port was ended or closed, so nothing posted is lost: whoever took a port
 * ends it. A thread that dies closes its port, which counts as its end.
 */
export type PortMessage =
  | Exclude<RecordedPart, { readonly kind: 'logs' | 'report' }>
  /** Asks for a commit of what was posted before; answered with `committed`. Whoever posts more than memory should hold waits for it. */
  | { readonly kind: 'commit' }
  | { readonly kind: 'end' };

/** Writer's worker → port. */
export interface PortAnswer {
  readonly kind: 'committed' | 'ended';
}
