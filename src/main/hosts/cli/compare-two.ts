import { compareSessions } from '../../engine/comparison/compare-sessions.ts';
import { findSession } from '../../engine/library/find-session.ts';
import { sessionsFolderInForce } from '../../engine/workplace/settings-file.ts';
import { renderComparison } from './comparison-text.ts';
import { viewOf } from './text-view.ts';

/** `corelane compare`: two sessions side by side, as text or as one object. */
export function compareTwo(a: string, b: string, { json }: { readonly json: boolean }): void {
  const folder = sessionsFolderInForce();
  const { report } = compareSessions(findSession(a, folder), findSession(b, folder));
  process.stdout.write(
    json ? `${JSON.stringify(report, null, 2)}\n` : renderComparison(report, viewOf(process.stdout)),
  );
}
