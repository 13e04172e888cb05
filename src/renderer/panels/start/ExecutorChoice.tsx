import { nodeExecutors, type NodeExecutor } from '../../../shared/lab-report.ts';
import { Card } from '../../ui/Card.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import type { DraftPart } from './draft-part.ts';
import styles from './ExecutorChoice.module.css';
import { executorFacts, whyUnavailable } from './executor-facts.ts';
import { FieldError } from './FieldError.tsx';

/** Which concurrency APIs to compare. */
export const ExecutorChoice = ({ draft, change, problems, limits }: DraftPart) => {
  const choose = (executor: NodeExecutor, chosen: boolean) =>
    change({
      executors: nodeExecutors.filter((one) => (one === executor ? chosen : draft.executors.includes(one))),
    });
  return (
    <Card title="Executors">
      <div className={styles['rows']}>
        {nodeExecutors.map((executor) => {
          const unavailable = whyUnavailable(executor, limits.notCloneable);
          return (
            <Checkbox
              key={executor}
              checked={unavailable === null && draft.executors.includes(executor)}
              disabled={unavailable !== null}
              onChange={(chosen) => choose(executor, chosen)}
              label={<ExecutorMark executor={executor} />}
              description={unavailable ?? executorFacts[executor]}
            />
          );
        })}
      </div>
      <FieldError problem={problems.executors} />
    </Card>
  );
};
