import { useLink, useLinkState } from '../connection/use-link.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './LinkBanner.module.css';

/** What stands between this window and the engine, and the way out. The screen below keeps what it shows and what was typed into it. */
export const LinkBanner = () => {
  const link = useLink();
  const { channel, engine } = useLinkState();
  if (channel === 'lost') {
    return (
      <div className={styles['banner']} role="alert">
        <Icon name="warning" />
        <p>Connection lost, trying again… What is being recorded goes on.</p>
        <Button size="small" onClick={() => link.retryNow()}>
          Try now
        </Button>
      </div>
    );
  }
  if (engine.type === 'ended') {
    return (
      <div className={styles['banner']} role="alert">
        <Icon name="warning" />
        <p>
          {engine.reason} <span className={styles['kept']}>What was recorded until then is kept.</span>
        </p>
        <Button size="small" variant="primary" icon="refresh" onClick={() => link.restartEngine()}>
          Restart engine
        </Button>
      </div>
    );
  }
  return null;
};
