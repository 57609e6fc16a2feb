// SPDX-License-Identifier: Apache-2.0
'use client';

import { IconButton } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { switchTheme } from '@/hooks/usePreferences';

export function ThemeButton() {
  return (
    <IconButton aria-label="Switch theme" title="Switch theme (T)" onClick={switchTheme}>
      <Icon name="theme" />
    </IconButton>
  );
}
