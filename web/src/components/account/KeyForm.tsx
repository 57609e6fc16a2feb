// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/Button';
import { CopyButton } from '@/components/ui/CopyButton';
import { Dialog } from '@/components/ui/Dialog';
import { Field } from '@/components/ui/Field';
import { FormError } from '@/components/ui/FormError';
import { Segmented } from '@/components/ui/Segmented';
import { useMakeKey } from '@/hooks/useAccount';
import { fieldErrors } from '@/lib/fieldErrors';
import { expiry, LIFETIMES } from '@/lib/keys';

const SCOPES = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Read and write' },
] as const;

const NAME_MAX = 100;

/** The only time that the key is seen: closing takes an explicit click. */
function MadeKey({ secret, name, onClose }: { secret: string; name: string; onClose: () => void }) {
  return (
    <Dialog title={`The key “${name}”`} onClose={() => {}}>
      <p className="sec">
        It is shown this once and stored only as a hash. Send it with every request, as{' '}
        <code>Authorization: Bearer</code> and the key.
      </p>
      <p className="once mono" data-testid="made-key" tabIndex={0} aria-label="The key">
        {secret}
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <CopyButton text={secret} what="key" />
        <span className="grow" />
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      </div>
    </Dialog>
  );
}

export function KeyForm() {
  const make = useMakeKey();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<'read' | 'write'>('read');
  const [lifetime, setLifetime] = useState(1);
  const [empty, setEmpty] = useState(false);
  const errors = make.error ? fieldErrors(make.error, ['name', 'scope', 'expires_at']) : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(!name.trim());
    if (!name.trim()) return;
    const days = LIFETIMES[lifetime]!.days;
    make.mutate(
      { name: name.trim(), scope, expires_at: expiry(days, Date.now()) },
      { onSuccess: () => setName('') },
    );
  };

  return (
    <>
      <form className="acform" aria-label="Make a key" onSubmit={submit} noValidate>
        <FormError text={errors.form ?? errors.scope} />
        <Field label="Name of the key" error={empty ? 'Say what the key is for.' : errors.name}>
          <input
            className="in"
            name="key-name"
            autoComplete="off"
            maxLength={NAME_MAX}
            placeholder="nightly report"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Holds" error={errors.expires_at}>
          <select
            className="in"
            value={lifetime}
            onChange={(event) => setLifetime(Number(event.target.value))}
          >
            {LIFETIMES.map(({ label }, i) => (
              <option key={label} value={i}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        <div className="field">
          <span className="l">Scope</span>
          <Segmented label="Scope" options={SCOPES} value={scope} onChange={setScope} />
          <p className="hint">
            {scope === 'read'
              ? 'Reads and computes, changes nothing.'
              : 'May change what this account may change, but never the account itself.'}
          </p>
        </div>
        <div>
          <Button type="submit" disabled={make.isPending}>
            Make a key
          </Button>
        </div>
      </form>
      {make.data && <MadeKey secret={make.data.key} name={make.data.name} onClose={() => make.reset()} />}
    </>
  );
}
