// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/Link';

/** A figure that leads to its definition and its course; one that is not there leads nowhere. */
export function RiskLink({
  metric,
  value,
  children,
}: {
  metric: string;
  value: number | null;
  children: ReactNode;
}) {
  return value === null ? <>{children}</> : <Link href={`/risk/#${metric}`}>{children}</Link>;
}
