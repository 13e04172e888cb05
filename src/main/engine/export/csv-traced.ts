import type { DetailRows, SessionReader, StreamBatch, TracedPlace } from '../../../shared/session.ts';
import { slotFlags } from '../../../shared/trace-format.ts';
import { csvField } from './csv-field.ts';
import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';
import { TracedRows } from './traced-rows.ts';

/** Columns of what was traced of a task; of the tasks of a lab they are empty. */
export const tracedColumns = [
  'api',
  'name',
  'callable',
  'file',
  'line',
  'submitted_at',
  'pool',
  'submit_pid',
  'submit_tid',
  'parent',
  'result_ms',
  'cpu_ms',
  'argument_pickling_ms',
  'result_pickling_ms',
  'steps',
  'longest_step_ms',
  'flags',
  'error',
] as const;

/** Writes these fields of the task of a number, each with a comma before it. */
export function tracedFieldWriter(session: SessionReader): (task: number, page: TextPage) => void {
  if (session.count('traced') === 0) return (_, page) => page.bytes(nothing);
  const { rows } = new TracedRows(session);
  const names = new Map(session.details('names').map(({ number, text }) => [number, utf8(csvField(text))]));
  const pools = new Map(session.details('pools').map(({ number, name }) => [number, name]));
  const sites = new Map(session.details('sites').map((site) => [site.number, siteFields(site, pools)]));
  return (task, page) => {
    const site = sites.get(rows.site[task] ?? 0);
    if (site === undefined) page.bytes(nothing);
    else writeFields(rows, task, site, names, page);
  };
}

interface SiteFields {
  readonly api: Uint8Array;
  /** The callable's name, for tasks that have none of their own. */
  readonly name: Uint8Array;
  /** From `callable` to `pool`. */
  readonly rest: Uint8Array;
}

function siteFields(
  { api, callable, submitted_at: submitted, pool }: DetailRows['sites'],
  pools: ReadonlyMap<number, string>,
): SiteFields {
  const rest = [
    callable?.name ?? '',
    callable?.file ?? '',
    callable === null ? '' : String(callable.line),
    submitted === null ? '' : placeText(submitted),
    pool === null ? '' : (pools.get(pool) ?? ''),
  ];
  return {
    api: utf8(`,${csvField(api)},`),
    name: utf8(csvField(callable?.name ?? '')),
    rest: utf8(rest.map((field) => `,${csvField(field)}`).join('')),
  };
}

const placeText = ({ file, line }: TracedPlace): string => `${file}:${line}`;

function writeFields(
  batch: StreamBatch<'traced'>,
  row: number,
  site: SiteFields,
  names: ReadonlyMap<number, Uint8Array>,
  page: TextPage,
): void {
  page.bytes(site.api);
  page.bytes(names.get(batch.name[row] ?? 0) ?? site.name);
  page.bytes(site.rest);
  writePositive(batch.submit_pid[row], page);
  writePositive(batch.submit_tid[row], page);
  // Kept as index + 1, so that 0 is none.
  const parent = batch.parent[row] ?? 0;
  page.bytes(comma);
  if (parent > 0) page.number(parent - 1);
  writeTime(batch.result[row], page);
  writeTime(batch.cpu_ns[row], page);
  writeTime(batch.argument_ns[row], page);
  writeTime(batch.result_ns[row], page);
  const steps = batch.steps[row] ?? 0;
  writePositive(steps, page);
  writeTime(steps > 0 ? batch.longest_step_ns[row] : Number.NaN, page);
  page.bytes(flagFields[batch.flags[row] ?? 0] ?? comma);
  page.bytes(comma);
  const error = names.get(batch.error[row] ?? 0);
  if (error !== undefined) page.bytes(error);
}

function writeTime(ns: number | undefined, page: TextPage): void {
  page.bytes(comma);
  if (ns !== undefined) page.milliseconds(ns);
}

/** 0 stands for what is not known, or for none. */
function writePositive(value: number | undefined, page: TextPage): void {
  page.bytes(comma);
  if (value !== undefined && value > 0) page.number(value);
}

const comma = utf8(',');
const nothing = utf8(','.repeat(tracedColumns.length));

/** The words of each combination of flags, apart by spaces, with the comma before them. */
const flagFields = Array.from({ length: 256 }, (_, flags) => utf8(`,${flagWords(flags)}`));

function flagWords(flags: number): string {
  const words: readonly (readonly [string, number])[] = [
    ['not-callable', slotFlags.notCallable],
    ['awaited-at-once', slotFlags.awaitedAtOnce],
    ['unpicklable', slotFlags.unpicklable],
    ['worker-died', slotFlags.workerDied],
  ];
  return words.flatMap(([word, bit]) => ((flags & bit) === 0 ? [] : [word])).join(' ');
}
