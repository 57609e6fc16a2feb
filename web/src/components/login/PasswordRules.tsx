// SPDX-License-Identifier: Apache-2.0
import { Icon } from '@/components/ui/Icon';
import { PASSWORD_RULES } from '@/lib/password';
import { cn } from '@/lib/utils';

/** Rules tick off while typing; only after an attempt are the broken ones crossed. */
export function PasswordRules({ password, strict }: { password: string; strict: boolean }) {
  return (
    <ul className="rules" id="password-rules">
      {PASSWORD_RULES.map(({ label, holds }) => {
        const ok = holds(password);
        return (
          <li key={label} className={cn(ok && 'ok', !ok && strict && 'no')}>
            <Icon name={ok ? 'check' : strict ? 'cross' : 'dot'} />
            {label}
            <span className="sr">{ok ? ', met' : ', not met'}</span>
          </li>
        );
      })}
    </ul>
  );
}
