import { Truncated } from '../../ui/Truncated.tsx';
import type { Place, PlaceGroup } from './dialog-words.ts';
import styles from './Places.module.css';

interface PlacesProps {
  readonly groups: readonly PlaceGroup[];
  readonly onOpen: (place: Place) => void;
}

export const Places = ({ groups, onOpen }: PlacesProps) => (
  <div className={styles['places']}>
    {groups.map(({ title, places }) => (
      <section key={title} aria-label={title}>
        <h3 className={styles['title']}>{title}</h3>
        {places.map((place) => (
          <button key={place.path} type="button" className={styles['place']} onClick={() => onOpen(place)}>
            <Truncated text={place.label} />
          </button>
        ))}
      </section>
    ))}
  </div>
);
