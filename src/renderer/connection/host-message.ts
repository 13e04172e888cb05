import { windowCommands, type HostToWindow, type WindowCommand } from '../../shared/host-link.ts';

/** The host's message in `text`; null for what this window does not know, which a newer host may send. */
export function parseHostMessage(text: string): HostToWindow | null {
  const message: unknown = JSON.parse(text);
  if (!isRecord(message)) return null;
  switch (message['type']) {
    case 'engine':
      return engineMessage(message['state']);
    case 'file-chosen':
      return typeof message['request'] === 'number' && isPath(message['path'])
        ? { type: 'file-chosen', request: message['request'], path: message['path'] }
        : null;
    case 'command':
      return isCommand(message['command']) ? { type: 'command', command: message['command'] } : null;
    default:
      return null;
  }
}

function engineMessage(state: unknown): HostToWindow | null {
  if (!isRecord(state)) return null;
  if (state['type'] === 'running' || state['type'] === 'starting') {
    return { type: 'engine', state: { type: state['type'] } };
  }
  return state['type'] === 'ended' && typeof state['reason'] === 'string'
    ? { type: 'engine', state: { type: 'ended', reason: state['reason'] } }
    : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isPath = (value: unknown): value is string | null => value === null || typeof value === 'string';
const isCommand = (value: unknown): value is WindowCommand =>
  windowCommands.some((command) => command === value);
