// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Link } from '@/components/ui/Link';
import { Suspense } from 'react';
import { LoginRoom } from '@/components/login/LoginRoom';
import { ThemeButton } from '@/components/ui/ThemeButton';
import { Logo } from '@/components/ui/Icon';

export const metadata: Metadata = { title: 'Sign in' };

const PRINCIPLES = [
  ['Rules, not opinions', 'weights follow from prices on a reference date'],
  ['Two dates', 'decided on one close, traded on the next'],
  ['Units and divisor', 'holdings drift between reviews, as yours do'],
  ['Costs stated', 'a net level stands beside the gross one'],
  ['Reproducible', 'any level rebuilds to its last digit'],
] as const;

export default function LoginPage() {
  return (
    <div className="lg">
      <main className="lf">
        <Link className="brand" href="/" aria-label="AutoIndex by Waardhaven">
          <Logo />
          <span>
            AutoIndex<small>Waardhaven</small>
          </span>
        </Link>
        <noscript>
          <p className="lead">Signing in needs script, which is off in this browser.</p>
        </noscript>
        <Suspense
          fallback={
            <div className="formroom">
              <h1>Sign in</h1>
              <p className="lead">to the AutoIndex of this server</p>
            </div>
          }
        >
          <LoginRoom />
        </Suspense>
        <footer className="lfoot">
          <Link href="/methodology/">Methodology</Link>
          <span className="grow" />
          <ThemeButton />
        </footer>
      </main>
      <aside className="lr" aria-label="What AutoIndex is">
        <div className="rule">
          <h2>Every level can be traced to its prices</h2>
          <div
            className="eqn"
            role="img"
            aria-label="The level is the sum of units times price times exchange rate, divided by the divisor"
          >
            I<sub>t</sub> <i>=</i> ∑ q P X <i>÷</i> D
          </div>
          <p className="eqnkeys">q units held, P closing price, X exchange rate, D divisor</p>
          <ol>
            {PRINCIPLES.map(([name, text]) => (
              <li key={name}>
                <b>{name}</b>
                <span>{text}</span>
              </li>
            ))}
          </ol>
        </div>
      </aside>
    </div>
  );
}
