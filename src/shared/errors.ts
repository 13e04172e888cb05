/**
 * What went wrong, said once and in full: `message` is a sentence that names what happened and where,
 * `remedy` is what the reader can do about it. Hosts print these two; they never print a stack.
 */
export type ErrorCode =
  | 'usage'
  | 'task-not-found'
  | 'task-invalid'
  | 'inputs-invalid'
  | 'interpreter-unusable'
  | 'runner-failed'
  | 'session-unreadable'
  | 'session-unwritable'
  | 'export-failed'
  | 'interrupted'
  | 'internal';

/** The same, as plain data: crosses processes, where classes do not survive. */
export interface ErrorEnvelope {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

export class CorelaneError extends Error {
  override readonly name = 'CorelaneError';
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The message of anything that was thrown; user code throws strings, null and worse. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message;
  if (typeof thrown === 'string') return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

export function toEnvelope(thrown: unknown): ErrorEnvelope {
  if (thrown instanceof CorelaneError) {
    return { code: thrown.code, message: thrown.message, remedy: thrown.remedy };
  }
  return {
    code: 'internal',
    message: `Corelane itself failed: ${messageOf(thrown)}`,
    remedy: 'This is a defect in Corelane; run again with CORELANE_DEBUG=1 and report what it prints.',
  };
}

export const fromEnvelope = (envelope: ErrorEnvelope): CorelaneError =>
  new CorelaneError(envelope.code, envelope.message, envelope.remedy);
