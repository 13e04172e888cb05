/** Corelane's mark: work on three lanes. */
export const Mark = ({ size = 24 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    <rect width="24" height="24" rx="6" fill="var(--accent)" />
    <g fill="var(--text-on-accent)">
      <rect x="5" y="5.5" width="9" height="3" rx="1.5" />
      <rect x="10" y="10.5" width="9" height="3" rx="1.5" />
      <rect x="5" y="15.5" width="6" height="3" rx="1.5" />
      <rect x="13" y="15.5" width="6" height="3" rx="1.5" opacity="0.55" />
    </g>
  </svg>
);
