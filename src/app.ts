/** The composition root: builds every part, hands each what it needs, starts and stops them in a fixed order. The only file that knows them all. */
import { fileURLToPath } from 'node:url'
import { type Logger, pino } from 'pino'
import { createAuditRoutes } from './audit/routes.ts'
import { createXmlReader } from './call/body/xml-reader.ts'
import { createDirectoryCache } from './call/directory.ts'
import { type CallLimitOptions, createCallLimits } from './call/limits.ts'
import { createCallBacks } from './common-resources/apply/call-back.ts'
import { createMappingRunner } from './common-resources/apply/create-mapping-runner.ts'
import { openSecrets } from './common-resources/apply/open-secrets.ts'
import { createCommonResources } from './common-resources/common-resources.ts'
import type { Config } from './config.ts'
import { createDocs } from './docs/docs.ts'
import { loadCatalog } from './elements/catalog/catalog.ts'
import { summarizeElement } from './elements/catalog/summarize.ts'
import type { CompiledElement } from './elements/compile/compiled.ts'
import { basePath } from './http/door.ts'
import { createHttpServer, type HttpServer } from './http/server.ts'
import { splitApiPath } from './http/split-path.ts'
import { describeFields } from './hub/describe-fields.ts'
import { describeObjects, listVendorObjects } from './hub/discovery.ts'
import { dispatchPath } from './hub/dispatch.ts'
import { claimsName, type HubParts, handleHubRequest, identify } from './hub/handle.ts'
import { findMappedObject, listDocumented } from './hub/mapped/describe-mapped.ts'
import { createKeySource } from './identity/commands.ts'
import { runFirstStart } from './identity/first-start.ts'
import { createIdentity } from './identity/identity.ts'
import { openKeyring } from './identity/keyring.ts'
import type { SecretPair } from './identity/read-secrets.ts'
import { demandPrivilege, guardRoutes } from './identity/roles.ts'
import { createInstances } from './instances/instances.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { createEgress, type EgressTimeouts } from './lib/egress.ts'
import type { Route } from './lib/route.ts'
import { createMetricsRoutes } from './metrics/routes.ts'
import { createOAuthRoutes } from './oauth/routes.ts'
import { type Schedule, systemSchedule } from './oauth/schedule.ts'
import { createQuotas, type Quotas } from './quotas/quotas.ts'
import { createRetention } from './retention/retention.ts'
import { answerRequest } from './script/answer-request.ts'
import { createScriptRunner } from './script/runner.ts'
import { type Database, openDatabase } from './store/database.ts'
import { isConnectionError } from './store/error-kinds.ts'
import { channels } from './store/tables.ts'
import { startTelemetry } from './telemetry/telemetry.ts'
import { createTraces } from './trace/traces.ts'
import { createAnalyticsRoutes } from './usage/analytics/routes.ts'
import { createEntryRoutes } from './usage/routes.ts'
import { createUsage } from './usage/usage.ts'

export interface App {
  /** The administrator's secrets, when this start was the first on its database. */
  readonly firstSecrets: SecretPair | undefined
  readonly database: Database
  /** Resolves with the reason when the server cannot go on. */
  readonly died: Promise<string>
  /** Port 0 picks a free one; gives the URL. */
  listen(options: { port: number; host: string }): Promise<string>
  inject: HttpServer['inject']
  /** Takes no more calls, lets those in flight end (at most `graceMs`; a second call may shorten it), writes what is waiting, closes everything. */
  close(graceMs: number): Promise<void>
}

/** What a caller in the same process may bring instead of the usual; a database that it brings, it closes. */
export interface AppOverrides {
  readonly log?: Logger
  readonly clock?: Clock
  readonly schedule?: Schedule
  readonly database?: Database
  /** Time limits of calls to vendors. */
  readonly timeouts?: Partial<EgressTimeouts>
  /** Calls in flight. */
  readonly limits?: CallLimitOptions
  /** Permits against vendors' limits, in place of those that the database shares out. */
  readonly quotas?: Quotas
}

const builtInElements = fileURLToPath(new URL('../elements', import.meta.url))

