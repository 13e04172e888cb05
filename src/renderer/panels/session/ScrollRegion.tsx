import type { ReactNode } from 'react';

interface ScrollRegionProps {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}

/** What may be wider or higher than its place, and can be scrolled by keyboard, too. */
export const ScrollRegion = ({ label, className, children }: ScrollRegionProps) => (
  // Without a tab stop of its own, nobody gets into a region that holds text alone.
  <section aria-label={label} tabIndex={0} className={className}>
    {children}
  </section>
);
