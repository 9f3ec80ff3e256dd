// Rules for dependency-cruiser, made from the one list of allowed edges. `import type` obeys too.
import { cliTargets, edges, outsiders } from './edges.ts'

const folderRules = Object.entries(edges)
  .filter(([, allowed]) => !allowed.includes('*'))
  .map(([folder, allowed]) => ({
    name: `edges-of-${folder}`,
    severity: 'error',
    from: { path: `^src/${folder}(/|\\.ts$)`, pathNot: '\\.test\\.ts$' },
    to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}(/|\\.ts$)`) },
  }))

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'main-is-nobodys', severity: 'error', from: { path: '^src/' }, to: { path: '^src/main\\.ts$' } },
    { name: 'app-is-mains', severity: 'error', from: { path: '^src/', pathNot: '^src/main\\.ts$' }, to: { path: '^src/app\\.ts$' } },
    { name: 'outsiders', severity: 'error', from: { path: `^(${outsiders.join('|')})/`, pathNot: '\\.test\\.ts$' }, to: { path: '^src/' } },
    {
      name: 'edges-of-cli',
      severity: 'error',
      from: { path: '^cli/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: cliTargets.map((name) => `^src/${name}(/|$)`) },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^(src|cli)/', pathNot: '\\.test\\.ts$|/fixtures/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    ...folderRules,
  ],
  options: { tsPreCompilationDeps: true, parser: 'swc', doNotFollow: { path: 'node_modules' }, tsConfig: { fileName: 'tsconfig.json' } },
}
