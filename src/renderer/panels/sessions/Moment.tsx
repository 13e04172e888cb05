import { formatAgo, formatMoment } from '../../format/moment.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './Moment.module.css';

/** How long ago; the tooltip says when exactly. */
export const Moment = ({ iso }: { readonly iso: string | null }) => (
  <Tooltip content={formatMoment(iso)}>
    <time dateTime={iso ?? undefined} className={styles['moment']}>
      {formatAgo(iso)}
    </time>
  </Tooltip>
);
