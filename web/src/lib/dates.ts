// SPDX-License-Identifier: Apache-2.0

const DAY = 86_400_000;

export function toTime(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

export function fromTime(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((toTime(to) - toTime(from)) / DAY);
}

export function addDays(date: string, days: number): string {
  return fromTime(toTime(date) + days * DAY);
}

/** The same day so many months away; the last day of a shorter month when that day does not exist. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  last.setUTCDate(Math.min(day, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

export function isDate(text: string | null | undefined): text is string {
  return (
    !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(toTime(text)) && fromTime(toTime(text)) === text
  );
}
