// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { isDate } from '@/lib/dates';
import { day } from '@/lib/format';
import type { wrongDate } from '@/lib/explain';

interface NoSessionProps {
  text: string;
  wrong: NonNullable<ReturnType<typeof wrongDate>>;
  choose: (date: string) => void;
}

/** The address asks for a date without a level: which sessions it could have meant. */
export function NoSession({ text, wrong, choose }: NoSessionProps) {
  const dated: boolean = isDate(text);
  return (
    <>
      <Notice icon="warn" tone="w" live>
        <b>
          {dated ? day(text, 'weekday') : `“${text.slice(0, 40)}”`} {wrong.sentence}.
        </b>{' '}
        {wrong.offers.length > 1 ? 'The nearest sessions are' : 'The nearest session is'}{' '}
        {wrong.offers.map((date) => day(date, 'weekday')).join(' and ')}.
      </Notice>
      <div className="p flex flex-wrap gap-2">
        {wrong.offers.map((date) => (
          <Button key={date} onClick={() => choose(date)}>
            Explain {day(date)}
          </Button>
        ))}
      </div>
    </>
  );
}
