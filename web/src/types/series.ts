// SPDX-License-Identifier: Apache-2.0

/** One level or close on one session; the date is `YYYY-MM-DD`. */
export interface Point {
  readonly date: string;
  readonly value: number;
}

export type Series = readonly Point[];

/** A figure that may not exist, and then says why. */
export interface Measure {
  readonly value: number | null;
  readonly reason?: string;
}
