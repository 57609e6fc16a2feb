// SPDX-License-Identifier: Apache-2.0
import { usePreferences } from '@/hooks/usePreferences';
import { figure } from '@/lib/format';
import type { Simulation } from '@/types/api';

const exact = (rate: number) => rate.toFixed(6);

/** The figure by hand, line by line. */
export function SimulationSteps({ result }: { result: Simulation }) {
  const { hideAmounts } = usePreferences();
  const amount = (value: number) => (hideAmounts ? '•••••' : figure(value, 'level'));
  const { currency, fx, start_value: from, end_value: to } = result;
  const dollars = result.amount_initial / fx.start;
  const grown = (dollars * to) / from;
  return (
    <>
      <h3 className="mt-5 mb-2 font-semibold">How it is computed</h3>
      <div className="calc">
        {currency === 'USD' ? (
          <>
            {amount(result.amount_initial)} USD{'\n'}× {figure(to, 'level')} / {figure(from, 'level')}
            {'\n'} = {amount(grown)} USD
          </>
        ) : (
          <>
            {amount(result.amount_initial)} / {exact(fx.start)}
            {'\n'} = {amount(dollars)} USD{'\n'}× {figure(to, 'level')} / {figure(from, 'level')}
            {'\n'} = {amount(grown)} USD{'\n'}× {exact(fx.end)}
            {'\n'} = {amount(grown * fx.end)} {currency}
          </>
        )}
        {result.contributions_count > 0 && (
          <>
            {'\n'}
            {`and so with ${result.contributions_count} × ${amount(result.contributions / result.contributions_count)}`}
            {'\n'}
            {`  = ${amount(result.amount_final)} ${currency}`}
          </>
        )}
      </div>
      <p className="note mt-2.5">
        Converted at the rate of the day it is paid and back at the rate of each date. Taxes, broker fees and
        funds’ costs are not included.
      </p>
    </>
  );
}
