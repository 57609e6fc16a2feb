// SPDX-License-Identifier: Apache-2.0
import { Link } from '@/components/ui/Link';
import { HomeRedirect } from '@/components/shell/HomeRedirect';
import { PlainPage } from '@/components/ui/PlainPage';

export default function HomePage() {
  return (
    <PlainPage title="Waardhaven AutoIndex">
      <HomeRedirect />
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
    </PlainPage>
  );
}
