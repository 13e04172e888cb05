import { useCallback, useEffect, useState } from 'react';
import { recallDraft, rememberDraft } from './draft-memory.ts';
import type { LabDraft } from './lab-draft.ts';

export type ChangeDraft = (change: Partial<LabDraft>) => void;

/** The choices for a task, kept for as long as the window lives. */
export function useDraft(task: string): [LabDraft, ChangeDraft] {
  const [draft, setDraft] = useState(() => recallDraft(task));
  useEffect(() => rememberDraft(task, draft), [task, draft]);
  const change = useCallback<ChangeDraft>((part) => setDraft((before) => ({ ...before, ...part })), []);
  return [draft, change];
}
