// SPDX-License-Identifier: Apache-2.0
import { createElement, lazy, Suspense, type ComponentType, type ReactNode } from 'react';

/** A component whose code comes when it is first shown; until then something else holds its place. */
export function lazily<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  fallback?: ReactNode,
): ComponentType<P> {
  const Loaded = lazy(load) as unknown as ComponentType<P>;
  return function Lazily(props: P) {
    return <Suspense fallback={fallback}>{createElement(Loaded, props)}</Suspense>;
  };
}
