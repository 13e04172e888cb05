import { reportOf } from '../../engine/lab/unfinished-trial.ts';
import { openSession } from '../../engine/store/reader.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import { findSession } from '../../engine/library/find-session.ts';
import { sessionsFolderInForce } from '../../engine/workplace/settings-file.ts';
import { renderSession } from './session-text.ts';
import { viewOf } from './text-view.ts';

export interface ShowOptions {
  readonly json: boolean;
  /** Where it goes. */
  readonly stream?: NodeJS.WriteStream;
}

/** `corelane show`: the report of a session as text, or as the object its command printed. */
export function showSession(given: string, { json, stream = process.stdout }: ShowOptions): void {
  const session = openSession(findSession(given, sessionsFolderInForce()));
  try {
    const report = reportOf(session);
    if (json && report === null) {
      throw new CorelaneError(
        'session-unreadable',
        `The recording ${session.path} ended before any result was written, so there is no report to print.`,
        'Record again; `corelane export` still gives what was recorded.',
      );
    }
    stream.write(
      json
        ? `${JSON.stringify(report, null, 2)}\n`
        : renderSession(
            {
              header: session.header,
              complete: session.complete,
              report,
              failures: session.failures(),
              handle: given,
            },
            viewOf(stream),
          ),
    );
  } finally {
    session.close();
  }
}
