// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { daysError, fileName, formatLabel, periodError, typeLabel, inFrame } from '@/lib/reports';
import type { Report } from '@/types/tasks';

describe('the words of reports', () => {
  it('bounds the period', () => {
    expect(['1', '365', '3650'].map(daysError)).toEqual([undefined, undefined, undefined]);
    for (const wrong of ['', ' ', '0', '3651', '-1', '1.5', 'x', '1e9'])
      expect(daysError(wrong)).toBe('A whole number from 1 to 3,650');
  });
  it('tells what is wrong with the period from what else is', () => {
    expect(periodError('period_days: take at least 3')).toBe('take at least 3');
    for (const other of ['the disk is full', '', null, undefined]) expect(periodError(other)).toBeUndefined();
  });
  it('names files', () => {
    const report = {
      report_type: 'risk',
      period_days: 365,
      created_at: '2026-01-05T10:00:00Z',
      format: 'pdf',
    };
    expect(fileName(report as Report)).toBe('autoindex-risk-365-days-2026-01-05.pdf');
    expect([typeLabel('risk'), formatLabel('xlsx'), typeLabel('new')]).toEqual(['Risk', 'XLSX', 'new']);
  });
  it('keeps anchors inside a frame, and other links as they are', () => {
    expect(
      inFrame('<a class="skip" href="#report">x</a><use href="#mark"/><a href="https://e.org/#a">'),
    ).toBe('<a class="skip" href="about:srcdoc#report">x</a><use href="#mark"/><a href="https://e.org/#a">');
  });
});
