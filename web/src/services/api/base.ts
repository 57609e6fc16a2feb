// SPDX-License-Identifier: Apache-2.0
import type { paths } from '@/api/generated/schema';
import { API_URL } from '@/constants/config';
import { createClient } from '@/services/api/client';
import { ApiError, toApiError } from '@/services/api/errors';
import { reportAnswer, reportSilence } from '@/services/connection';
import { session } from '@/services/session';

const BEARER = 'Bearer ';

export const api = createClient<paths>(API_URL, {
  request(request) {
    // One that ran out would only be refused again, even where none is needed.
    const token = session.lapsed() ? null : session.get();
    if (token) request.headers.set('Authorization', BEARER + token);
  },
  answer(_, response) {
    reportAnswer(response.status);
  },
  // A refused token ends the session; pages that need one then lead to signing in.
  async again(request, response) {
    const used = request.headers.get('Authorization')?.slice(BEARER.length);
    if (response.status !== 401 || !used || request.url.endsWith('/auth/refresh')) return false;
    const problem = (await response.json().catch(() => ({}))) as { code?: unknown };
    return session.refused(used, String(problem.code));
  },
  silence(error) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    reportSilence();
    return new ApiError(0, 'no_answer', 'The server does not answer.');
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of an answer, or the problem as an exception. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (data === undefined) throw toApiError(error, response);
  return data;
}

/** For answers without a body. */
export async function done(answer: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await answer;
  if (!response.ok) throw toApiError(error, response);
}
