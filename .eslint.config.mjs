import { fileURLToPath } from 'node:url';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Imports run downward only (docs/architecture.md): core <- graph <- addin | web | server <- sandbox <- cli.
 * `target` may not import from `from`.
 */
const zones = [
  { target: './src/core', from: './src', except: ['./core'], message: 'core imports nothing of ours' },
  { target: './src/graph', from: './src', except: ['./core', './graph'], message: 'graph imports only core' },
  {
    target: './src/addin',
    from: './src',
    except: ['./core', './graph', './addin'],
    message: 'addin imports only core and graph',
  },
  {
    target: './src/web',
    from: './src',
    except: ['./core', './graph', './web'],
    message: 'web imports only core and graph',
  },
  {
    target: './src/server',
    from: './src',
    except: ['./core', './graph', './server'],
    message: 'server imports only core and graph',
  },
  {
    target: './src/sandbox',
    from: './src',
    except: ['./core', './sandbox'],
    message: 'the sandbox stands outside: it shares nothing with what it tests but core',
  },
  { target: './src/addin/launch', from: './src/addin/pane', message: 'the launch file stands alone' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'data/**', 'node_modules/**', 'coverage/**'] },
  ...tseslint.configs.recommendedTypeChecked.map((c) => ({ ...c, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    // Without it no import of a TypeScript file is found, and so none is refused.
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/addin/launch/**/*.ts', 'src/addin/office/**/*.ts'],
    rules: {
      // Outlook's classic runtime has none of these (docs/architecture.md, "The launch file").
      'no-restricted-globals': [
        'error',
        'document',
        'localStorage',
        'sessionStorage',
        'URL',
        'URLSearchParams',
        'TextEncoder',
        'TextDecoder',
        'BigInt',
        'crypto',
        'AbortController',
        'Buffer',
        'process',
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: { ...globals.node } } },
);
