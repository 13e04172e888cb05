import type { DraftLimits, DraftProblems, LabDraft } from './lab-draft.ts';
import type { ChangeDraft } from './use-draft.ts';

/** What each part of the configuration works on. */
export interface DraftPart {
  readonly draft: LabDraft;
  readonly change: ChangeDraft;
  readonly problems: DraftProblems;
  readonly limits: DraftLimits;
}
