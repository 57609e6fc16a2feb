// SPDX-License-Identifier: Apache-2.0
import { useId } from 'react';
import { Icon } from '@/components/ui/Icon';
import { toText, toWords, wordsOf, type Setting } from '@/lib/strategy';
import { cn } from '@/lib/utils';
import type { StrategyField } from '@/types/api';

/** What a control of the form needs to know of its field. */
export interface DraftControl {
  readonly field: StrategyField;
  readonly force: Setting;
  /** As typed; undefined: as in force. */
  readonly text: string | undefined;
  readonly changed: boolean;
  readonly problem: string | undefined;
  readonly set: (text: string) => void;
  readonly undo: () => void;
  readonly leave: () => void;
}

export function Was({ control }: { control: DraftControl }) {
  const { name } = control.field;
  return (
    <span className="was">
      was {toWords(name, control.force)}{' '}
      <button type="button" className="linkish" onClick={control.undo}>
        Undo<span className="sr"> the change of {wordsOf(name).label}</span>
      </button>
    </span>
  );
}

export function Problem({ id, text }: { id: string; text: string }) {
  return (
    <p className="err" id={id}>
      <Icon name="warn" />
      {text}
    </p>
  );
}

/** A number of the method with its unit; under it what was, what is wrong and, where asked for, what it does. */
export function DraftField({ control, explain }: { control: DraftControl; explain: boolean }) {
  const id = useId();
  const { field, force, text, changed, problem } = control;
  const { label, unit } = wordsOf(field.name);
  return (
    <div className={cn('field', changed && 'chgd')}>
      <label className="l" htmlFor={id}>
        {label}
      </label>
      <div className="unitbox">
        <input
          id={id}
          name={field.name}
          className="in"
          inputMode="decimal"
          autoComplete="off"
          value={text ?? toText(field.name, force)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${problem ? `${id}-error ` : ''}${id}-effect`}
          onChange={(event) => control.set(event.target.value)}
          onBlur={control.leave}
        />
        {unit && <span className="u">{unit}</span>}
      </div>
      {changed && <Was control={control} />}
      {problem && <Problem id={`${id}-error`} text={problem} />}
      <p id={`${id}-effect`} className={explain ? 'hint' : 'sr'}>
        {field.effect}.
      </p>
    </div>
  );
}
