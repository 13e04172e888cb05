import { fromEnvelope, toEnvelope } from '../../../shared/errors.ts';
import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type { EngineApi } from '../../../shared/engine-api.ts';
import type { ListedSession } from '../../../shared/workplace.ts';

/**
 * What the queries' thread does: the part of the engine's contract that is about recorded sessions. It moves them as well, as a file
 * that is open there cannot move everywhere, and nothing opens it in between.
 */
export type QueryApi = Pick<
  EngineApi,
  | 'describeSession'
  | 'taskStrips'
  | 'tasksWithin'
  | 'taskDetails'
  | 'findTasks'
  | 'taskTable'
  | 'schedulingTracks'
  | 'schedulingStrips'
  | 'slicesWithin'
  | 'stepsWithin'
  | 'spansWithin'
  | 'loopLoad'
  | 'outputOverview'
  | 'outputColumns'
  | 'outputPiece'
  | 'flameGraph'
  | 'rangeSummary'
  | 'coreDemand'
  | 'coreLoad'
  | 'latency'
  | 'logs'
  | 'compare'
  | 'renameSession'
  | 'deleteSession'
  | 'restoreSession'
> & {
  /** The sessions of a folder, newest first. Removes for good what was put aside there long enough ago. */
  listSessions(folder: string): Promise<readonly ListedSession[]>;
};

/** A message of birpc between the threads. `e`: the error of a response. */
interface Message {
  readonly e?: unknown;
}

/** Classes do not survive a structured clone: an error crosses as its envelope. */
export const toPosted = (message: Message): Message =>
  message.e === undefined ? message : { ...message, e: toEnvelope(message.e) };

export const fromPosted = (message: Message & { readonly e?: ErrorEnvelope }): Message =>
  message.e === undefined ? message : { ...message, e: fromEnvelope(message.e) };
