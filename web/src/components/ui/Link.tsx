// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRouter } from 'next/navigation';
import type { ComponentProps, MouseEvent } from 'react';

interface LinkProps extends ComponentProps<'a'> {
  href: string;
}

/** A plain click: not a new tab, not a download, and nobody else has taken it. */
const isPlain = (event: MouseEvent<HTMLAnchorElement>) =>
  event.button === 0 &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) &&
  !event.defaultPrevented &&
  !event.currentTarget.target &&
  !event.currentTarget.hasAttribute('download');

/** A link to a page of the app. Nothing of that page is fetched before it is followed: it is one reply away. */
export function Link({ href, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  return (
    <a
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (!isPlain(event)) return;
        event.preventDefault();
        router.push(href);
      }}
      {...rest}
    />
  );
}
