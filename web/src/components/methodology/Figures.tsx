// SPDX-License-Identifier: Apache-2.0

const ROWS = [
  [
    'Return',
    'Last level over the level at the start of the range, less one. The start is the last session on or before the chosen day.',
  ],
  [
    'Annualised',
    'The constant yearly growth that gives the same end, by actual days over 365.25. Ranges under one year are not annualised.',
  ],
  ['Volatility', 'Standard deviation of daily returns (n − 1), times the root of 252.'],
  [
    'Drawdown',
    'Level over the highest level before it in the range, less one. The first level counts as a peak.',
  ],
  [
    'Value at risk 95 %',
    'The loss that one day in twenty exceeded; the 5 % quantile of daily returns with its sign turned, interpolated.',
  ],
  ['Expected shortfall 95 %', 'The mean loss of those days.'],
  [
    'Sharpe ratio',
    'Mean daily return above the risk-free rate over its deviation, annualised; from the returns up to the last known rate.',
  ],
  [
    'Sortino ratio',
    'Mean daily return over the deviation of falling days around zero, annualised. All days count in the divisor.',
  ],
  ['Calmar ratio', 'Annualised return over the deepest drawdown.'],
  ['Beta, correlation', 'Against the benchmark, from daily returns on the sessions that both have.'],
  ['Tracking error', 'Standard deviation of the daily difference to the benchmark, annualised.'],
  ['Information ratio', 'Mean daily difference over its deviation, annualised.'],
  [
    'Turnover',
    'Half the sum of all weight changes of a rebalance: what is bought, or sold. A year’s figure sums them up.',
  ],
] as const;

/** Conventions of the figures and limits of the data. */
export function Figures() {
  return (
    <>
      <section id="figures" aria-labelledby="figures-title">
        <h2 id="figures-title">How figures are computed</h2>
        <p>
          All figures of the dashboard come from the daily levels of the range on show. A figure that is not
          defined is a dash with its reason, never a zero.
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">Convention</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([name, text]) => (
              <tr key={name}>
                <td className="sym align-top">{name}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section id="data" aria-labelledby="data-title">
        <h2 id="data-title">What the data can and cannot say</h2>
        <p>
          <b>Survivors.</b> The sample holds 20 stocks that were large in 2022. Whoever chooses them knows how
          the story went: companies that failed on the way are not among them. Every history of such a list is
          flattered, whatever the rules.
        </p>
        <p>
          <b>Benchmark basis.</b> The S&amp;P 500 of the sample is a price index, without dividends. AutoIndex
          includes them. That alone is worth about 2&nbsp;% a year in favour of AutoIndex, and the chart says
          so under its lines.
        </p>
        <p>
          <b>Nothing is rewritten.</b> An unusual return is flagged, not clipped or replaced. A missing price
          is carried for a few sessions at most, and never counted as a return of zero.
        </p>
        <p>
          <b>An end.</b> The sample ends in December 2022. Everything after it is unknown, not unchanged.
        </p>
      </section>
    </>
  );
}
