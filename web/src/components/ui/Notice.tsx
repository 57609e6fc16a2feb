// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { Icon, type IconName } from '@/components/ui/Icon';
import { cn } from '@/lib/utils';

interface NoticeProps {
  icon: IconName;
  tone?: 'w' | 'c';
  more?: ReactNode;
  live?: boolean;
  children: ReactNode;
}

export function Notice({ icon, tone, more, live, children }: NoticeProps) {
  return (
    <div className={cn('notice', tone)} role={live ? 'status' : undefined}>
      <Icon name={icon} />
      <p>{children}</p>
      {more && <span className="more hide-s">{more}</span>}
    </div>
  );
}
