// SPDX-License-Identifier: Apache-2.0
import Link from 'next/link';
import { Logo } from '@/components/ui/Icon';
import { HomeRedirect } from '@/components/shell/HomeRedirect';

export default function HomePage() {
  return (
    <main className="lf min-h-screen">
      <HomeRedirect />
      <span className="brand">
        <Logo />
        <span>
          AutoIndex<small>Waardhaven</small>
        </span>
      </span>
      <div className="formroom">
        <h1>Waardhaven AutoIndex</h1>
        <p className="lead">A rules-based stock index on your own server.</p>
        <ul className="grid gap-3">
          <li>
            <Link href="/dashboard/">Dashboard</Link>
          </li>
          <li>
            <Link href="/login/">Sign in</Link>
          </li>
          <li>
            <Link href="/methodology/">Methodology</Link>
          </li>
        </ul>
      </div>
    </main>
  );
}
