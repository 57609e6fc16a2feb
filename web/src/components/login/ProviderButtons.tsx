// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { useBegin } from '@/hooks/useProviders';
import { providerErrors, type Provider } from '@/lib/providers';

interface ProviderButtonsProps {
  providers: readonly Provider[];
  /** Where to go once signed in. */
  next: string;
}

/** Ways in beside the password. Nothing of a provider is loaded before its button is pressed. */
export function ProviderButtons({ providers, next }: ProviderButtonsProps) {
  const begin = useBegin();
  const asked = begin.variables?.provider.name ?? '';
  if (!providers.length) return null;
  return (
    <div className="ways">
      <p className="or">or</p>
      <FormError text={begin.error ? providerErrors(begin.error, asked, []).form : undefined} />
      {providers.map((provider) => (
        <Button
          key={provider.id}
          disabled={begin.isPending}
          onClick={() => begin.mutate({ provider, purpose: 'signIn', page: '/login/', next })}
        >
          Continue with {provider.name}
        </Button>
      ))}
    </div>
  );
}