/** Errors are logged by name, message, code and stack only: what else hangs on them may quote data. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel, serializers: { err: describeError } })
}

function describeError(error: Error & { code?: unknown }): object {
  return { type: error.name, message: error.message, code: error.code, stack: error.stack }
}

/** Builds the server; nothing listens yet. Rejects with a message for the operator when a part cannot start, and leaves nothing running. */
export async function createApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const log = overrides.log ?? createLog(config)
  const database = overrides.database ?? (await openOwnDatabase(config, log))
  const closeDatabase = async () => {
    if (overrides.database === undefined) await database.close()
  }
  try {
    const app = await assemble(config, { ...overrides, log, database })
    return { ...app, close: (graceMs) => app.close(graceMs).finally(closeDatabase) }
  } catch (error) {
    await closeDatabase()
    throw error
  }
}

async function openOwnDatabase({ dataFolder, databaseUrl }: Config, log: Logger): Promise<Database> {
  const onConnectionError = (error: Error) => log.warn({ err: error }, 'a database connection broke')
  const database = await openDatabase({ dataFolder, databaseUrl, onConnectionError })
  for (const notice of database.notices) log.warn(notice)
  return database
}

function hasHooks({ document }: CompiledElement): boolean {
  return (document.hooks ?? []).length > 0 || document.resources.some(({ hooks = [] }) => hooks.length > 0)
}

/** Where vendors send the events of an instance. */
function createWebhookUrl(publicUrl: string) {
  return ({ key }: { readonly key: string }, instanceId: number) =>
    `${publicUrl}/elements/api-v2/events/${encodeURIComponent(key)}/${instanceId}`
}

