// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useAuth } from '@/contexts/AuthContext';

/** From the root to the dashboard, or to signing in. */
export function HomeRedirect() {
  const router = useRouter();
  const { status } = useAuth();
  useEffect(() => {
    if (status !== 'unknown') router.replace(status === 'in' ? '/dashboard/' : '/login/');
  }, [status, router]);
  return null;
}
