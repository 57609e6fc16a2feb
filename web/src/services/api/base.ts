// SPDX-License-Identifier: Apache-2.0
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '@/api/generated/schema';
import { API_URL } from '@/constants/config';
import { ApiError, toApiError } from '@/services/api/errors';
import { reportAnswer, reportSilence } from '@/services/connection';
import { session } from '@/services/session';

const authorise: Middleware = {
  onRequest({ request }) {
    const token = session.get();
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
  onResponse({ request, response }) {
    reportAnswer(response.status);
    // A refused token ends the session; pages that need one then lead to signing in.
    if (response.status === 401 && request.headers.has('Authorization')) session.set(null);
    return undefined;
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    reportSilence();
    return new ApiError(0, 'no_answer', 'The server does not answer.');
  },
};

export const api = createClient<paths>({ baseUrl: API_URL });
api.use(authorise);

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
