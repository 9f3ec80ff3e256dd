// How much of the organization's limits is left.
import { answerOk, type Routes } from '../call.ts'
import type { Knobs } from '../knobs.ts'

export const limitRoutes: Routes = {
  'GET /limits': ({ options, used }) => answerOk(showLimits(options, used)),
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
