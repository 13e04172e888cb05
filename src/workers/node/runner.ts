import { Socket } from 'node:net';
import { toEnvelope } from '../../shared/errors.ts';
import { encodeFrame, FrameSplitter } from '../../shared/frame.ts';
import type { RunnerCommand, RunnerEvent, TaskSource } from '../../shared/worker-protocol.ts';
import { inspect, probe } from './inspection.ts';
import { resolveInputs, type TaskInputs } from './task-inputs.ts';
import { loadTaskModule, type TaskFunction, type TaskModule } from './task-module.ts';
import { openTrial, type Trial } from './trial.ts';

/**
 * The runner: the process in which user code runs, on the user's Node. It inspects a task module, or runs
 * one trial of it, as the engine says over the channel, and then ends. It prints nothing of its own:
 * stdout and stderr belong to the task.
 */
const channelFd = 3;
const channel = new Socket({ fd: channelFd, readable: true, writable: true });
const splitter = new FrameSplitter<RunnerCommand>();
const say = (event: RunnerEvent): boolean => channel.write(encodeFrame(event));

channel.on('data', (piece) => {
  for (const command of splitter.push(piece)) void obey(command);
});
// The engine is gone; the keeper is about to kill this process anyway.
channel.on('close', () => process.exit(1));
channel.on('error', () => process.exit(1));

let inspected: { source: TaskSource; task: TaskFunction; inputs: TaskInputs; originNs: string } | null = null;
let trial: Trial | null = null;

async function obey(command: RunnerCommand): Promise<void> {
  try {
    switch (command.type) {
      case 'inspect': {
        const { source, originNs } = command;
        const { module, inputs } = await load(source);
        inspected = { source, task: module.task, inputs, originNs };
        return void say({ type: 'inspected', inspection: inspect(module, inputs) });
      }
      case 'probe':
        if (inspected === null) return;
        return void say({
          type: 'probed',
          probe: await probe(inspected, inspected.inputs, inspected.originNs),
        });
      case 'prepare': {
        const { module, inputs } = await load(command.setup.source);
        trial = await openTrial(command.setup, command.originNs, module, inputs, say);
        return void say(trial.ready());
      }
      case 'run':
        return void say((await trial?.run()) ?? unprepared());
      case 'close':
        await trial?.close();
        process.exit(0);
    }
  } catch (thrown) {
    say({ type: 'failed', error: toEnvelope(thrown) });
  }
}

async function load(source: TaskSource): Promise<{ module: TaskModule; inputs: TaskInputs }> {
  const module = await loadTaskModule(source);
  return { module, inputs: await resolveInputs(module, source) };
}

const unprepared = (): RunnerEvent => ({
  type: 'failed',
  error: {
    code: 'internal',
    message: 'The runner was told to run before it was prepared.',
    remedy: 'Report this.',
  },
});
