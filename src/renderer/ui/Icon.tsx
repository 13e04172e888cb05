import styles from './Icon.module.css';

/** Strokes on a 20×20 grid. */
const strokes = {
  activity: 'M2.5 10h3.5l2.2-5.5 3.6 11L14 10h3.50',
  'arrow-right': 'M4 10h12M11 5l5 5-5 5',
  back: 'M16 10H4M9 5l-5 5 5 5',
  chart: 'M4 4v12h12M7.5 13V9.5M11 13V6.5M14.5 13v-2',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  'chevron-down': 'M5.5 8l4.5 4.5L14.5 8',
  'chevron-left': 'M12 5.5L7.5 10l4.5 4.5',
  'chevron-right': 'M8 5.5l4.5 4.5L8 14.5',
  'chevron-up': 'M5.5 12L10 7.5l4.5 4.5',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l2.8 1.8',
  close: 'M5 5l10 10M15 5L5 15',
  copy: 'M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3',
  crop: 'M3.5 4v12M16.5 4v12M6.5 10h7M9 7.5L6.5 10 9 12.5M11 7.5l2.5 2.5-2.5 2.5',
  cpu: 'M5.5 5.5h9v9h-9zM8.5 8.5h3v3h-3zM8 2.8v2.7M12 2.8v2.7M8 14.5v2.7M12 14.5v2.7M2.8 8h2.7M2.8 12h2.7M14.5 8h2.7M14.5 12h2.7',
  down: 'M10 4v12M5 11l5 5 5-5',
  drop: 'M4 12.5v3.5h12v-3.5M10 3.5v8.5M6.5 8.5L10 12l3.5-3.5',
  expand: 'M3.5 7.5v-4h4M16.5 7.5v-4h-4M3.5 12.5v4h4M16.5 12.5v4h-4',
  export: 'M4 12.5v3.5h12v-3.5M10 12V3.5M6.5 7L10 3.5 13.5 7',
  external: 'M8 4.5H4.5v11h11V12M11.5 4h4.5v4.5M16 4l-7 7',
  file: 'M5.5 3h6l3.5 3.5V17h-9.5zM11.5 3v3.5h3.5',
  filter: 'M3.5 5h13M6 10h8M8.5 15h3',
  flask: 'M8 3v5L4 15.2a1.2 1.2 0 0 0 1 1.8h10a1.2 1.2 0 0 0 1-1.8L12 8V3M6.8 3h6.4M6 12.5h8',
  fold: 'M3.5 10h13M10 2.5v4.5M7.5 5L10 7.3 12.5 5M10 17.5V13M7.5 15l2.5-2.3 2.5 2.3',
  folder: 'M3 5.5h5l1.5 2H17v8H3z',
  gear: 'M10 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2zM10 2.8v2.2M10 15v2.2M2.8 10H5M15 10h2.2M4.9 4.9l1.6 1.6M13.5 13.5l1.6 1.6M4.9 15.1l1.6-1.6M13.5 6.5l1.6-1.6',
  help: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.9 8a2.1 2.1 0 1 1 3.2 1.8c-.7.4-1.1.8-1.1 1.5M10 13.8v.1',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9.2v4.3M10 6.4v.1',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M6.5 11.7h7',
  latency: 'M3 16c2.5 0 2.8-11 5-11s2.5 8 4.2 8S14.5 16 17 16',
  minus: 'M4.5 10h11',
  monitor: 'M3 4.5h14v9H3zM7 16.5h6M10 13.5v3',
  moon: 'M15.8 12.2A6.5 6.5 0 0 1 7.8 4.2a6.5 6.5 0 1 0 8 8z',
  more: 'M4.7 10a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0M9.7 10a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0M14.7 10a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0',
  output: 'M3 4h14v12H3zM6 8l2.2 2L6 12M10.5 12.5H14',
  pencil: 'M4 16l.8-3.2 8.7-8.7 2.4 2.4-8.7 8.7zM11.7 5.9l2.4 2.4',
  play: 'M6 4l10 6-10 6z',
  plus: 'M10 4.5v11M4.5 10h11',
  refresh: 'M15.8 8A6.2 6.2 0 1 0 16.2 11M16.2 4v4.2H12',
  search: 'M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6zM12.7 12.7l4 4',
  sessions: 'M3.5 4.5h13v3.5h-13zM3.5 12h13v3.5h-13zM6 6.2h.1M6 13.7h.1',
  stop: 'M5.5 5.5h9v9h-9z',
  sun: 'M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1',
  table: 'M3 4.5h14v11H3zM3 8.2h14M3 11.9h14M8 8.2v7.3',
  threads: 'M4 4.5h5M11 4.5h5M4 10h9M15 10h1M4 15.5h3M9 15.5h7',
  timeline: 'M3 5h7M8 10h7M5 15h6',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5',
  trophy:
    'M6.5 3.5h7v4.7a3.5 3.5 0 0 1-7 0zM6.5 5H3.8c0 2.5 1 3.7 2.9 4M13.5 5h2.7c0 2.5-1 3.7-2.9 4M10 11.7v3M7 16.5h6',
  undo: 'M7.5 4.5L4 8l3.5 3.5M4 8h8a4 4 0 0 1 0 8H8.5',
  up: 'M10 16V4M5 9l5-5 5 5',
  warning: 'M10 3.5l7.3 12.8H2.7zM10 8v4M10 14v.1',
  unfold: 'M3.5 10h13M10 7.3V2.5M7.5 4.8L10 2.5l2.5 2.3M10 12.7v4.8M7.5 15.2l2.5 2.3 2.5-2.3',
  'zoom-in': 'M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6zM12.7 12.7l4 4M8.8 6.6V11M6.6 8.8H11',
  'zoom-out': 'M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6zM12.7 12.7l4 4M6.6 8.8H11',
} as const satisfies Readonly<Record<string, string>>;

export type IconName = keyof typeof strokes;

/** A line drawing beside a word; never the only name of anything (see IconButton). */
export const Icon = ({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) => (
  <svg className={styles['icon']} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    <path d={strokes[name]} />
  </svg>
);
