import { parentPort, workerData } from 'node:worker_threads';
import { toEnvelope } from '../../../../shared/errors.ts';
import type { Finding } from '../../../../shared/lab-report.ts';
import type { FindingsAnswer, FindingsOrder } from './findings-message.ts';
import { labFindings, profileFindings } from './findings.ts';

/** Entry of the thread that looks for findings in one session: millions of slices take seconds, and windows are served meanwhile. */

const order: FindingsOrder = workerData;
const tell = (answer: FindingsAnswer): void => parentPort?.postMessage(answer);

const look = (): readonly Finding[] =>
  order.command === 'lab' ? labFindings(order.path, order.facts) : profileFindings(order.path, order.facts);

try {
  tell({ kind: 'found', findings: look() });
} catch (thrown) {
  tell({ kind: 'failed', error: toEnvelope(thrown) });
}
