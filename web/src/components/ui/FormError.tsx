// SPDX-License-Identifier: Apache-2.0
import { Icon } from '@/components/ui/Icon';

/** What is wrong with a whole form, above its fields. */
export function FormError({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <div className="errpanel" role="alert">
      <Icon name="warn" />
      <div>{text}</div>
    </div>
  );
}
