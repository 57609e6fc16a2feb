// SPDX-License-Identifier: Apache-2.0
import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/** A link to a page of the app. Nothing of that page is fetched before it is followed: it is one reply away. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
