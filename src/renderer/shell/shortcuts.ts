import type { WindowCommand } from '../../shared/host-link.ts';

/** What keys do anywhere in the window. Screens have keys of their own, on what has the focus. */
export type KeyAction =
  | { readonly type: 'command'; readonly command: WindowCommand }
  | { readonly type: 'live' }
  | { readonly type: 'help' };

export interface Shortcut {
  /** As printed on the keys, pressed one after the other, or `+` for together. */
  readonly keys: readonly string[];
  readonly label: string;
  /** Made of characters alone: it can be switched off, since voice input and slips press it too easily. */
  readonly isCharacters: boolean;
  readonly action: KeyAction;
}

const command = (name: WindowCommand): KeyAction => ({ type: 'command', command: name });

/** `Mod` is ⌘ on Apple's systems, Ctrl elsewhere. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['Mod+O'], label: 'Open a task file', isCharacters: false, action: command('open-task') },
  { keys: ['Mod+,'], label: 'Settings', isCharacters: false, action: command('settings') },
  { keys: ['G', 'N'], label: 'New lab', isCharacters: true, action: command('new-lab') },
  { keys: ['G', 'P'], label: 'New profile', isCharacters: true, action: command('new-profile') },
  { keys: ['G', 'L'], label: 'The lab or profile under way', isCharacters: true, action: { type: 'live' } },
  { keys: ['G', 'S'], label: 'Sessions', isCharacters: true, action: command('sessions') },
  { keys: ['?'], label: 'This list', isCharacters: true, action: { type: 'help' } },
];

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** `then`: the first key of a sequence was pressed. */
export type KeyResult = KeyAction | { readonly type: 'then'; readonly first: string } | null;

/** What `press` means after `first` (null: it begins). `useCharacters`: also shortcuts made of characters alone. */
export function readKey(press: KeyPress, first: string | null, useCharacters: boolean): KeyResult {
  const pressed = nameOf(press);
  const live = shortcuts.filter(({ isCharacters }) => useCharacters || !isCharacters);
  const sequence = first === null ? [pressed] : [first, pressed];
  const found = live.find(({ keys }) => keys.join(' ') === sequence.join(' '));
  if (found !== undefined) return found.action;
  if (live.some(({ keys }) => keys.length > 1 && keys[0] === pressed)) {
    return { type: 'then', first: pressed };
  }
  return first === null ? null : readKey(press, null, useCharacters);
}

function nameOf({ key, ctrlKey, metaKey, altKey }: KeyPress): string {
  const name = key.length === 1 ? key.toUpperCase() : key;
  if (altKey) return `Alt+${name}`;
  return ctrlKey || metaKey ? `Mod+${name}` : name;
}
