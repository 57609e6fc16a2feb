// SPDX-License-Identifier: Apache-2.0
import { STORAGE } from '@/constants/config';

export type Theme = 'system' | 'light' | 'dark';

/** Runs before the first paint. Kept tiny: its hash is in the Content-Security-Policy. */
export const THEME_SCRIPT = `(function(){var t;try{t=JSON.parse(localStorage.getItem("${STORAGE.preferences}")||"{}").theme}catch(e){}if(t!=="light"&&t!=="dark")t=matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";document.documentElement.dataset.theme=t})()`;
