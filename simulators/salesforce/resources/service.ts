// The versions there are, the resources of one, and the limits.
import { type Answer, answerOk, type Routes } from '../call.ts'
import type { Knobs } from '../knobs.ts'

export const serviceRoutes: Routes = {
  'GET /limits': ({ options, used }) => answerOk(showLimits(options, used)),
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

function showLimits(knobs: Knobs, used: number): Record<string, unknown> {
  return {
    DailyApiRequests: { Max: knobs.requestsPerDay, Remaining: Math.max(0, knobs.requestsPerDay - used) },
    DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
    DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 },
    DataStorageMB: { Max: 5, Remaining: 5 },
    FileStorageMB: { Max: 20, Remaining: 20 },
    HourlyTimeBasedWorkflow: { Max: 1_000, Remaining: 1_000 },
    SingleEmail: { Max: 5_000, Remaining: 5_000 },
  }
}
