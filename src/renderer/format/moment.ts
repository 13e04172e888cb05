/** Moments of the wall clock, as people read them. Unknown is an en dash. */

const unknown = '–';

const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** ISO 8601 as `22 Nov 2026, 14:03`, in local time. */
export function formatMoment(iso: string | null): string {
  const time = iso === null ? NaN : Date.parse(iso);
  return Number.isNaN(time) ? unknown : dateAndTime.format(time);
}

const spans: readonly { readonly unit: Intl.RelativeTimeFormatUnit; readonly seconds: number }[] = [
  { unit: 'minute', seconds: 60 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'day', seconds: 86_400 },
];
const distance = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

/** `just now`, `5 minutes ago`, `yesterday`; from a week on the moment itself. */
export function formatAgo(iso: string | null, nowMs = Date.now()): string {
  const time = iso === null ? NaN : Date.parse(iso);
  if (Number.isNaN(time)) return unknown;
  const seconds = (nowMs - time) / 1000;
  if (seconds < 60) return 'just now';
  if (seconds >= 7 * 86_400) return formatMoment(iso);
  const span = spans.findLast((one) => seconds >= one.seconds);
  return span === undefined ? unknown : distance.format(-Math.floor(seconds / span.seconds), span.unit);
}
