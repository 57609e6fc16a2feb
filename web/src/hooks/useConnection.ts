// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { connection, type Connection } from '@/services/connection';

export function useConnection(): Connection {
  return useSyncExternalStore(connection.subscribe, connection.get, () => 'up');
}
