// SPDX-License-Identifier: Apache-2.0
import type { ComponentProps } from 'react';
import { LockIcon } from '@/components/strategy/LockIcon';
import { Button } from '@/components/ui/Button';
import type { Gate } from '@/hooks/useStrategyData';

interface PublishButtonProps extends ComponentProps<typeof Button> {
  gate: Gate;
}

/** A button that publishes: where it may not it stays in sight, says why and does nothing. */
export function PublishButton({ gate, children, onClick, type = 'button', ...rest }: PublishButtonProps) {
  const closed = gate.reason !== null;
  return (
    <Button
      {...rest}
      type={closed ? 'button' : type}
      aria-disabled={closed || undefined}
      title={gate.reason ?? undefined}
      onClick={closed ? undefined : onClick}
    >
      {!gate.admin && <LockIcon />}
      {children}
      {closed && <span className="sr">: {gate.reason}</span>}
    </Button>
  );
}
