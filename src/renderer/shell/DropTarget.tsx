import { useEffect, useEffectEvent, useState } from 'react';
import type { Route } from '../../shared/route.ts';
import { useFileChooser } from '../connection/use-file-chooser.ts';
import { useRoute } from '../connection/use-route.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './DropTarget.module.css';
import { OpenFileDialog } from './OpenFileDialog.tsx';
import { openingsOf } from './route-of-file.ts';

/** A file dropped anywhere on the window is opened; where that can mean several things, it asks. A screen that takes it itself prevents the default. */
export const DropTarget = () => {
  const [isOver, setIsOver] = useState(false);
  const { pathOfDropped } = useFileChooser();
  const [route, go] = useRoute();
  const [asked, setAsked] = useState<string | null>(null);
  const open = useEffectEvent(async (file: File) => {
    const path = await pathOfDropped(file);
    if (path === null) return;
    const openings = openingsOf(path);
    // Who is about to profile something has said what for.
    const chosen = openings.length === 1 ? openings[0] : openings.find((one) => isOn(route, one.route));
    if (chosen === undefined) setAsked(path);
    else go(chosen.route);
  });
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      const file = event.dataTransfer?.files[0];
      if (event.defaultPrevented || file === undefined) return;
      event.preventDefault();
      void open(file);
    };
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, []);
  if (asked !== null) {
    return (
      <OpenFileDialog
        path={asked}
        openings={openingsOf(asked)}
        onChoose={(chosen) => {
          setAsked(null);
          if (chosen !== null) go(chosen);
        }}
      />
    );
  }
  if (!isOver) return null;
  return (
    <div className={styles['veil']}>
      <p className={styles['words']}>
        <Icon name="drop" size={24} /> Drop a task file, a script, a program or a session
      </p>
    </div>
  );
};

/** The form that a file would be opened in is the one that is filled in right now. */
const isOn = (now: Route, then: Route): boolean => now.screen === 'profile' && then.screen === 'profile';
