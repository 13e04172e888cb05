/** What the keyboard does while the timeline has the focus. */
export type KeyCommand =
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'pan'; readonly share: number }
  | {
      readonly type:
        | 'fit'
        | 'zoom-to-selection'
        | 'longest'
        | 'search'
        | 'details'
        | 'clear'
        | 'toggle'
        | 'keys'
        | 'mark-selection';
    }
  | { readonly type: 'scroll'; readonly pages: number }
  | { readonly type: 'move'; readonly to: 'previous' | 'next' | 'above' | 'below' }
  | { readonly type: 'find'; readonly to: 'previous' | 'next' };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const zoomStep = 1.35;
const panStep = 0.15;

const commands: Readonly<Record<string, KeyCommand>> = {
  w: { type: 'zoom', factor: 1 / zoomStep },
  s: { type: 'zoom', factor: zoomStep },
  '+': { type: 'zoom', factor: 1 / zoomStep },
  '=': { type: 'zoom', factor: 1 / zoomStep },
  '-': { type: 'zoom', factor: zoomStep },
  a: { type: 'pan', share: -panStep },
  d: { type: 'pan', share: panStep },
  f: { type: 'fit' },
  z: { type: 'zoom-to-selection' },
  c: { type: 'toggle' },
  l: { type: 'longest' },
  m: { type: 'mark-selection' },
  n: { type: 'find', to: 'next' },
  p: { type: 'find', to: 'previous' },
  '/': { type: 'search' },
  '?': { type: 'keys' },
  enter: { type: 'details' },
  escape: { type: 'clear' },
  arrowleft: { type: 'move', to: 'previous' },
  arrowright: { type: 'move', to: 'next' },
  arrowup: { type: 'move', to: 'above' },
  arrowdown: { type: 'move', to: 'below' },
  pageup: { type: 'scroll', pages: -0.9 },
  pagedown: { type: 'scroll', pages: 0.9 },
};

/** The command of a key, or null: the key is the browser's. With Ctrl, Alt or Cmd all keys are. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: KeyPress): KeyCommand | null {
  if (ctrlKey || metaKey || altKey) return null;
  return commands[key.toLowerCase()] ?? null;
}

/** What the legend tells, in the order of use. */
export const keyLegend: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Wheel', 'W', 'S'], does: 'Zoom in and out' },
  { keys: ['Drag', 'Shift + wheel', 'A', 'D'], does: 'Move in time' },
  { keys: ['Wheel over names', 'Page ↑', 'Page ↓'], does: 'Scroll' },
  { keys: ['Shift + drag', 'Drag on the axis'], does: 'Mark a time range and sum it up' },
  { keys: ['M'], does: 'Mark the time of what is selected, again: up to there' },
  { keys: ['←', '→', '↑', '↓'], does: 'Go along a row, to other rows' },
  { keys: ['Click', 'Enter'], does: 'Select a task, slice or output; again: its details, or all output' },
  { keys: ['F'], does: 'Fit everything' },
  { keys: ['Z', 'Double click'], does: 'Zoom to what is marked or selected, else to the group' },
  { keys: ['L'], does: 'Go to the longest task: of the selected trial or API, else of all' },
  { keys: ['C'], does: 'Collapse or expand a group' },
  { keys: ['/'], does: 'Search' },
  { keys: ['N', 'P'], does: 'Next and previous hit' },
  { keys: ['Esc'], does: 'Clear the mark, then the selection, then the search' },
];
