import { fromEnvelope, toEnvelope } from '../../../shared/errors.ts';
import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type { EngineApi } from '../../../shared/engine-api.ts';

/** What the queries' thread answers: the part of the engine's contract that reads sessions, and the letting go of them. */
export type QueryApi = Pick<
  EngineApi,
  | 'describeSession'
  | 'taskStrips'
  | 'tasksWithin'
  | 'taskDetails'
  | 'findTasks'
  | 'taskTable'
  | 'coreLoad'
  | 'latency'
  | 'logs'
> & {
  /** Closes the session's file, for it to be renamed or deleted. A later question opens it again. */
  release(path: string): Promise<void>;
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
