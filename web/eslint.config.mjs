// SPDX-License-Identifier: Apache-2.0
import coreWebVitals from 'eslint-config-next/core-web-vitals';
import typescript from 'eslint-config-next/typescript';

const config = [
  { ignores: ['.next/**', 'out/**', 'next-env.d.ts', 'src/api/generated/**'] },
  ...coreWebVitals,
  ...typescript,
  {
    rules: {
      'max-lines': ['error', 500],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
];

export default config;
