/** Wall clock for people, local: 2026-11-21 22:45. An unreadable moment is an en dash. */
export function formatMoment(iso: string): string {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime())
    ? '–'
    : `${day(moment)} ${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
}

/** Local time in digits that sort, fit for a file name: 2026-11-21-224504. */
export const momentForName = (moment: Date): string =>
  `${day(moment)}-${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(twoDigits).join('')}`;

/** The moment that `momentForName` wrote at the end of a name (a count may follow), in ms since 1970; null when there is none. */
export function momentInName(name: string): number | null {
  const found = /-(\d{4})-(\d\d)-(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\d+)?$/.exec(name);
  if (found === null) return null;
  const [year = 0, month = 1, date = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return new Date(year, month - 1, date, hour, minute, second).getTime();
}

const day = (moment: Date): string =>
  `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
