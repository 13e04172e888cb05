import { objectives, preferences } from '../../../shared/experiment.ts';
import { allExecutors } from '../../../shared/executors.ts';
import { pinPolicies } from '../../../shared/lab-report.ts';
import { emptyDraft, type LabDraft } from './lab-draft.ts';

/** Choices are remembered per task for as long as the window lives: people come back from a session to change one of them. */
const keyOf = (task: string): string => `corelane draft ${task}`;

/** The choices made for this task before, else the usual ones. */
export function recallDraft(task: string): LabDraft {
  try {
    return readDraft(JSON.parse(sessionStorage.getItem(keyOf(task)) ?? 'null'));
  } catch {
    // Storage that is switched off, or holds what an older version left.
    return emptyDraft;
  }
}

export function rememberDraft(task: string, draft: LabDraft): void {
  try {
    sessionStorage.setItem(keyOf(task), JSON.stringify(draft));
  } catch {
    // Full or switched off: the choices then last until the screen is left.
  }
}

/** A draft from what JSON gave; what is missing or of another kind is as in the empty draft. */
export function readDraft(stored: unknown): LabDraft {
  const found: Readonly<Record<string, unknown>> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const text = (
    key: 'taskTimeout' | 'budget' | 'inputs' | 'node' | 'python' | 'asyncVariant' | 'out',
  ): string => (typeof found[key] === 'string' ? found[key] : emptyDraft[key]);
  const { executors } = found;
  return {
    executors: Array.isArray(executors)
      ? allExecutors.filter((executor) => executors.includes(executor))
      : emptyDraft.executors,
    workers: wholeNumbers(found['workers']) ?? emptyDraft.workers,
    cores: wholeNumbers(found['cores']),
    pin: pinPolicies.find((policy) => policy === found['pin']) ?? emptyDraft.pin,
    tasks: typeof found['tasks'] === 'number' ? found['tasks'] : null,
    repeat: typeof found['repeat'] === 'number' ? found['repeat'] : emptyDraft.repeat,
    taskTimeout: text('taskTimeout'),
    budget: text('budget'),
    objective: objectives.find((name) => name === found['objective']) ?? emptyDraft.objective,
    inputs: text('inputs'),
    node: text('node'),
    python: text('python'),
    asyncVariant: text('asyncVariant'),
    prefer: preferences.find((half) => half === found['prefer']) ?? null,
    out: text('out'),
  };
}

function wholeNumbers(stored: unknown): readonly number[] | null {
  if (!Array.isArray(stored)) return null;
  return stored.filter((value): value is number => Number.isInteger(value) && value >= 0);
}
