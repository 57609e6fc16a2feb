// SPDX-License-Identifier: Apache-2.0

/** What the index is, how it is rebalanced, and what its levels mean. */
export function Rules() {
  return (
    <>
      <section id="purpose" aria-labelledby="purpose-title">
        <h2 id="purpose-title">What the index is</h2>
        <p>
          AutoIndex is a portfolio of stocks whose weights follow from prices by fixed rules. Nobody picks a
          weight by hand, and no rule can see a price that was not known on the day of the decision. The same
          inputs give the same levels, to the last digit, on every machine.
        </p>
        <p>
          The rules describe what would have happened; they promise nothing. A blend of momentum, size and
          risk has at times been behind a portfolio that simply holds every stock equally, above all after
          costs. Read every return together with its period, its basis and the benchmark beside it.
        </p>
      </section>

      <section id="rules" aria-labelledby="rules-title">
        <h2 id="rules-title">The rules, step by step</h2>
        <p>These are the defaults. The version in force is named beside the title of the dashboard.</p>
        <ol className="steps">
          <li>
            <b>Reference date.</b> Weights are decided on the close of the last session of each week. A week
            that has not ended yet decides nothing.
          </li>
          <li>
            <b>Eligibility.</b> A stock takes part when it has prices over the longest look-back (60
            sessions), when its last price is at most two sessions old, and when it trades at 1 or more. The
            last rule needs prices as they were paid; see <code>no_traded_price</code>.
          </li>
          <li>
            <b>Three sleeves.</b> Each of them spreads 100&nbsp;% over the eligible stocks, in its own way.
          </li>
          <li>
            <b>Blend.</b> The target weight is 40&nbsp;% momentum, 30&nbsp;% capitalisation and 30&nbsp;% risk
            parity.
          </li>
          <li>
            <b>Effective date.</b> The stocks are bought at the close of the next session, and the new
            holdings earn from the session after it. Deciding and trading on the same close would use a price
            that nobody could have known in time.
          </li>
          <li>
            <b>Drift.</b> Between two rebalances the number of units stays fixed and the weights move with the
            prices. That is why the weight and the target on the dashboard differ.
          </li>
        </ol>
        <h3>Momentum sleeve</h3>
        <p>
          In proportion to the return over the last 20 sessions, where falling stocks count as zero. When
          nothing has risen, the sleeve is equal weight and says so.
        </p>
        <div className="formula">{'m = max( P / P[20 sessions before] − 1, 0 )\nweight = m / sum of m'}</div>
        <h3>Capitalisation sleeve</h3>
        <p>
          In proportion to market capitalisation as known on the reference date. If it is unknown for one
          eligible stock, the whole sleeve is equal weight: a mixture would favour whoever happens to have
          data.
        </p>
        <h3>Risk-parity sleeve</h3>
        <p>
          In inverse proportion to volatility, the standard deviation of the last 60 daily returns, never
          taken as less than 0.5&nbsp;% a day. Calm stocks get more, restless ones less.
        </p>
        <div className="formula">
          {'s = max( deviation of 60 returns, 0.005 )\nweight = (1 / s) / sum of (1 / s)'}
        </div>
      </section>

      <section id="levels" aria-labelledby="levels-title">
        <h2 id="levels-title">Levels and variants</h2>
        <p>
          The level is the value of all units over a divisor. The divisor changes only when the composition
          does, so that a rebalance itself never moves the level. The first level is 100.
        </p>
        <div className="formula">{'level = sum of ( units × price × exchange rate ) ÷ divisor'}</div>
        <dl>
          <dt>Total</dt>
          <dd>Dividends are reinvested; no costs are taken off. This is the level shown first.</dd>
          <dt>Net of costs</dt>
          <dd>
            The same less 10 basis points of every unit traded, charged at each effective close, the first
            purchase included. Taxes, spreads beyond that and the effect of one’s own orders are not in it.
          </dd>
          <dt>Price</dt>
          <dd>
            Without dividends. It exists only where prices are stored as they were traded. The sample has
            closes adjusted for dividends, so its price level does not exist and is not made up.
          </dd>
        </dl>
      </section>
    </>
  );
}
