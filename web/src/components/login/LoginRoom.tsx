// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useLayoutEffect } from 'react';
import { LoginForm } from '@/components/login/LoginForm';
import { ProviderReturn } from '@/components/login/ProviderReturn';
import { useAuth } from '@/contexts/AuthContext';
import { useReturned } from '@/hooks/useProviders';
import { providerWords } from '@/lib/providers';
import { expired } from '@/lib/token';
import { safeNext } from '@/lib/utils';
import { session } from '@/services/session';

/** Who is signed in goes on; who comes back from a provider is signed in; others sign in or register. */
export function LoginRoom() {
  const router = useRouter();
  const query = useSearchParams();
  const { status, lapsed } = useAuth();
  const back = useReturned('signIn');
  const next = safeNext(query.get('next') ?? back?.begun?.next ?? null);
  const underWay = back !== null && back.code !== null;

  // Before anything is asked of the server, which refuses a token that ran out even where none is needed; and before
  // the effect below, which may still hold the state of before.
  useLayoutEffect(() => {
    if (expired(session.get(), Date.now())) session.lapse();
  }, []);

  useEffect(() => {
    if (status === 'in' && !lapsed && !session.lapsed() && !underWay) router.replace(next);
  }, [status, lapsed, underWay, router, next]);

  if (back?.code && back.begun) return <ProviderReturn code={back.code} begun={back.begun} />;
  const trouble = back?.error ? providerWords(back.error, back.begun?.provider.name) : null;
  return <LoginForm next={next} trouble={trouble} />;
}
