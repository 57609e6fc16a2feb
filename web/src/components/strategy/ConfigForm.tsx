// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useRef, useState, type FormEvent } from 'react';
import { DraftField, Was, type DraftControl } from '@/components/strategy/DraftField';
import { PublishButton } from '@/components/strategy/PublishButton';
import { SleeveSliders } from '@/components/strategy/SleeveSliders';
import { Button } from '@/components/ui/Button';
import { Link } from '@/components/ui/Link';
import { Segmented } from '@/components/ui/Segmented';
import type { Gate } from '@/hooks/useStrategyData';
import type { DraftState } from '@/hooks/useStrategyDraft';
import {
  inOrder,
  isWeight,
  scaledWeights,
  sumsToOne,
  weightSum,
  wordsOf,
  type Problems,
  type Settings,
} from '@/lib/strategy';
import { cn } from '@/lib/utils';
import type { StrategyField } from '@/types/api';

interface ConfigFormProps {
  fields: readonly StrategyField[];
  force: Settings;
  state: DraftState;
  /** What the server refused, by field: of the backtest, and of what was to be saved. */
  uncomputed: Problems;
  refused: Problems;
  /** What the server refused that belongs to no field. */
  trouble: string | null;
  capUnknown: string | null;
  gate: Gate;
  busy: boolean;
  /** Number that the next version gets. */
  next: number;
  onSave: () => void;
}

const PERIODS: Readonly<Record<string, string>> = {
  daily: 'every session',
  weekly: 'last session of the week',
  monthly: 'last session of the month',
  quarterly: 'last session of the quarter',
  yearly: 'last session of the year',
};

