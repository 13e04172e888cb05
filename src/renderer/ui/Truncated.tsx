import { useRef, useState } from 'react';
import { Tooltip } from './Tooltip.tsx';
import styles from './Truncated.module.css';

/** One line that ends in an ellipsis where there is no room, and tells all of itself in a tooltip then. */
export const Truncated = ({ text, className }: { readonly text: string; readonly className?: string }) => {
  const line = useRef<HTMLSpanElement>(null);
  const [cut, setCut] = useState(false);
  const measure = () => setCut(line.current !== null && line.current.scrollWidth > line.current.clientWidth);
  return (
    <Tooltip content={text} disabled={!cut}>
      <span
        ref={line}
        className={[styles['line'], className].filter(Boolean).join(' ')}
        onPointerOver={measure}
      >
        {text}
      </span>
    </Tooltip>
  );
};
