// SPDX-License-Identifier: Apache-2.0
'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { useAuth } from '@/contexts/AuthContext';
import { useEvents } from '@/hooks/useEvents';
import { taskNews } from '@/lib/taskNews';

const STAYS_MS = 8000;
const MOST = 3;

interface Item {
  readonly id: string;
  readonly text: string;
  readonly good: boolean;
}

/**
 * What happens meanwhile: figures on the page follow new data, and who waits for a task reads how it ended. A failure
 * stays until it is closed.
 */
export default function News() {
  const client = useQueryClient();
  const { me } = useAuth();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [held, setHeld] = useState(false);
  const close = (id: string) => setItems((now) => now.filter((item) => item.id !== id));

  // Not the configuration: a draft rests on the one that was read, and who saves it is told that there is another.
  const anew = () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'config' });
  useEvents('generation', anew);
  useEvents('reset', anew);
  useEvents('task', (task) => {
    const text = task.user_id === me?.id ? taskNews(task) : null; // an administrator hears of all
    if (!text) return;
    const item = { id: task.task_id, text, good: task.state === 'SUCCESS' };
    setItems((now) => [...now.filter(({ id }) => id !== item.id), item].slice(-MOST));
  });

  const passing = items.find(({ good }) => good)?.id;
  useEffect(() => {
    if (passing === undefined || held) return undefined;
    const timer = setTimeout(() => close(passing), STAYS_MS);
    return () => clearTimeout(timer);
  }, [passing, held]);

  return (
    <div
      className="toasts news"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {items.map(({ id, text, good }) => (
        <div className="toast" key={id}>
          <Icon name={good ? 'check' : 'warn'} />
          <span>{text}</span>
          <IconButton aria-label="Close" onClick={() => close(id)}>
            <Icon name="cross" />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
