// SPDX-License-Identifier: Apache-2.0

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A refusal of the server (a problem document), or status 0 when there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly requestId: string | null = null,
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  /** The server could not be reached. */
  get away(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 504;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const string = (value: unknown) => (typeof value === 'string' ? value : null);

/** Read a problem document; anything else still becomes a sentence. */
export function toApiError(body: unknown, response: Response): ApiError {
  const problem = isRecord(body) ? body : {};
  const errors = Array.isArray(problem.errors)
    ? problem.errors
        .filter(isRecord)
        .map((e) => ({ field: string(e.field) ?? '', message: string(e.message) ?? '' }))
    : [];
  const retry = Number(response.headers.get('Retry-After'));
  return new ApiError(
    response.status,
    string(problem.code) ?? '',
    string(problem.detail) ?? string(problem.title) ?? `The server answered with status ${response.status}.`,
    errors,
    string(problem.request_id) ?? response.headers.get('X-Request-Id'),
    retry > 0 ? retry : null,
  );
}
