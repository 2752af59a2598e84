import tseslint from 'typescript-eslint';

/**
 * The import borders of ARCHITECTURE.md, as patterns a file in the folder may not import.
 * What a border forbids is a fact about the platform, so each pattern says which one.
 */
const border = (files, patterns, extra = {}) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }], ...extra },
});

const noVscode = { group: ['vscode'], message: 'Only src/extension talks to VS Code.' };
const noNode = {
  // Anchored: a group would also forbid our own './http'.
  regex: '^(node:.*|(fs|path|http|https|zlib|os|crypto|stream|buffer)(/.*)?)$',
  message: 'Node stands behind the interfaces of src/core; its code lives in src/platform/node.',
};
const noOuter = (...names) => ({
  group: names.flatMap((name) => [`**/${name}/**`, `**/${name}`]),
  message: 'This import points outward, against the direction of the data.',
});

/** Globals that exist in only one of the hosts the core runs in. */
const hostGlobals = ['Buffer', 'process', 'require', 'window', 'document', 'fetch', '__dirname'];

export default tseslint.config(
  {
    ignores: ['dist/', 'node_modules/', '.vscode-test/', 'coverage/'],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file itself.' },
      ],
    },
  },
  border(
    ['src/core/**/*.ts'],
    [noVscode, noNode, noOuter('platform', 'extension', 'protocol', 'worker', 'webview')],
    {
      'no-restricted-globals': ['error', ...hostGlobals],
    },
  ),
  border(
    ['src/protocol/**/*.ts'],
    [noVscode, noNode, noOuter('platform', 'extension', 'worker', 'webview')],
    {
      'no-restricted-globals': ['error', ...hostGlobals],
    },
  ),
  border(
    ['src/platform/**/*.ts'],
    [noVscode, noOuter('extension', 'protocol', 'worker', 'webview')],
  ),
  border(['src/worker/**/*.ts'], [noVscode, noNode, noOuter('extension', 'webview')], {
    'no-restricted-globals': ['error', ...hostGlobals],
  }),
  border(['src/extension/**/*.ts'], [noOuter('webview')]),
  border(
    ['webview/**/*.ts'],
    [
      noVscode,
      noNode,
      noOuter('platform', 'extension', 'worker'),
      { group: ['**/src/core/**'], message: 'The webview shares src/protocol only.' },
    ],
    {
      'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
    },
  ),
  {
    files: ['**/*.config.*'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
