// SPDX-License-Identifier: Apache-2.0

const TERMS = [
  [
    'Adjusted close',
    'A close scaled backwards so that splits and dividends leave no jump. Good for returns, useless as a price that somebody paid.',
  ],
  [
    'Allocation',
    'The share of the index in one stock. The weight is that of today, after drift; the target is that of the last rebalance.',
  ],
  ['Basis point, bp', 'One hundredth of a percent.'],
  [
    'Benchmark',
    'What the index is compared with, here the S&P 500. Its basis, price or total return, stands beside its name.',
  ],
  [
    'Divisor',
    'The number that turns a value in money into a level and keeps it steady when the composition changes.',
  ],
  ['Effective date', 'The session on whose close a new composition is bought.'],
  ['Percentage point, pp', 'The difference between two percentages: from 3 % to 5 % is 2 pp.'],
  ['Rebalance', 'Bringing the weights back to their targets. Its turnover is drawn under the chart.'],
  ['Reference date', 'The session on whose close weights are decided.'],
  ['Session', 'A day on which at least one stock of the index has a price.'],
  ['Sleeve', 'A part of the index with its own weighting rule.'],
  ['Units', 'How many shares the index holds of a stock, in fractions. They change at a rebalance only.'],
] as const;

export function Terms() {
  return (
    <section id="terms" aria-labelledby="terms-title">
      <h2 id="terms-title">Terms</h2>
      <dl>
        {TERMS.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
