// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';

interface MovedDialogProps {
  /** What the draft was made on. */
  version: number;
  onKeep: () => void;
  onLoad: () => void;
}

/** Another version came into force under the draft: nothing was saved, and the draft is not lost. */
export function MovedDialog({ version, onKeep, onLoad }: MovedDialogProps) {
  return (
    <Dialog title="Somebody saved meanwhile" onClose={onKeep} className="publish">
      <p>
        Version {version} is no longer in force: another one was saved after this page was loaded. Nothing of
        your draft was saved.
      </p>
      <p>Keep the draft to see what it changes of the new version before you save it, or drop it.</p>
      <div className="actions">
        <Button look="ghost" onClick={onLoad}>
          Drop the draft
        </Button>
        <Button look="primary" autoFocus onClick={onKeep}>
          Keep the draft
        </Button>
      </div>
    </Dialog>
  );
}
