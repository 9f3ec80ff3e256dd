/** Lint: `model.swagger` of resources (contract 12.3). Calls do not need models; documentation does, and leaves out what cannot be resolved. */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

type Path = readonly (string | number)[]

/** References to definitions that the model does not hold. */
export function findModelMistakes({ resources }: ElementDocument): Finding[] {
  return resources.flatMap(({ model }, at) =>
    (['swagger', 'requestSwagger'] as const).flatMap((member) => {
      const definitions = model?.[member]
      const path = ['resources', at, 'model', member]
      return definitions == null
        ? []
        : listReferences(definitions, path)
            .filter(({ name }) => !(name in definitions))
            .map(describe)
    }),
  )
}

interface Reference {
  readonly path: Path
  readonly name: string
}

function describe({ path, name }: Reference): Finding {
  return { path, severity: 'warning', message: `the model has no definition ${JSON.stringify(name)}` }
}

/** Real files refer with the prefix of Swagger 2.0 and without it. */
function listReferences(value: unknown, path: Path): Reference[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === '$ref' && typeof member === 'string') return [{ path: below, name: member.replace(/^#\/definitions\//, '') }]
    return listReferences(member, below)
  })
}
