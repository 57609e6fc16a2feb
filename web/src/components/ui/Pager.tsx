// SPDX-License-Identifier: Apache-2.0
import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { figure } from '@/lib/format';

interface PagerProps {
  what: string;
  page: number;
  size: number;
  total: number;
  onPage: (page: number) => void;
}

export function Pager({ what, page, size, total, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / size));
  return (
    <div className="pager">
      <span className="muted">
        {figure(total, 'count')} {what}
      </span>
      {pages > 1 && (
        <span className="turn">
          <Button small aria-label="Previous page" disabled={page === 0} onClick={() => onPage(page - 1)}>
            <Icon name="left" />
          </Button>
          <span aria-live="polite">
            {page + 1} of {figure(pages, 'count')}
          </span>
          <Button small aria-label="Next page" disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
            <Icon name="right" />
          </Button>
        </span>
      )}
    </div>
  );
}
