/**
 * What a window and its host say to each other, beside the engine's conversation. Both travel on the window's one channel: bytes are the
 * engine's, text is the host's, as JSON.
 */

export type HostToWindow =
  /** Sent first of all, and on every change. */
  | { readonly type: 'engine'; readonly state: EngineState }
  /** The answer to `choose-file`; null: the dialog was dismissed. */
  | { readonly type: 'file-chosen'; readonly request: number; readonly path: string | null }
  /** From a native menu. */
  | { readonly type: 'command'; readonly command: WindowCommand };

export type WindowToHost =
  | { readonly type: 'restart-engine' }
  /** A native dialog; only asked of hosts that have them (`HostTraits`). */
  | { readonly type: 'choose-file'; readonly request: number; readonly dialog: FileDialog };

/** What happened to the engine process, in a sentence, when it is not running. */
export type EngineState =
  | { readonly type: 'running' }
  | { readonly type: 'starting' }
  | { readonly type: 'ended'; readonly reason: string };

export type FileDialog =
  | { readonly purpose: 'open-task' }
  /** What a profile runs: a script or an executable. */
  | { readonly purpose: 'open-program' }
  | { readonly purpose: 'open-session' }
  /** `from`: where it begins, when it is another folder than that of the sessions. */
  | { readonly purpose: 'choose-folder'; readonly from?: string }
  /** An interpreter. */
  | { readonly purpose: 'choose-program' }
  | { readonly purpose: 'save-export'; readonly suggested: string };

/** What a window said to its host, which does not take its word for it. Null: it is nothing of the kind. */
export function parseWindowMessage(text: string): WindowToHost | null {
  const message = objectIn(text);
  if (message['type'] === 'restart-engine') return { type: 'restart-engine' };
  const { type, request } = message;
  const dialog = dialogOf(message['dialog']);
  if (type !== 'choose-file' || typeof request !== 'number' || dialog === null) return null;
  return { type, request, dialog };
}

function dialogOf(value: unknown): FileDialog | null {
  const { purpose, suggested, from } = asObject(value);
  switch (purpose) {
    case 'open-task':
    case 'open-program':
    case 'open-session':
    case 'choose-program':
      return { purpose };
    case 'choose-folder':
      return typeof from === 'string' ? { purpose, from } : { purpose };
    case 'save-export':
      return typeof suggested === 'string' ? { purpose, suggested } : null;
    default:
      return null;
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Its own fields; of what is no object, none. */
const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

export const windowCommands = [
  'new-lab',
  'new-profile',
  'open-task',
  'open-session',
  'sessions',
  'export',
  'settings',
] as const;
export type WindowCommand = (typeof windowCommands)[number];

/**
 * What the preload exposes as `window.corelane`; absent in the browser host. What crosses from there to the page is copied, which a
 * port cannot be: it comes as the one port of a `message` event of the page's own window, with `portMessage` as its data.
 */
export interface ElectronBridge {
  /** Asks for the window's channel; listen for it first. Every answer is a new conversation and ends the one before. */
  connect(): void;
  /** The path of a dropped file. */
  pathOf(file: unknown): string;
}

export const portMessage = 'corelane-port';

/** What is used of the channel's MessagePort. Text and ArrayBuffers go either way, always as copies: Electron transfers none. */
export interface MessagePortLike {
  postMessage(message: string | ArrayBuffer): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  start(): void;
}
