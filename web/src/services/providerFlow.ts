// SPDX-License-Identifier: Apache-2.0
// The way to a provider and back. The tab keeps the binding; the code comes in the fragment and is taken out of the
// address at once.
import { readReturn, type Provider, type Purpose, type Returned } from '@/lib/providers';
import { ApiError } from '@/services/api/errors';
import { providers } from '@/services/api/providers';

const KEY = 'autoindex.provider';

const listeners = new Set<() => void>();
/** Undefined until the address was looked at, which is once a load of the page. */
let back: Returned | null | undefined;

function take(): Returned | null {
  let kept: string | null = null;
  try {
    kept = sessionStorage.getItem(KEY);
  } catch {
    // Storage is refused: then nothing was begun here.
  }
  const found = readReturn(window.location.hash, kept);
  if (found) {
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // As above.
    }
  }
  return found;
}

export const providerFlow = {
  /** Leave for the provider; the browser comes back to that page of ours. */
  async begin(provider: Provider, purpose: Purpose, page: string, next = page): Promise<void> {
    const { url, binding } = await providers.start(provider.id, page);
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ provider, purpose, binding, next }));
    } catch {
      throw new ApiError(0, 'storage', 'This browser keeps nothing for this page.');
    }
    window.location.assign(url);
  },
  returned(): Returned | null {
    if (back === undefined) back = take();
    return back;
  },
  /** Its code is used up or given up; error: what there is to say of it. */
  done(error: string | null = null): void {
    if (back) back = { ...back, code: null, error };
    listeners.forEach((listener) => listener());
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
