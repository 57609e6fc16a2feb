// SPDX-License-Identifier: Apache-2.0
import { figure } from '@/lib/format';

interface BasisNoteProps {
  variant: 'total' | 'net';
  benchmark: { readonly benchmarkName: string; readonly benchmarkBasis: string } | null;
  costBps: number | undefined;
}

/** What the two lines include and what they leave out. */
export function BasisNote({ variant, benchmark, costBps }: BasisNoteProps) {
  const cost =
    costBps === undefined
      ? 'trading costs'
      : `trading costs of ${figure(costBps, 'count')} bp per unit traded`;
  return (
    <p className="note mt-2.5">
      {benchmark?.benchmarkBasis === 'price' && (
        <>
          AutoIndex includes dividends, the {benchmark.benchmarkName} here is a price index without dividends:
          about 2&nbsp;% a year in AutoIndex’s favour.{' '}
        </>
      )}
      {variant === 'net' ? `The net level is after ${cost}.` : `Total return is before ${cost}.`} Charts by{' '}
      <a href="https://www.tradingview.com" rel="noreferrer">
        TradingView Lightweight Charts™
      </a>
      .
    </p>
  );
}
