import { useState } from 'react';
import { useRoute } from '../connection/use-route.ts';
import { keepCharacterKeys, readCharacterKeys } from './character-keys.ts';
import { DropTarget } from './DropTarget.tsx';
import { LinkBanner } from './LinkBanner.tsx';
import { Rail } from './Rail.tsx';
import { ScreenView } from './ScreenView.tsx';
import styles from './Shell.module.css';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useCommands } from './use-commands.ts';
import { useEndedMeasurements } from './use-ended-measurements.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useTheme } from './use-theme.ts';

/** The window: the rail, the screen the route names, and what concerns all screens. */
export const Shell = () => {
  const [route] = useRoute();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [useCharacters, setUseCharacters] = useState(readCharacterKeys);
  const { run, goLive } = useCommands();
  useTheme();
  useEndedMeasurements(route);
  useShortcuts(useCharacters, (action) => {
    if (action.type === 'command') run(action.command);
    else if (action.type === 'live') goLive();
    else setIsHelpOpen(true);
  });
  return (
    <div className={styles['window']}>
      <button type="button" className={styles['skip']} onClick={focusHeading}>
        Skip to content
      </button>
      <LinkBanner />
      <Rail route={route} onHelp={() => setIsHelpOpen(true)} />
      <ScreenView route={route} />
      <DropTarget />
      <ShortcutsDialog
        open={isHelpOpen}
        onOpenChange={setIsHelpOpen}
        useCharacters={useCharacters}
        onUseCharactersChange={(use) => {
          setUseCharacters(use);
          keepCharacterKeys(use);
        }}
      />
    </div>
  );
};

/** A button and no link: the hash is the route. */
const focusHeading = (): void => document.querySelector<HTMLElement>('#main h1')?.focus();
