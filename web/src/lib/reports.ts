// SPDX-License-Identifier: Apache-2.0
import type { Report } from '@/types/tasks';

export const TYPES = [
  {
    value: 'summary',
    label: 'Summary',
    holds: 'The key statistics beside the benchmark, growth, and the composition.',
  },
  {
    value: 'performance',
    label: 'Performance',
    holds: 'Growth, years, months, drawdowns and the distribution of returns.',
  },
  {
    value: 'allocation',
    label: 'Allocation',
    holds: 'The composition, its changes, and what each asset contributed.',
  },
  { value: 'risk', label: 'Risk', holds: 'Volatility, drawdowns, value at risk and rolling figures.' },
  {
    value: 'detailed',
    label: 'Detailed',
    holds: 'All of these, with costs, notes on the data and the methodology.',
  },
] as const;
export type ReportType = (typeof TYPES)[number]['value'];

export const FORMATS = [
  { value: 'pdf', label: 'PDF' },
  { value: 'html', label: 'HTML' },
  { value: 'xlsx', label: 'XLSX' },
  { value: 'csv', label: 'CSV' },
  { value: 'json', label: 'JSON' },
] as const;
export type ReportFormat = (typeof FORMATS)[number]['value'];

export const PERIODS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '1826', label: '5 years' },
  { value: '3650', label: '10 years' },
] as const;
export const DAYS_MOST = 3650;

/** What is wrong with a number of days as typed; undefined: nothing. */
export function daysError(text: string): string | undefined {
  const days = Number(text);
  return text.trim() !== '' && Number.isInteger(days) && days >= 1 && days <= DAYS_MOST
    ? undefined
    : 'A whole number from 1 to 3,650';
}

/** What is wrong with the period, where that is why a report could not be made. */
export function periodError(error: string | null | undefined): string | undefined {
  const FIELD = 'period_days: ';
  return error?.startsWith(FIELD) ? error.slice(FIELD.length) : undefined;
}

const labelOf = (list: readonly { value: string; label: string }[], value: string) =>
  list.find((entry) => entry.value === value)?.label ?? value;

export const typeLabel = (value: string) => labelOf(TYPES, value);
export const formatLabel = (value: string) => labelOf(FORMATS, value);

/** "autoindex-risk-365-days-2026-01-05.pdf" */
export const fileName = ({ report_type, period_days, created_at, format }: Report) =>
  `autoindex-${report_type}-${period_days}-days-${created_at.slice(0, 10)}.${format}`;

/** Whether the browser can show it on the page. */
export const previewable = (format: string) => format !== 'xlsx';

/**
 * A page as the source of a frame. What such a frame is relative to is the page around it, so that a bare anchor would
 * lead out of the frame.
 */
export const inFrame = (html: string) => html.replaceAll(/(<a\b[^>]*\shref=")#/g, '$1about:srcdoc#');
