// SPDX-License-Identifier: Apache-2.0

export interface EventText {
  readonly code: string;
  /** What the rule did, in one sentence. */
  readonly sentence: string;
  /** When it happens and what it means for the reader. */
  readonly meaning: string;
}

/** Every event that a rebalance can record. */
export const EVENTS: readonly EventText[] = [
  {
    code: 'cap_unknown',
    sentence: 'Market capitalisations are not in the data: the capitalisation sleeve is equal weight.',
    meaning:
      'At least one eligible stock had no market capitalisation known on the reference date. A sleeve built on part of the sizes would favour whoever has data, so the whole sleeve holds every stock equally.',
  },
  {
    code: 'no_traded_price',
    sentence: 'Adjusted closes only: the minimum price rule is not applied.',
    meaning:
      'The minimum price is a rule about prices that were paid. Closes adjusted backwards for later splits and dividends are lower than what was paid, and would shut stocks out for events that had not happened yet.',
  },
  {
    code: 'momentum_flat',
    sentence: 'No stock had risen over the look-back: the momentum sleeve is equal weight.',
    meaning:
      'The momentum sleeve shares itself out by positive returns. When there are none, there is nothing to share by, and the sleeve holds every stock equally.',
  },
  {
    code: 'none_eligible',
    sentence: 'No stock was eligible: the holdings were kept.',
    meaning:
      'Every stock was too young, too stale or too cheap on the reference date. Nothing was traded, and the units of the rebalance before stay in force.',
  },
  {
    code: 'price_carried',
    sentence: 'A price of an earlier session was decided on or traded at.',
    meaning:
      'A stock had no price on the reference or the effective date. Its last price was used, which the forward-fill limit allows for a few sessions only.',
  },
  {
    code: 'stale_held',
    sentence: 'A holding was valued at an old price.',
    meaning:
      'Since the rebalance before, a stock in the index went without a price for longer than the forward-fill limit. The level carries its last price until a new one comes.',
  },
  {
    code: 'volatility_floor',
    sentence: 'A stock moved less than the floor: its volatility was set to the floor.',
    meaning:
      'The risk-parity sleeve divides by volatility. Without a floor a stock that hardly moves, often one with bad data, would take the sleeve over.',
  },
];
