import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const sources = ['**/*.ts', '**/*.tsx'];
const tests = ['**/*.test.ts', '**/*.journey.ts', '**/contract.ts', '**/test/**', 'packages/testkit/**', 'acceptance/**', '**/bench/**'];
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only packages/config reads the environment: ambient settings infect tests.',
};
const clock = {
  selector: "CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Take the time from the injected clock.',
};

/** Who may import whom: one way, edge → context → capability types; only wiring names a vendor. */
const depConstraints = [
  { sourceTag: 'layer:base', onlyDependOnLibsWithTags: ['layer:base', 'layer:testkit'] },
  { sourceTag: 'layer:testkit', onlyDependOnLibsWithTags: ['layer:base'] },
  { sourceTag: 'layer:capability', onlyDependOnLibsWithTags: ['layer:base', 'layer:capability', 'layer:testkit'] },
  { sourceTag: 'layer:context', onlyDependOnLibsWithTags: ['layer:base', 'layer:capability', 'layer:testkit'] },
  { sourceTag: 'context:artifacts', notDependOnLibsWithTags: ['context:namespaces', 'context:security', 'context:billing', 'context:timescape'] },
  { sourceTag: 'context:namespaces', notDependOnLibsWithTags: ['context:artifacts', 'context:security', 'context:billing', 'context:timescape'] },
  { sourceTag: 'context:security', notDependOnLibsWithTags: ['context:artifacts', 'context:namespaces', 'context:billing', 'context:timescape'] },
  { sourceTag: 'context:billing', notDependOnLibsWithTags: ['context:artifacts', 'context:namespaces', 'context:security', 'context:timescape'] },
  { sourceTag: 'context:timescape', notDependOnLibsWithTags: ['context:artifacts', 'context:namespaces', 'context:security', 'context:billing'] },
  { sourceTag: 'door:gateway', onlyDependOnLibsWithTags: ['layer:base', 'layer:testkit'] },
  { sourceTag: 'door:sdk', onlyDependOnLibsWithTags: ['layer:base', 'layer:testkit'] },
  // The command signs and verifies by itself: it trusts nothing the registry says.
  { sourceTag: 'door:cli', onlyDependOnLibsWithTags: ['layer:base', 'layer:testkit', 'door:sdk', 'layer:capability'] },
  { sourceTag: 'door:web', onlyDependOnLibsWithTags: ['layer:base', 'layer:testkit', 'door:sdk'] },
  { sourceTag: 'layer:wiring', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'layer:acceptance', onlyDependOnLibsWithTags: ['layer:base', 'layer:capability', 'layer:testkit', 'door:sdk'] },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/.next/**',
      '**/dist/**',
      'prisma/generated/**',
      'web/gql/**',
      'packages/sdk/src/generated/**',
      '.gati/**',
      '.nx/**',
      'web/next-env.d.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict.map((config) => ({ ...config, files: sources })),
  { languageOptions: { globals: globals.node }, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: sources,
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          allowCircularSelfDependency: true,
          banTransitiveDependencies: false,
          ignoredCircularDependencies: [['@gati/database', '@gati/testkit']],
          checkDynamicDependenciesExceptions: ['.*'],
          depConstraints,
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', environment],
    },
  },
  { files: ['subgraphs/*/src/**/*.ts'], ignores: tests, rules: { 'no-restricted-syntax': ['error', environment, clock] } },
  {
    files: ['subgraphs/*/src/**/*.ts'],
    ignores: ['subgraphs/*/src/graphql/**', ...tests],
    rules: { 'no-restricted-imports': ['error', { paths: [{ name: 'graphql', message: 'Only src/graphql speaks GraphQL.' }] }] },
  },
  {
    files: ['subgraphs/*/src/rules/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/use-cases/**', '**/repository*', '**/graphql/**', '**/http/**', '@gati/database'], message: 'Rules are pure: no I/O.' }] },
      ],
    },
  },
  {
    files: [
      'packages/config/src/environment.ts',
      ...tests,
      'tools/**',
      '**/bench/**',
      'web/server/settings.ts',
      'web/next.config.ts',
      'web/build.ts',
      'packages/cli/src/settings.ts',
      'prisma.config.ts',
      'prisma/tools/**',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: tests, rules: { '@typescript-eslint/no-explicit-any': 'off', '@typescript-eslint/no-empty-function': 'off' } },
  { files: ['**/*.mjs', '**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
