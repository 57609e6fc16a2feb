// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { LinkForm } from '@/components/account/LinkForm';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';
import { useBegin, useLinked, useReturned, useSetup, useUnlink } from '@/hooks/useProviders';
import { day } from '@/lib/format';
import { providerErrors, providerWords } from '@/lib/providers';
import { providerFlow } from '@/services/providerFlow';
import type { Linked } from '@/types/account';

/** Accounts elsewhere that open this one. Nothing where this server knows no provider and none is linked. */
export function ProvidersPanel() {
  const setup = useSetup();
  const { me } = useAuth();
  const linked = useLinked();
  const begin = useBegin();
  const unlink = useUnlink();
  const back = useReturned('link');
  const [leaving, setLeaving] = useState<Linked | null>(null);
  const [done, setDone] = useState<string>();

  const offered = setup.data?.providers ?? [];
  if (!offered.length && !linked.data?.items.length) return null;
  const missing = offered.filter(({ id }) => !linked.data?.items.some(({ provider }) => provider === id));
  const asked = begin.variables?.provider.name ?? '';
  const close = () => {
    unlink.reset();
    setLeaving(null);
  };

  return (
    <Panel title="Sign-in by a provider" caption="accounts elsewhere">
      <FormError
        text={
          begin.error
            ? providerErrors(begin.error, asked, []).form
            : back?.error
              ? providerWords(back.error, back.begun?.provider.name)
              : undefined
        }
      />
      {back?.code && back.begun && (
        <LinkForm
          code={back.code}
          begun={back.begun}
          onDone={(message) => {
            setDone(message);
            providerFlow.done();
          }}
        />
      )}
      <QueryView query={linked} what="The linked accounts" skeleton={<SkeletonRows rows={2} />}>
        {({ items }) =>
          items.length ? (
            <ul className="linked" data-testid="linked">
              {items.map((item) => (
                <li key={item.id}>
                  <div>
                    <b>{item.name}</b>
                    <p className="sec">{item.email}</p>
                    <p className="note">
                      linked {day(item.created_at)}
                      {!item.provider && '; no longer set up on this server'}
                    </p>
                  </div>
                  <Button small aria-label={`Unlink ${item.name}`} onClick={() => setLeaving(item)}>
                    Unlink
                  </Button>
                </li>
              ))}
            </ul>
          ) : (
            !back?.code && <Empty title="None linked">Only the password signs in to this account.</Empty>
          )
        }
      </QueryView>
      {linked.data && me && !me.has_password && missing.length > 0 && (
        <p className="note mt-3">With a password of its own, this account can be linked to more.</p>
      )}
      {linked.data && me?.has_password && !back?.code && missing.length > 0 && (
        <div className="mt-3 flex flex-wrap gap-2">
          {missing.map((provider) => (
            <Button
              key={provider.id}
              disabled={begin.isPending}
              onClick={() => begin.mutate({ provider, purpose: 'link', page: '/account/' })}
            >
              Link {provider.name}
            </Button>
          ))}
        </div>
      )}
      <p role="status" data-testid="linked-done">
        {done}
      </p>
      {leaving && (
        <ConfirmDialog
          title={`Unlink ${leaving.name}?`}
          verb="Unlink"
          keep="Keep it"
          busy={unlink.isPending}
          error={
            unlink.error &&
            new Error(providerErrors(unlink.error, leaving.name, []).form ?? 'It stays linked.')
          }
          onClose={close}
          onConfirm={() =>
            unlink.mutate(leaving.id, {
              onSuccess: () => {
                setDone(`${leaving.name} signs in to this account no longer.`);
                close();
              },
            })
          }
        >
          <p>
            {leaving.email} at {leaving.name} signs in to this account no longer. Sessions that are open stay
            open: end them in the list.
          </p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
