// SPDX-License-Identifier: Apache-2.0
import type { ComponentProps } from 'react';
import { cn } from '@/lib/utils';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'plain' | 'primary' | 'ghost' | 'danger';
  small?: boolean;
}

const LOOKS = { plain: '', primary: 'pri', ghost: 'ghost', danger: 'danger' } as const;

export function Button({ look = 'plain', small, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cn('btn', LOOKS[look], small && 'sm', className)} {...rest} />;
}

export function IconButton({ className, type = 'button', ...rest }: ComponentProps<'button'>) {
  return <button type={type} className={cn('icb', className)} {...rest} />;
}
