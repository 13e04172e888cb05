import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { locateTask } from '../../engine/lab/task-file.ts';
import type { Route } from '../../../shared/route.ts';

/** A task by its ending; `.py` as well, to say why a function of Python's is none. */
const taskEnding = /\.(?:[cm]?[jt]s|py(?::\w+)?)$/;

/**
 * Where the app begins for what the user named: a task's file, a script to profile, else a session.
 * @throws CorelaneError task-not-found, task-invalid, session-unreadable.
 */
export async function routeOfTarget(target: string | null): Promise<Route> {
  if (target === null) return { screen: 'start', task: null };
  if (target.endsWith('.py') && existsSync(target)) {
    return { screen: 'profile', script: resolve(target), again: null };
  }
  if (taskEnding.test(target)) {
    locateTask({ task: target, tasks: null, inputs: null });
    return { screen: 'start', task: resolve(target) };
  }
  // Sessions are looked up only when one is asked for: it takes SQLite.
  const { findSession } = await import('../../engine/library/find-session.ts');
  const { sessionsFolderInForce } = await import('../../engine/workplace/settings-file.ts');
  return { screen: 'session', session: findSession(target, sessionsFolderInForce()), tab: 'ranking' };
}
