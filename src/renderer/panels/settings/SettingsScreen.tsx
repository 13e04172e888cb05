import { useSurroundings } from '../../connection/use-surroundings.ts';
import type { Theme } from '../../../shared/workplace.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { InterpreterChoice } from './InterpreterChoice.tsx';
import { SessionsFolder } from './SessionsFolder.tsx';
import styles from './SettingsScreen.module.css';
import { ThisMachine } from './ThisMachine.tsx';
import { useChangeSettings } from './use-change-settings.ts';

const themeOptions: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export const SettingsScreen = () => {
  const surroundings = useSurroundings();
  const { interpreters } = surroundings;
  const { settings, change, isSaved } = useChangeSettings();
  const those = (language: 'node' | 'python') => interpreters.filter((one) => one.language === language);
  return (
    <Screen
      title="Settings"
      subtitle="They hold for every window and for the command line, and apply at once."
      actions={<output>{isSaved && <Badge tone="good">Saved</Badge>}</output>}
    >
      <div className={styles['cards']}>
        <Card title="Appearance">
          <Segmented
            label="Theme"
            value={settings.theme}
            options={themeOptions}
            onChange={(theme) => change({ theme })}
          />
        </Card>
        <Card title="Sessions">
          <SessionsFolder
            folder={surroundings.sessionsFolder}
            isChosen={settings.sessionsFolder !== null}
            onChange={(sessionsFolder) => change({ sessionsFolder })}
          />
        </Card>
        <Card title="Node">
          <InterpreterChoice
            name="Node"
            explanation="Runs your tasks. For TypeScript files it has to strip types, else Corelane's own Node is used."
            found={those('node')}
            chosen={settings.node}
            onChange={(node) => change({ node })}
          />
        </Card>
        <Card title="Python">
          <InterpreterChoice
            name="Python"
            explanation="Kept for the version of Corelane that measures Python; this one measures Node only."
            found={those('python')}
            chosen={settings.python}
            onChange={(python) => change({ python })}
          />
        </Card>
        <div className={styles['wide']}>
          <ThisMachine surroundings={surroundings} />
        </div>
      </div>
    </Screen>
  );
};
