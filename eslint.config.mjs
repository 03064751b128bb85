import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { arrows } from './scripts/lint/arrows.mjs';

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '**/coverage/**', '**/.sluice/**', '.cache/**', '**/target/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  { languageOptions: { globals: { ...globals.node } } },
  {
    files: ['packages/web/**', 'packages/nodes/src/**/form*', 'packages/nodes/src/**/form*/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.{ts,tsx,mts,mjs}'],
    plugins: { sluice: { rules: { arrows } } },
    rules: {
      'sluice/arrows': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always'],
      // Under noUncheckedIndexedAccess, `!` is how code says what an invariant beside it guarantees.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
    },
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
);
