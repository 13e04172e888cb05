import { useEvent } from '../connection/use-event.ts';
import { useRoute } from '../connection/use-route.ts';
import type { Job } from '../../shared/jobs.ts';
import type { Route } from '../../shared/route.ts';
import { useToasts, type ToastMessage } from '../ui/use-toasts.ts';
import { fileName } from './job-words.ts';

/** Says that a lab or a profile has ended to whoever looks at something else meanwhile. */
export function useEndedMeasurements(route: Route): void {
  const toasts = useToasts();
  const [, go] = useRoute();
  useEvent('jobChanged', (job) => {
    if (route.screen === 'live' && route.job === job.id) return;
    const message = endOf(job);
    if (message === null || job.work.kind === 'export') return;
    const { session } = job.work;
    const open = () => go({ screen: 'session', session, tab: 'ranking' });
    toasts.show({ ...message, ...(message.tone !== 'bad' && { action: { label: 'Open', run: open } }) });
  });
}

function nameOf(work: Exclude<Job['work'], { readonly kind: 'export' }>): string {
  switch (work.kind) {
    case 'lab':
      return `The lab of ${fileName(work.task)}`;
    case 'profile':
      return `The profile of ${work.command}`;
    case 'what-if':
      return `The what-if of ${work.script}`;
  }
}

function endOf({ work, state }: Job): ToastMessage | null {
  if (work.kind === 'export') return null;
  const name = nameOf(work);
  switch (state.type) {
    case 'running':
    case 'stopping':
      return null;
    case 'done':
      return { title: `${name} is done`, tone: 'good' };
    case 'interrupted':
      return state.kept
        ? { title: `${name} was stopped`, description: 'What it had measured is kept.' }
        : { title: `${name} was stopped before it measured anything`, tone: 'bad' };
    case 'failed':
      return { title: state.error.message, description: state.error.remedy, tone: 'bad' };
  }
}
