import { useRoute } from '../../../connection/use-route.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';

/** What to do for a flame graph, where no samples were taken. */
export function NoSamples({ complete }: { readonly complete: boolean }) {
  const [route, go] = useRoute();
  const session = route.screen === 'session' ? route.session : null;
  return (
    <EmptyState
      icon="activity"
      title={complete ? 'No CPU samples were taken' : 'No CPU samples so far'}
      action={
        <Button icon="refresh" onClick={() => go({ screen: 'profile', script: null, again: session })}>
          Profile it again
        </Button>
      }
    >
      <p>
        They tell which functions a Python or Node program was in. Choose <em>Take CPU samples</em> when you
        profile it, or run:
      </p>
      <p>
        <code>corelane profile --cpu-profile -- COMMAND</code>
      </p>
    </EmptyState>
  );
}
