import { formatCount, formatMilliseconds } from '../../../../shared/figures.ts';
import type { ProfiledProcess } from '../../../../shared/profile-report.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Truncated } from '../../../ui/Truncated.tsx';
import { shortCommand } from '../../../format/short-command.ts';
import styles from './BusiestProcesses.module.css';
import { sumOfThreads } from './thread-figures.ts';

/** Enough to see who did it; all of them are in the tab of the threads. */
const mostShown = 8;

interface BusiestProcessesProps {
  readonly processes: readonly ProfiledProcess[];
  readonly onThreads: () => void;
}

/** The processes that took most CPU time. */
export function BusiestProcesses({ processes, onThreads }: BusiestProcessesProps) {
  const rows = processes
    .map((process) => ({ ...process, sum: sumOfThreads(process.threads) }))
    .sort((a, b) => (b.sum.on_cpu_ms ?? -1) - (a.sum.on_cpu_ms ?? -1))
    .slice(0, mostShown);
  const others = processes.length - rows.length;
  return (
    <Card
      title="Processes"
      aside={
        <Button size="small" variant="ghost" icon="threads" onClick={onThreads}>
          All threads
        </Button>
      }
    >
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Command</th>
            <th scope="col" className={styles['number']}>
              Threads
            </th>
            <th scope="col" className={styles['number']}>
              CPU time
            </th>
            <th scope="col" className={styles['number']}>
              Waited
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ pid, command, threads, sum }, at) => (
            // Pids can come again within one recording.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={`${pid} ${at}`}>
              <th scope="row" className={styles['command']}>
                <span title={command}>
                  <Truncated text={shortCommand(command)} />
                </span>
                <span className={styles['pid']}>pid {pid}</span>
              </th>
              <td className={styles['number']}>{formatCount(threads.length)}</td>
              <td className={styles['number']}>{formatMilliseconds(sum.on_cpu_ms)}</td>
              <td className={styles['number']}>{formatMilliseconds(sum.run_delay_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others > 0 && <p className={styles['others']}>and {formatCount(others)} more</p>}
    </Card>
  );
}
