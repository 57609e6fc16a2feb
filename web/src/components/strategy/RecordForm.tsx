// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRef, useState, type FormEvent } from 'react';
import { PublishButton } from '@/components/strategy/PublishButton';
import { Field } from '@/components/ui/Field';
import type { Gate } from '@/hooks/useStrategyData';
import type { Problems } from '@/lib/strategy';

const REASON_MAX = 1000;

interface RecordFormProps {
  gate: Gate;
  next: number;
  /** How many fields the draft changes; none of them wrong, or the reason why it cannot be recorded. */
  count: number;
  blocked: string | null;
  refused: Problems;
  onRecord: (reason: string, confidence: number) => void;
}

function check(reason: string, confidence: string): { reason?: string; confidence?: string } {
  const value = Number(confidence);
  return {
    reason: reason.trim() === '' ? 'Say why, in a sentence.' : undefined,
    confidence:
      confidence.trim() === '' || !(value >= 0 && value <= 1) ? 'Enter a number from 0 to 1.' : undefined,
  };
}

/** The draft as an adjustment on the record: with its reason and how sure its author is. */
export function RecordForm({ gate, next, count, blocked, refused, onRecord }: RecordFormProps) {
  const [reason, setReason] = useState('');
  const [confidence, setConfidence] = useState('');
  const [left, setLeft] = useState<readonly string[]>([]);
  const reasonBox = useRef<HTMLTextAreaElement>(null);
  const confidenceBox = useRef<HTMLInputElement>(null);
  const found = check(reason, confidence);
  const shown = (name: 'reason' | 'confidence') =>
    (left.includes(name) ? found[name] : undefined) ?? refused[name];
  const leave = (name: string) => setLeft((before) => [...new Set([...before, name])]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setLeft(['reason', 'confidence']);
    if (found.reason) reasonBox.current?.focus();
    else if (found.confidence) confidenceBox.current?.focus();
    else if (!blocked) onRecord(reason.trim(), Number(confidence));
  };
  return (
    <details className="record">
      <summary>Record an adjustment</summary>
      <form aria-label="Record an adjustment" noValidate onSubmit={submit}>
        <p className="hint">
          {blocked ??
            `Puts the draft’s ${count === 1 ? 'change' : `${count} changes`} in force with the reason and the confidence on record.`}
        </p>
        <Field label="Reason" error={shown('reason')}>
          <textarea
            ref={reasonBox}
            name="reason"
            className="in area"
            rows={3}
            maxLength={REASON_MAX}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onBlur={() => leave('reason')}
          />
        </Field>
        <Field label="Confidence, 0 to 1" error={shown('confidence')}>
          <input
            ref={confidenceBox}
            name="confidence"
            className="in"
            inputMode="decimal"
            autoComplete="off"
            value={confidence}
            onChange={(event) => setConfidence(event.target.value)}
            onBlur={() => leave('confidence')}
          />
        </Field>
        <PublishButton gate={gate} small type="submit" disabled={blocked !== null}>
          Record as version {next}
        </PublishButton>
      </form>
    </details>
  );
}
