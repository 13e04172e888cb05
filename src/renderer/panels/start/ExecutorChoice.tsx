import { allExecutors, executorsOf, type Executor } from '../../../shared/executors.ts';
import { Card } from '../../ui/Card.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import type { DraftPart } from './draft-part.ts';
import styles from './ExecutorChoice.module.css';
import { executorFacts } from './executor-facts.ts';
import { FieldError } from './FieldError.tsx';

/** Which concurrency APIs to compare. */
export const ExecutorChoice = ({ draft, change, problems, limits }: DraftPart) => {
  const choose = (executor: Executor, chosen: boolean) =>
    change({
      executors: allExecutors.filter((one) => (one === executor ? chosen : draft.executors.includes(one))),
    });
  return (
    <Card title="Executors">
      <div className={styles['rows']}>
        {executorsOf[limits.language].map((executor) => {
          const refused = limits.refusals.find((refusal) => refusal.executor === executor);
          return (
            <Checkbox
              key={executor}
              checked={refused === undefined && draft.executors.includes(executor)}
              disabled={refused !== undefined}
              onChange={(chosen) => choose(executor, chosen)}
              label={<ExecutorMark executor={executor} name={executor} />}
              description={
                refused === undefined
                  ? executorFacts[executor]
                  : `Left out: ${refused.reason} ${refused.remedy}`
              }
            />
          );
        })}
      </div>
      <FieldError problem={problems.executors} />
    </Card>
  );
};
