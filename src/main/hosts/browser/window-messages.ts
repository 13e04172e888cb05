import type { WindowToHost } from '../../../shared/host-link.ts';

/** What a window says to the browser host. Null: it is nothing that this host understands. */
export function parseWindowMessage(text: string): WindowToHost | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  // There are no native dialogs here: `choose-file` is asked of Electron's host only.
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  return message.type === 'restart-engine' ? { type: 'restart-engine' } : null;
}