async function assemble(config: Config, parts: AppOverrides & { log: Logger; database: Database }): Promise<App> {
  const { log, database, clock = systemClock, schedule = systemSchedule } = parts
  const keyring = await openKeyring({ database, keys: createKeySource(config) })
  const firstSecrets = await runFirstStart({ database, keyring })
  const folders = [builtInElements, ...(config.elementsFolder === undefined ? [] : [config.elementsFolder])]
  const catalog = await loadCatalog({ folders, database, demandPrivilege, clock, elementDefaults: config.elementDefaults })
  const identity = await createIdentity({
    ...{ database, keyring, clock, openToStrangers: config.openToStrangers },
    onClosed: [async (transaction, closing) => (closing.permanent ? instances.removeOfOwner(transaction, closing) : undefined)],
  })
  const telemetry = await startTelemetry({
    tracing: config.telemetry,
    meters: config.metricsToken && {
      ...{ token: config.metricsToken, elements: await catalog.list(), hubs: catalog.hubs },
      ...{ usage: () => usage.countPending(), scripts: () => scripts.count(), connections: database.countConnections },
    },
  })
  const egress = telemetry.watchEgress(createEgress({ allowHosts: config.allowHosts, timeouts: parts.timeouts ?? {} }))
  const directories = createDirectoryCache({ clock })
  const scripts = createScriptRunner({ egress, clock })
  const onFailure = (error: unknown) => log.warn({ err: error }, 'quotas of vendors cannot be shared; this process goes by a part of them')
  const quotas = parts.quotas ?? createQuotas({ database, schedule: systemSchedule, onFailure })
  const call = { egress, clock, limits: createCallLimits(parts.limits), directories, scripts, xml: createXmlReader(), quotas }
  const traces = createTraces({ database, sealerOf: keyring.forOrganization, clock })
  // Whoever looks at an instance of an element with hooks may call it next.
  const warmScripts = (element: CompiledElement | undefined) => {
    if (element !== undefined && hasHooks(element)) scripts.warm()
    return element
  }
  const instances = await createInstances({
    database,
    sealerOf: keyring.forOrganization,
    catalog: { list: catalog.list, find: (key, viewer) => catalog.find(key, viewer).then(warmScripts) },
    summarize: summarizeElement,
    listObjects: listVendorObjects,
    egress,
    call,
    traces,
    ...(config.publicUrl === undefined ? {} : { webhookUrl: createWebhookUrl(config.publicUrl) }),
    clock,
    schedule,
    watchRenewal: telemetry.watchRenewal,
  })
  const usage = createUsage({
    database,
    onLoss(loss) {
      telemetry.countLost(loss.entries)
      log.error(loss, 'usage entries were lost')
    },
    onFailure: (error) => log.warn({ err: error }, 'usage could not be written; it is kept and tried again'),
  })
  const retention = createRetention({
    ...{ database, clock, schedule: systemSchedule, keepDays: config.keepDays },
    onFailure: (error) => log.warn({ err: error }, 'what is kept of usage and changes could not be tended; it is tried again'),
  })
  catalog.onChange(instances.forgetElement)
  await database.listen(channels.instances, (id) => directories.forget(Number(id)))
  const runner = createMappingRunner({
    scripts,
    openCallBack: createCallBacks({
      publicUrl: config.publicUrl,
      basePath,
      dispatch: (path) => {
        const segments = splitApiPath(path)
        return { isHub: dispatchPath(segments).kind === 'hub', name: segments[0] ?? '' }
      },
      readSecrets: (context) => openSecrets({ database, keyring }, context),
      answer: (request, within) => answerRequest(http.inject, request, within),
    }),
    onTrouble: (trouble) => log.warn(trouble, 'the script of a mapping failed; what was mapped without it was answered'),
  })
  const commonResources = await createCommonResources({ database, catalog, runner })
  const { mappingOf, namesOf } = commonResources
  const mappings = { mappingOf, namesOf, runner }
  const docs = createDocs({
    catalog,
    hubs: catalog.hubs,
    describeObjects: (instance, request) => describeObjects(call, instance, request),
    describeFields: (instance, names) => describeFields(call, instance, names),
    listMapped: (instance) => listDocumented({ call, mappings }, instance),
    findMapped: (instance, name) => findMappedObject({ call, mappings }, instance, name),
    resolveInstance: instances.resolveById,
    listRoutes: () => routes,
  })
  const hub: HubParts = {
    authenticateUser: identity.authenticateUser,
    resolveInstance: instances.resolve,
    call,
    clock,
    recordUsage: telemetry.watchAnswers(usage.record),
    documentObject: docs.documentObject,
    mappings,
  }
  const routes: Route[] = [
    ...catalog.routes,
    ...createOAuthRoutes({ catalog, database, sealerOf: keyring.forOrganization, call, clock }),
    ...traces.routes,
    ...instances.routes,
    ...identity.routes,
    ...commonResources.routes,
    // The platform's own documentation is everybody's.
    ...docs.routes.filter(({ path }) => path === '/docs/all_platform'),
    ...guardRoutes(
      docs.routes.filter(({ path }) => path !== '/docs/all_platform'),
      'viewElements',
    ),
    ...createEntryRoutes({ database, clock, usage, listElements: catalog.list }),
    ...createAnalyticsRoutes({ database, clock }),
    ...createMetricsRoutes({ database, clock }),
    ...createAuditRoutes({ database, clock }),
  ]
  const http = createHttpServer({
    routes,
    hub: {
      dispatch: dispatchPath,
      claims: (authorization, name) => claimsName(hub, authorization, name),
      handle: telemetry.watchCalls((call) => handleHubRequest(hub, call)),
    },
    authentication: {
      authenticate: identity.authenticate,
      authenticateInstance: async (authorization) => {
        const { caller, instance } = await identify(hub, authorization)
        return { caller, instanceId: instance.id }
      },
    },
    clock,
    log,
    trustedProxies: config.trustedProxies,
    metrics: telemetry.metrics,
    isReady: database.isListening,
    isStoreAway: isConnectionError,
  })
  await retention.start()
  await instances.start()
  let closing: Promise<void> | undefined
  return {
    firstSecrets,
    database,
    died: database.died,
    listen: http.listen,
    inject: http.inject,
    close(graceMs) {
      const ending = http.close(graceMs)
      // Each has its turn, also when one before it fails.
      closing ??= ending
        .finally(instances.stop)
        .finally(quotas.stop)
        .finally(retention.stop)
        .finally(usage.stop)
        .finally(scripts.close)
        .finally(egress.close)
        .finally(telemetry.stop)
      return closing
    },
  }
}
