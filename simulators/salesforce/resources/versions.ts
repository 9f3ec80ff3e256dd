// The versions there are, and the resources of one.
import { type Answer, answerOk, type Routes } from '../call.ts'
import type { Knobs } from '../knobs.ts'

export const versionRoutes: Routes = {
  'GET /': ({ version }) => {
    const resources = ['composite', 'limits', 'query', 'queryAll', 'sobjects']
    return answerOk(Object.fromEntries(resources.map((name) => [name, `/services/data/${version}/${name}`])))
  },
}

/** `GET /services/data`: every version, oldest first; no token needed. */
export function listVersions(knobs: Knobs): Answer {
  const versions: Record<string, string>[] = []
  for (let number = knobs.oldestVersion; number <= knobs.newestVersion; number += 1) {
    versions.push({ label: nameRelease(number), url: `/services/data/v${number}.0`, version: `${number}.0` })
  }
  return { status: 200, type: 'json', body: versions }
}

/** Whether this version is served. */
export function isVersion(knobs: Knobs, version: string): boolean {
  const number = Number(/^v(\d+)\.0$/.exec(version)?.[1] ?? Number.NaN)
  return number >= knobs.oldestVersion && number <= knobs.newestVersion
}

// Three releases a year; version 59 was Winter '24.
function nameRelease(number: number): string {
  const distance = number - 59
  const season = ['Winter', 'Spring', 'Summer'][((distance % 3) + 3) % 3]
  return `${season} '${String(24 + Math.floor(distance / 3)).padStart(2, '0')}`
}
