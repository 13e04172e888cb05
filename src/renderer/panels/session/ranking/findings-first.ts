import type { Finding, LabReport } from '../../../../shared/lab-report.ts';

/** Findings of the recommended configuration before those of others, else as they came. */
export const recommendedFirst = ({
  findings,
  verdict,
}: Pick<LabReport, 'findings' | 'verdict'>): readonly Finding[] => {
  const isOfRecommended = ({ evidence: { executor, workers } }: Finding): boolean =>
    executor === verdict.executor && workers === verdict.workers;
  return [...findings.filter(isOfRecommended), ...findings.filter((finding) => !isOfRecommended(finding))];
};
