import { fromEnvelope, toEnvelope, type ErrorEnvelope } from './errors.ts';
import { encodeFrame, FrameSplitter } from './frame.ts';

/**
 * How a message of birpc crosses between a window and the engine: as one frame (frame.ts). Classes do not survive, so an
 * error travels as its envelope and is a CorelaneError again on the other side. Outside of typed arrays NaN becomes null, as JSON has it.
 */
interface RpcMessage {
  /** birpc's field for the error of a response. */
  readonly e?: unknown;
  readonly [field: string]: unknown;
}

export const encodeRpc = (message: RpcMessage): Uint8Array<ArrayBuffer> =>
  encodeFrame(message.e !== undefined ? { ...message, e: toEnvelope(message.e) } : message);

/** The message of exactly one frame. @throws RangeError when `bytes` is anything else. */
export function decodeRpc(bytes: Uint8Array): RpcMessage {
  const [message, ...more] = new FrameSplitter<RpcMessage & { e?: ErrorEnvelope }>().push(bytes);
  if (message === undefined || more.length > 0) throw new RangeError('not one whole frame');
  return message.e === undefined ? message : { ...message, e: fromEnvelope(message.e) };
}
