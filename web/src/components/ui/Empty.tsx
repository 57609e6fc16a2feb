// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/** What is missing, why, and at most one thing to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  );
}
