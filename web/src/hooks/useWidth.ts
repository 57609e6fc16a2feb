// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';

/** The width that a box has on the screen, for what is drawn at its real size; 0 until it is known. */
export function useWidth<T extends HTMLElement>() {
  const box = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return [box, width] as const;
}
