// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { CopyButton } from '@/components/ui/CopyButton';
import { Icon } from '@/components/ui/Icon';
import { download } from '@/lib/csv';

interface RecoveryCodesProps {
  codes: readonly string[];
  email: string;
  onDone: () => void;
}

/** Shown once; the panel goes on only when the reader says that they are kept. */
export function RecoveryCodes({ codes, email, onDone }: RecoveryCodesProps) {
  const text = `AutoIndex recovery codes of ${email}\nEach works once.\n\n${codes.join('\n')}\n`;
  return (
    <div className="grid gap-3">
      <p role="status">
        <b>The second factor is on.</b> These codes sign you in when the app is lost. Each works once, and
        they are shown this once.
      </p>
      <ol className="recovery mono" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          small
          onClick={() => download('autoindex-recovery-codes.txt', text, 'text/plain;charset=utf-8')}
        >
          <Icon name="save" />
          Download
        </Button>
        <CopyButton text={codes.join('\n')} what="codes" />
      </div>
      <div>
        <Button look="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
