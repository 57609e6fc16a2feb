// SPDX-License-Identifier: Apache-2.0
'use client';

import { AuditPanel } from '@/components/admin/AuditPanel';
import { BackupsPanel } from '@/components/admin/BackupsPanel';
import { FaultsPanel } from '@/components/admin/FaultsPanel';
import { UsersPanel } from '@/components/admin/UsersPanel';
import { Notice } from '@/components/ui/Notice';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';

/** For administrators; others are told so, and nothing is asked of the server in their name. */
export function Admin() {
  const { me } = useAuth();
  if (!me)
    return (
      <div className="p">
        <SkeletonRows rows={8} />
      </div>
    );
  if (me.role !== 'admin')
    return (
      <Notice icon="lock">
        <b>Only administrators see this page.</b> Your account, {me.email}, is a user. An administrator of
        this server can change that.
      </Notice>
    );
  return (
    <div className="sheet">
      <UsersPanel />
      <BackupsPanel />
      <AuditPanel />
      <FaultsPanel />
    </div>
  );
}
