import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import type { Route } from '../../shared/route.ts';
import { LiveScreen } from '../panels/live/LiveScreen.tsx';
import { ProfileScreen } from '../panels/profile/ProfileScreen.tsx';
import { SessionsScreen } from '../panels/sessions/SessionsScreen.tsx';
import { SettingsScreen } from '../panels/settings/SettingsScreen.tsx';
import { StartScreen } from '../panels/start/StartScreen.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { ScreenBoundary } from './ScreenBoundary.tsx';
import { screenKey } from './screen-key.ts';
import styles from './ScreenView.module.css';

// Charts weigh more than everything else together, and the first screen has none.
const SessionScreen = lazy(async () => {
  const { SessionScreen: loaded } = await import('../panels/session/SessionScreen.tsx');
  return { default: loaded };
});

const CompareScreen = lazy(async () => {
  const { CompareScreen: loaded } = await import('../panels/compare/CompareScreen.tsx');
  return { default: loaded };
});

/** The screen that a route names. When the window is taken to another one, focus moves to its heading. */
export const ScreenView = ({ route }: { readonly route: Route }) => {
  const key = screenKey(route);
  return (
    <main id="main" className={styles['view']}>
      <ScreenBoundary key={key}>
        <Suspense fallback={<Opening />}>
          <Arrival>{screenOf(route)}</Arrival>
        </Suspense>
      </ScreenBoundary>
    </main>
  );
};

function screenOf(route: Route): ReactNode {
  switch (route.screen) {
    case 'start':
      return <StartScreen task={route.task} />;
    case 'profile':
      return <ProfileScreen script={route.script} again={route.again} />;
    case 'live':
      return <LiveScreen job={route.job} />;
    case 'session':
      return <SessionScreen session={route.session} tab={route.tab} />;
    case 'compare':
      return <CompareScreen a={route.a} b={route.b} />;
    case 'sessions':
      return <SessionsScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}

const Opening = () => (
  <div className={styles['opening']}>
    <Spinner label="Opening…" />
  </div>
);

/**
 * Runs its effect when the screen itself is there, its code included. The window's first screen takes no focus; that it is
 * there stands on the document, for whoever waits for the app.
 */
const Arrival = ({ children }: { readonly children: ReactNode }) => {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (dataset['ready'] === 'true') document.querySelector<HTMLElement>('#main h1')?.focus();
    dataset['ready'] = 'true';
  }, []);
  return children;
};
