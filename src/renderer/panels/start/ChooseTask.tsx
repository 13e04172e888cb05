import { useSurroundings } from '../../connection/use-surroundings.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Screen } from '../../ui/Screen.tsx';
import styles from './ChooseTask.module.css';
import { ExampleCards } from './ExampleCards.tsx';
import { RecentTasks } from './RecentTasks.tsx';
import { StartWays } from './StartWays.tsx';
import { TaskDropZone } from './TaskDropZone.tsx';
import { TaskModuleHint } from './TaskModuleHint.tsx';

/** The first thing that people see: what Corelane does, three ways to give it a task, and the way to a profile. */
export const ChooseTask = () => {
  const { examples, settings } = useSurroundings();
  const [, go] = useRoute();
  const choose = (task: string) => go({ screen: 'start', task });
  return (
    <Screen
      title="New lab"
      subtitle={
        <p className={styles['purpose']}>
          Give Corelane a task function. It runs it on every concurrency API of Node or Python, watches each
          core, and says which one to use, with how many workers, and why.
        </p>
      }
    >
      <StartWays current="lab" />
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <TaskDropZone onChoose={choose} />
          <RecentTasks tasks={settings.recentTasks} onChoose={choose} />
          <TaskModuleHint />
        </div>
        <div className={styles['column']}>
          <ExampleCards examples={examples} onChoose={choose} />
        </div>
      </div>
    </Screen>
  );
};
