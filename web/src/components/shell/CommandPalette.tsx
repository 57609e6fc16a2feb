// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRouter } from 'next/navigation';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { paletteCommands, type Command } from '@/components/shell/commands';
import { Dialog } from '@/components/ui/Dialog';
import { Icon } from '@/components/ui/Icon';
import { useAuth } from '@/contexts/AuthContext';
import { useAssets, useCurrent } from '@/hooks/usePortfolioData';
import { figure } from '@/lib/format';

const SHOWN = 8;

/** The stocks that a text finds, those whose symbol begins with it first. */
function useFoundAssets(text: string): Command[] {
  const { data } = useAssets();
  const { data: current } = useCurrent();
  const router = useRouter();
  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    if (!wanted || !data) return [];
    const weights = new Map(current?.allocations.map((a) => [a.symbol, a.weight]));
    const starts = (symbol: string) => Number(symbol.toLowerCase().startsWith(wanted));
    return data.items
      .filter((asset) => `${asset.symbol} ${asset.name}`.toLowerCase().includes(wanted))
      .sort((a, b) => starts(b.symbol) - starts(a.symbol))
      .slice(0, SHOWN)
      .map((asset) => {
        const weight = weights.get(asset.symbol);
        return {
          id: `asset-${asset.symbol}`,
          group: 'Assets',
          label: asset.name,
          symbol: asset.symbol,
          end: [asset.sector, weight === undefined ? null : figure(weight, 'percent')]
            .filter(Boolean)
            .join(', '),
          run: () => router.push(`/asset/?symbol=${encodeURIComponent(asset.symbol)}`),
        };
      });
  }, [text, data, current, router]);
}

export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { signOut } = useAuth();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const assets = useFoundAssets(text);

  const found = useMemo(() => {
    const words = text.trim().toLowerCase().split(/\s+/);
    const fits = (command: Command) => words.every((word) => command.label.toLowerCase().includes(word));
    return [...assets, ...paletteCommands((href) => router.push(href), signOut).filter(fits)];
  }, [assets, text, router, signOut]);
  const active = Math.min(at, found.length - 1);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      const next = (active + step + found.length) % found.length;
      setAt(next);
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[active]);
    }
  };

  return (
    <Dialog title="Search or command" bare onClose={onClose} className="palette">
      <div className="q">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Search or command"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found.length ? `${list}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="list" id={list} role="listbox" aria-label="Results">
        {found.map((command, i) => (
          <div key={command.id} role="presentation">
            {found[i - 1]?.group !== command.group && (
              <h3 role="presentation" aria-hidden="true">
                {command.group}
              </h3>
            )}
            <div
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === active}
              onMouseMove={() => setAt(i)}
              onClick={() => run(command)}
            >
              {command.symbol ? (
                <span className="sym">{command.symbol}</span>
              ) : (
                <Icon name={command.icon ?? 'right'} />
              )}
              {command.label}
              <span className="end">
                {command.keys ? command.keys.map((key) => <kbd key={key}>{key}</kbd>) : command.end}
              </span>
            </div>
          </div>
        ))}
        {found.length === 0 && <p className="px-4 py-3 muted">Nothing matches “{text}”.</p>}
      </div>
      <footer>
        <span>↑↓ move</span>
        <span>Enter open</span>
      </footer>
    </Dialog>
  );
}
