import { useMemo } from 'react';
import { useCall } from '../../connection/use-call.ts';
import { useRoute } from '../../connection/use-route.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { AsyncVariantField } from './AsyncVariantField.tsx';
import styles from './ConfigureLab.module.css';
import { CoreChoice } from './CoreChoice.tsx';
import { ExecutorChoice } from './ExecutorChoice.tsx';
import { FunctionChoice } from './FunctionChoice.tsx';
import { findProblems, refusalsOf, type DraftLimits, type LabDraft } from './lab-draft.ts';
import { MeasureBar } from './MeasureBar.tsx';
import { MoreOptions } from './MoreOptions.tsx';
import { rememberDraft } from './draft-memory.ts';
import { languageOfTask, splitPath } from './task-name.ts';
import { TaskSummary } from './TaskSummary.tsx';
import { TrialChoice } from './TrialChoice.tsx';
import { useDraft } from './use-draft.ts';
import { useSettled } from '../../connection/use-settled.ts';
import { WorkerChoice } from './WorkerChoice.tsx';

/** A task, and what to compare. */
export const ConfigureLab = ({ task }: { readonly task: string }) => {
  const surroundings = useSurroundings();
  const [, go] = useRoute();
  const [draft, change] = useDraft(task);
  const inspection = useInspection(task, draft);
  const inspected = inspection.state === 'ready' ? inspection.value : null;

  const { cores } = surroundings;
  const { asyncVariant } = draft;
  const language = inspected?.language ?? languageOfTask(task);
  const limits = useMemo<DraftLimits>(
    () => ({
      language,
      refusals: refusalsOf(inspected?.refusals ?? [], { asyncVariant }),
      cores: cores.map(({ core }) => core),
    }),
    [inspected, cores, language, asyncVariant],
  );
  const problems = findProblems(draft, limits);
  const { name, folder } = splitPath(task);
  const chooseTask = (other: string) => {
    // Another function of the module is measured in the same way.
    rememberDraft(other, draft);
    go({ screen: 'start', task: other });
  };
  const part = { draft, change, problems, limits };
  return (
    <Screen
      title={name}
      subtitle={<Truncated text={folder} />}
      actions={
        <Button icon="back" onClick={() => go({ screen: 'start', task: null })}>
          Choose another task
        </Button>
      }
    >
      <div className={styles['content']}>
        {inspection.state === 'failed' ? (
          <Notice
            tone="bad"
            title={inspection.error.message}
            action={<Button onClick={inspection.retry}>Retry</Button>}
          >
            <p>{inspection.error.remedy}</p>
          </Notice>
        ) : (
          <TaskSummary inspected={inspected} />
        )}
        {language === 'python' && (
          <FunctionChoice
            task={task}
            functions={inspected?.functions ?? null}
            failed={inspection.state === 'failed'}
            onChoose={chooseTask}
          />
        )}
        <div className={styles['columns']}>
          <div className={styles['column']}>
            <ExecutorChoice {...part} />
            <AsyncVariantField {...part} task={task} inspected={inspected} />
          </div>
          <div className={styles['column']}>
            <WorkerChoice {...part} />
            <CoreChoice
              cores={cores}
              chosen={draft.cores}
              onChange={(chosen) => change({ cores: chosen })}
              problem={problems.cores}
            />
            <TrialChoice {...part} tasks={inspected?.tasks ?? null} />
          </div>
        </div>
        <MoreOptions {...part} interpreters={surroundings.interpreters} />
      </div>
      <MeasureBar
        task={task}
        {...part}
        inspected={inspected}
        failure={inspection.state === 'failed' ? inspection.error.message : null}
      />
    </Screen>
  );
};

/** The task as the engine finds it, looked at again when its inputs or its interpreter change. */
function useInspection(task: string, draft: Pick<LabDraft, 'inputs' | 'node' | 'python'>) {
  const inputs = useSettled(draft.inputs.trim(), 400);
  const node = useSettled(draft.node.trim(), 400);
  const python = useSettled(draft.python.trim(), 400);
  return useCall(
    (engine) =>
      engine.inspectTask(task, {
        inputs: inputs === '' ? null : inputs,
        node: node === '' ? null : node,
        python: python === '' ? null : python,
      }),
    [task, inputs, node, python],
  );
}
