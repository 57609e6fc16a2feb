// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { ApiError } from '@/services/api/errors';

interface ErrorPanelProps {
  what: string;
  error: unknown;
  retry: () => void;
}

/** What failed, the server's words, the request to name when asking for help, and a way to try again; calmly, where
    nothing failed and there is only nothing yet. */
export function ErrorPanel({ what, error, retry }: ErrorPanelProps) {
  const problem = error instanceof ApiError ? error : null;
  const away = problem?.away ?? false;
  const early = problem?.status === 409 || problem?.status === 404;
  return (
    <div className={early ? 'errpanel whysign' : 'errpanel'} role="alert">
      <Icon name="warn" />
      <div>
        <b>{early ? 'Nothing to show yet' : `${what} did not load`}</b>
        <p>
          {away
            ? 'The server does not answer. The page asks again by itself.'
            : (problem?.message ?? 'The answer could not be read.')}
          {problem?.status === 503 && ' The page asks again by itself.'}
        </p>
        {problem && !away && !early && (
          <p className="mono">
            {problem.status}
            {problem.requestId && `, request ${problem.requestId}`}
          </p>
        )}
        <Button small onClick={retry}>
          <Icon name="retry" />
          Try now
        </Button>
      </div>
    </div>
  );
}
