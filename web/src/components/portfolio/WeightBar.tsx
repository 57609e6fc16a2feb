// SPDX-License-Identifier: Apache-2.0
interface WeightBarProps {
  weight: number;
  target: number | null;
  heaviest: number;
  colour: string;
}

const WIDTH = 104;

/** A bar to the weight now, a tick at the target; the longest reaches the full width. */
export function WeightBar({ weight, target, heaviest, colour }: WeightBarProps) {
  const at = (value: number) => (value / heaviest) * WIDTH;
  return (
    <svg className="bars" width={WIDTH} height="14" aria-hidden="true">
      <rect y="4" width={at(weight)} height="6" fill={colour} />
      {target !== null && (
        <path d={`M${Math.min(at(target), WIDTH - 0.75)} 1v12`} stroke="var(--text-1)" strokeWidth="1.5" />
      )}
    </svg>
  );
}
