import os from 'node:os';
import type { Machine } from '../../../shared/lab-report.ts';

/** The machine as node:os knows it on every system. */
export function describeMachine(): Machine {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() ?? '';
  return {
    cpus: Math.max(cpus.length, os.availableParallelism()),
    model: model === '' ? `unknown ${os.arch()} processor` : model,
    os: `${os.type()} ${os.release()}`,
  };
}
