// SPDX-License-Identifier: Apache-2.0
import { useSearchParams } from 'next/navigation';
import { useCallback, useState } from 'react';
import { readForm, writeForm, type SimulationForm } from '@/lib/simulation';

/** The form, begun from the address and written back to it, so that the link shows the same figures. */
export function useSimulationForm(fallback: SimulationForm) {
  const query = useSearchParams();
  const [form, setForm] = useState(() => readForm(new URLSearchParams(query), fallback));
  const change = useCallback((next: Partial<SimulationForm>) => {
    setForm((before) => {
      const form = { ...before, ...next };
      window.history.replaceState(null, '', `${window.location.pathname}?${writeForm(form)}`);
      return form;
    });
  }, []);
  return [form, change] as const;
}
