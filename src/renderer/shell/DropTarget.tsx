import { useEffect, useEffectEvent, useState } from 'react';
import { useFileChooser } from '../connection/use-file-chooser.ts';
import { useRoute } from '../connection/use-route.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './DropTarget.module.css';
import { routeOfFile } from './route-of-file.ts';

/** A file dropped anywhere on the window is opened. A screen that takes it itself prevents the default. */
export const DropTarget = () => {
  const [isOver, setIsOver] = useState(false);
  const { pathOfDropped } = useFileChooser();
  const [, go] = useRoute();
  const open = useEffectEvent(async (file: File) => {
    const path = await pathOfDropped(file);
    if (path !== null) go(routeOfFile(path));
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
  if (!isOver) return null;
  return (
    <div className={styles['veil']}>
      <p className={styles['words']}>
        <Icon name="drop" size={24} /> Drop a task file or a session to open it
      </p>
    </div>
  );
};
