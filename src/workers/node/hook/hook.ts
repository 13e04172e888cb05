/**
 * Entry of the hook that traces a Node program: loaded by `--require` in NODE_OPTIONS, in every thread and in every Node that the program
 * starts. The build wraps it: it is not even begun on a Node that is too old.
 */
import { traceVariable } from '../../../shared/trace-format.ts';
import { publishReplacements } from './builtins.ts';
import { quietly } from './guard.ts';
import { startTracing } from './tracing.ts';
import { ownBriefing } from './thread-briefing.ts';
import { tellUntraced } from './untraced.ts';

quietly(() => {
  // Nothing of the program finds it among its modules.
  delete require.cache[__filename];
  if (!isFirst()) return;
  const briefing = ownBriefing();
  const folder = briefing?.folder ?? process.env[traceVariable];
  if (folder === undefined || folder === '') return;
  try {
    startTracing(folder, briefing, __filename);
    publishReplacements();
  } catch (error) {
    // The program runs as it would alone.
    tellUntraced(folder, error);
  }
});

/** Node's test runner hands options of NODE_OPTIONS on as words, too: then they are there twice. */
function isFirst(): boolean {
  const mark = Symbol.for('corelane.hook');
  if (Reflect.has(process, mark)) return false;
  Object.defineProperty(process, mark, { value: true });
  return true;
}
