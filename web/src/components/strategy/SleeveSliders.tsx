// SPDX-License-Identifier: Apache-2.0
import { useId, type CSSProperties } from 'react';
import { Problem, Was, type DraftControl } from '@/components/strategy/DraftField';
import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { figure } from '@/lib/format';
import { toText, wordsOf } from '@/lib/strategy';
import { cn } from '@/lib/utils';

interface SleeveSlidersProps {
  controls: readonly DraftControl[];
  sum: number;
  /** Whether the sum is what it must be. */
  whole: boolean;
  /** Null: there is nothing to scale. */
  scale: (() => void) | null;
  explain: boolean;
  /** At how many of the draft's rebalances capitalisations were missing. */
  capUnknown: string | null;
}

function Sleeve({ control, explain }: { control: DraftControl; explain: boolean }) {
  const id = useId();
  const { field, force, text, changed, problem, set } = control;
  const { label } = wordsOf(field.name);
  const shown = text ?? toText(field.name, force);
  const value = Math.min(1, Math.max(0, Number(shown) || 0));
  return (
    <div className={cn('sleeve', changed && 'chgd')}>
      <div className="sl">
        <label htmlFor={id}>{label}</label>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={value}
          aria-label={`${label} weight`}
          style={{ '--at': `${value * 100}%` } as CSSProperties}
          onChange={(event) => set(event.target.value)}
        />
        <input
          id={id}
          name={field.name}
          className="in num"
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${problem ? `${id}-error ` : ''}${id}-effect`}
          onChange={(event) => set(event.target.value)}
          onBlur={control.leave}
        />
      </div>
      {changed && <Was control={control} />}
      {problem && <Problem id={`${id}-error`} text={problem} />}
      <p id={`${id}-effect`} className={explain ? 'hint' : 'sr'}>
        {field.effect}.
      </p>
    </div>
  );
}

/** Three weights, each as a slider and as a number, which sum to 1. */
export function SleeveSliders({ controls, sum, whole, scale, explain, capUnknown }: SleeveSlidersProps) {
  return (
    <fieldset className="fs">
      <legend>
        Sleeve weights
        <span className="sum" role="status">
          sum {figure(sum, 'ratio')}
          {whole && <Icon name="check" />}
        </span>
      </legend>
      {controls.map((control) => (
        <Sleeve key={control.field.name} control={control} explain={explain} />
      ))}
      {!whole && (
        <div className="scaleup">
          <p className="hint">The figures are of the weights scaled to 1. Changed ones stay, if they can.</p>
          <Button small disabled={!scale} onClick={() => scale?.()}>
            Scale to 1
          </Button>
        </div>
      )}
      {capUnknown && (
        <p className="hint warned">
          <Icon name="warn" />
          <span>{capUnknown}</span>
        </p>
      )}
    </fieldset>
  );
}
