import { counted } from '../../../shared/figures.ts';
import type { RefusedSite, SwappedSite, WhatIfReport } from '../../../shared/what-if.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { RunBars } from './RunBars.tsx';
import { shortSite } from './short-site.ts';
import styles from './WhatIfResult.module.css';

/** What a what-if comes to: in what the variant differs first, as nothing else counts then; how long both took; what was swapped and what not. */
export function WhatIfResult({ report }: { readonly report: WhatIfReport | null }) {
  if (report === null || report.runs.length === 0) {
    return (
      <EmptyState icon="flask" title="Nothing to compare yet">
        The recording ended before the script had run once.
      </EmptyState>
    );
  }
  const { differences, verdict, comparison, baseline, swapped, refused, cwd } = report;
  return (
    <div className={styles['panel']}>
      {differences.length > 0 && (
        <Notice tone="bad" title="The variant does not do the same as the script">
          <ul className={styles['differences']}>
            {differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </Notice>
      )}
      <section aria-label="Verdict" className={styles['verdict']} data-tone={toneOf(report)}>
        <p>{verdict}</p>
        {comparison !== null && !comparison.significant && <Badge tone="neutral">within noise</Badge>}
      </section>
      {baseline.runs > 0 && (
        <Card title="Wall time" aside="median, with each run">
          <RunBars report={report} />
        </Card>
      )}
      <div className={styles['columns']}>
        {(swapped.length > 0 || report.swap !== null) && (
          <Card title="Swapped" aside={<SwappedTasks tasks={report.tasks} />}>
            {swapped.length === 0 ? (
              <p className={styles['none']}>No call was swapped.</p>
            ) : (
              <ul className={styles['sites']}>
                {swapped.map((site) => (
                  <Site key={site.site} site={site} cwd={cwd} />
                ))}
              </ul>
            )}
          </Card>
        )}
        {refused.length > 0 && (
          <Card title="Not swapped" aside={counted(refused.length, 'place')}>
            <ul className={styles['sites']}>
              {refused.map((site) => (
                <Refused key={site.site} site={site} cwd={cwd} />
              ))}
            </ul>
          </Card>
        )}
      </div>
    </div>
  );
}

function toneOf({ differences, comparison }: WhatIfReport): 'good' | 'bad' | 'neutral' {
  if (differences.length > 0) return 'bad';
  if (comparison?.significant !== true) return 'neutral';
  return comparison.ratio < 1 ? 'good' : 'bad';
}

function SwappedTasks({ tasks }: Pick<WhatIfReport, 'tasks'>) {
  if (tasks === null) return null;
  const all = tasks.swapped === tasks.total;
  return (
    <Badge tone={all ? 'good' : 'warning'}>{`${tasks.swapped} of ${counted(tasks.total, 'task')}`}</Badge>
  );
}

interface SiteProps<Kind extends SwappedSite = SwappedSite> {
  readonly site: Kind;
  /** The folder that the script ran in. */
  readonly cwd: string;
}

const Site = ({ site: { site, function: name, tasks }, cwd }: SiteProps) => (
  <li>
    <code className={styles['place']}>{shortSite(site, cwd)}</code>
    <span className={styles['in']}>
      in {name}
      {tasks !== null && `, ${counted(tasks, 'task')}`}
    </span>
  </li>
);

const Refused = ({ site, cwd }: SiteProps<RefusedSite>) => (
  <>
    <Site site={site} cwd={cwd} />
    <li className={styles['reason']}>{site.reason}</li>
  </>
);
