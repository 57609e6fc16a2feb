// SPDX-License-Identifier: Apache-2.0
import type { paths } from '@/api/generated/schema';
import { API_URL } from '@/constants/config';
import { createClient } from '@/services/api/client';
import { ApiError, toApiError } from '@/services/api/errors';
import { reportAnswer, reportSilence } from '@/services/connection';
import { session } from '@/services/session';

export const api = createClient<paths>(API_URL, {
  request(request) {
    const token = session.get();
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
  },
  answer(request, response) {
    reportAnswer(response.status);
    // A refused token ends the session; pages that need one then lead to signing in.
    if (response.status === 401 && request.headers.has('Authorization')) session.set(null);
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
