// SPDX-License-Identifier: Apache-2.0
import { useEffect, useEffectEvent } from 'react';
import { listen, type EventName, type Events } from '@/services/events';

/** Call the handler, as the last render has it, with each event of that name while this is shown. */
export function useEvents<K extends EventName>(name: K, handler: (data: Events[K]) => void): void {
  const heard = useEffectEvent(handler);
  useEffect(() => listen(name, (data) => heard(data)), [name]);
}
