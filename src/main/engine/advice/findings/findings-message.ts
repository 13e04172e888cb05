import type { ErrorEnvelope } from '../../../../shared/errors.ts';
import type { Finding } from '../../../../shared/lab-report.ts';
import type { LabFacts, ProfileFacts } from './findings.ts';

/** What the thread that looks for findings is started with: a session, and what the engine knows of it. No message follows. */
export type FindingsOrder =
  | { readonly command: 'profile'; readonly path: string; readonly facts: ProfileFacts }
  | { readonly command: 'lab'; readonly path: string; readonly facts: LabFacts };

/** Its one answer. */
export type FindingsAnswer =
  | { readonly kind: 'found'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope };
