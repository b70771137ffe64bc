/** Imports run downward only: src -> core; workers -> model-zoo -> core. See docs/architecture.md. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(src|workers|model-zoo|core|scripts|e2e|bench)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only('core-is-the-ground', 'core', '^core/', 'core imports nothing above it.'),
    only('zoo-stands-on-core', 'model-zoo', '^(model-zoo|core)/', 'The zoo is pure.'),
    only('workers-stand-on-zoo', 'workers', '^(workers|model-zoo|core)/', 'Workers know no page.'),
    only('page-knows-core-only', 'src', '^(src|core)/', 'The page reaches workers by URL only.'),
    {
      name: 'core-store-and-contract-on-top',
      severity: 'error',
      comment: 'The rest of core does not know its store or its worker contracts.',
      from: { path: '^core/', pathNot: ['^core/(store|contract)/', '\\.test\\.ts$'] },
      to: { path: '^core/(store|contract)/' },
    },
    {
      name: 'views-on-top',
      severity: 'error',
      from: { path: '^src/(state|bridge|ui|charts|locales)/' },
      to: { path: '^src/(views|shell)/' },
    },
    {
      name: 'state-over-bridge',
      severity: 'error',
      from: { path: '^src/(bridge|ui|charts|locales)/' },
      to: { path: '^src/state/' },
    },
    {
      name: 'ui-and-charts-know-no-state',
      severity: 'error',
      from: { path: '^src/(ui|charts)/' },
      to: { path: '^src/(state|bridge|views|shell)/' },
    },
    {
      name: 'views-not-bridge',
      severity: 'error',
      comment: 'Views go through state.',
      from: { path: '^src/views/' },
      to: { path: '^src/bridge/' },
    },
    {
      name: 'tfjs-in-engines-only',
      severity: 'error',
      comment:
        'Engines own tfjs; what opens an export as a stranger would has the stock one. No other part loads it.',
      from: {
        path: '^(src|core|model-zoo|workers)/',
        pathNot: ['^workers/(engine|reader|kit)', '\\.test\\.ts$', '^model-zoo/convert/cli/'],
      },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'echarts-in-charts-only',
      severity: 'error',
      from: { path: '^(src|core|workers|model-zoo)/', pathNot: '^src/charts/' },
      to: { path: 'node_modules/echarts' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?(url|worker)'] },
    },
    {
      name: 'no-dev-dependencies-shipped',
      severity: 'error',
      comment: 'workbox is bundled into the service worker at build time.',
      from: {
        path: '^(src|core|model-zoo|workers)/',
        pathNot: ['\\.test\\.tsx?$', '/cli/', '/testing'],
      },
      to: {
        dependencyTypes: ['npm-dev'],
        pathNot: ['node_modules/workbox-', '@types/', '@webgpu/types'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?(url|worker)' },
    parser: 'tsc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default'],
    },
  },
};