function timing({ rebalance_frequency, rebalance_lag }: Settings): string {
  const lag = Number(rebalance_lag);
  return (
    `Reference: ${PERIODS[String(rebalance_frequency)] ?? rebalance_frequency}. ` +
    `Effective: close of ${lag === 1 ? 'the next session' : `the session ${lag} later`}.`
  );
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export function ConfigForm(props: ConfigFormProps) {
  const { fields, force, state, uncomputed, refused, trouble, capUnknown, gate, busy, next, onSave } = props;
  const { draft, edits } = state;
  const form = useRef<HTMLFormElement>(null);
  // A draft that was opened by its address is held to it at once.
  const [left, setLeft] = useState<readonly string[]>(draft.touched);
  const [tried, setTried] = useState(false);
  const [focus, setFocus] = useState<string | null>(null);
  const [explain, setExplain] = useState(false);
  const [open, setOpen] = useState(false);

  // The first wrong field gets the focus, also of what the server found wrong.
  const ordered = inOrder(fields);
  const firstOf = (problems: Problems) => ordered.find(({ name }) => problems[name])?.name ?? null;
  const goTo = (name: string | null) => {
    if (name && wordsOf(name).group === 'flags') setOpen(true);
    setFocus(name);
  };
  const [answered, setAnswered] = useState(refused);
  if (answered !== refused) {
    setAnswered(refused);
    goTo(firstOf(refused));
  }
  useEffect(() => {
    if (!focus) return undefined;
    // After the dialog has given the focus back.
    const timer = setTimeout(() => {
      const control = `input[name="${focus}"], [data-field="${focus}"] [aria-pressed="true"]`;
      form.current?.querySelector<HTMLElement>(control)?.focus();
      setFocus(null);
    });
    return () => clearTimeout(timer);
  }, [focus]);

  // While a pointer is down nothing may move under it: what leaving a field says waits until it is up.
  const pressed = useRef(false);
  useEffect(() => {
    const down = () => (pressed.current = true);
    const up = () => setTimeout(() => (pressed.current = false));
    document.addEventListener('pointerdown', down, true);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', up);
    return () => {
      document.removeEventListener('pointerdown', down, true);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', up);
    };
  }, []);
  const leave = (name: string) => {
    const note = () => setLeft((before) => (before.includes(name) ? before : [...before, name]));
    if (pressed.current) document.addEventListener('pointerup', () => setTimeout(note), { once: true });
    else note();
  };

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      const own = event.target instanceof HTMLElement ? event.target.closest('form') : null;
      (own ?? form.current)?.requestSubmit();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const wrong = firstOf(draft.problems);
    if (wrong) goTo(wrong);
    else if (draft.changes.length > 0 && gate.reason === null) onSave();
  };

  const off = !sumsToOne(draft.settings);
  const control = (field: StrategyField): DraftControl => {
    const { name } = field;
    const own = draft.problems[name];
    // The sum is shown beside the sliders; the field that gets the focus on saving says it too.
    const early = left.includes(name) && !(isWeight(name) && off);
    return {
      field,
      force: force[name]!,
      text: edits[name],
      changed: draft.touched.includes(name),
      problem: (tried || early ? own : undefined) ?? (own ? undefined : (refused[name] ?? uncomputed[name])),
      set: (text) => state.set({ [name]: text }),
      undo: () => {
        state.undo(name);
        goTo(name);
      },
      leave: () => leave(name),
    };
  };
  const group = (wanted: string) =>
    ordered.filter(({ name, words }) => wordsOf(name).group === wanted && words.length === 0).map(control);
  const choices = ordered.filter(({ words }) => words.length > 0).map(control);
  const flags = group('flags');
  const flagged = flags.filter(({ changed }) => changed).length;
  const usual = flags.every(({ field }) => String(force[field.name]) === field.default_value);
  const scaled = scaledWeights(draft);
  const count = draft.touched.length;

  return (
    <form className="formcol" aria-label="Strategy" noValidate ref={form} onSubmit={submit}>
      <div className="p grow">
        <div className="ph">
          <h2>Method</h2>
          <div className="act">
            <button
              type="button"
              className="linkish"
              aria-pressed={explain}
              onClick={() => setExplain(!explain)}
            >
              {explain ? 'Hide what each does' : 'What each does'}
            </button>
            <Link href="/methodology/">Methodology</Link>
          </div>
        </div>
        <p className="hint">
          A blend of three sleeves. Each holds the same stocks by a rule of its own; the weights say how much
          of the index each of them is.
        </p>
        <SleeveSliders
          controls={ordered.filter(({ name }) => isWeight(name)).map(control)}
          sum={weightSum(draft.settings)}
          whole={!off}
          scale={
            scaled &&
            (() => {
              state.set(Object.fromEntries(Object.entries(scaled).map(([name, w]) => [name, String(w)])));
              goTo(Object.keys(scaled)[0]!);
            })
          }
          explain={explain}
          capUnknown={capUnknown}
        />
        <div className="fs">
          <h3>Timing</h3>
          {choices.map((c) => (
            <div key={c.field.name} className={cn('field', c.changed && 'chgd')} data-field={c.field.name}>
              <div className="l">
                {wordsOf(c.field.name).label}
                {c.changed && <Was control={c} />}
              </div>
              <Segmented
                label={wordsOf(c.field.name).label}
                options={c.field.words.map((word) => ({ value: word, label: capital(word) }))}
                value={c.text ?? String(c.force)}
                onChange={c.set}
              />
              {c.problem && <p className="err">{c.problem}</p>}
              {explain && <p className="hint">{c.field.effect}.</p>}
            </div>
          ))}
          <p className="hint">{timing(draft.settings)}</p>
          <div className="fgrid">
            {group('timing').map((c) => (
              <DraftField key={c.field.name} control={c} explain={explain} />
            ))}
          </div>
        </div>
        <div className="fs">
          <h3>Parameters</h3>
          <div className="fgrid">
            {group('parameters').map((c) => (
              <DraftField key={c.field.name} control={c} explain={explain} />
            ))}
          </div>
        </div>
        <details className="fs" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            <h3>Data flags and alerts</h3>
            <span className="muted">
              {flags.length} settings
              {flagged > 0 ? `, ${flagged} changed` : usual ? ', defaults' : ''}
            </span>
          </summary>
          <div className="fgrid">
            {flags.map((c) => (
              <DraftField key={c.field.name} control={c} explain={explain} />
            ))}
          </div>
        </details>
      </div>
      <div className="save">
        {trouble && (
          <p className="err" role="alert">
            {trouble}
          </p>
        )}
        {gate.reason && count > 0 && <p className="hint">{gate.reason}</p>}
        <span className={cn('tag', count > 0 && 'w')} role="status">
          {count === 0 ? 'No change' : count === 1 ? '1 change' : `${count} changes`}
        </span>
        <span className="grow" />
        <Button look="ghost" disabled={count === 0} onClick={state.discard}>
          Discard
        </Button>
        <PublishButton gate={gate} look="primary" type="submit" disabled={busy || count === 0}>
          Save as version {next}
        </PublishButton>
      </div>
    </form>
  );
}
