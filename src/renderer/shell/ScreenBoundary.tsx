import { Component, type ReactNode } from 'react';
import { messageOf } from '../../shared/errors.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Screen } from '../ui/Screen.tsx';

interface ScreenBoundaryState {
  readonly failure: string | null;
}

/** Keeps a defect in one screen from taking the window with it. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, ScreenBoundaryState> {
  override state: ScreenBoundaryState = { failure: null };

  static getDerivedStateFromError(thrown: unknown): ScreenBoundaryState {
    return { failure: messageOf(thrown) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <Screen title="This screen failed">
        <Notice
          tone="bad"
          title={`Corelane could not draw this screen: ${failure}`}
          action={
            <Button icon="refresh" onClick={() => window.location.reload()}>
              Reload the window
            </Button>
          }
        >
          Nothing that is recorded depends on this window.
        </Notice>
      </Screen>
    );
  }
}
