// SPDX-License-Identifier: Apache-2.0

interface SymbolButtonProps {
  symbol: string;
  name: string;
  chosen: boolean;
  trace: (symbol: string) => void;
}

/** The symbol of a row as the control that traces its weight. */
export function SymbolButton({ symbol, name, chosen, trace }: SymbolButtonProps) {
  return (
    <button
      type="button"
      className="rowbutton"
      aria-pressed={chosen}
      title={`${name}: where its weight comes from`}
      onClick={(event) => {
        event.stopPropagation();
        trace(symbol);
      }}
    >
      {symbol}
    </button>
  );
}
