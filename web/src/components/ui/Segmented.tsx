// SPDX-License-Identifier: Apache-2.0
interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

interface SegmentedProps<T extends string> {
  label: string;
  options: readonly Option<T>[];
  value: T | null;
  onChange: (value: T) => void;
}

export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-disabled={option.disabled ? true : undefined}
          title={option.disabled}
          onClick={() => !option.disabled && onChange(option.value)}
        >
          {option.label}
          {option.disabled && <span className="sr">: {option.disabled}</span>}
        </button>
      ))}
    </div>
  );
}
