/**
 * Scripts of mappings may call this server back (contract 9.3, `configuration`). They get stand-ins for the secrets of the call they work for. Stand-ins are
 * worth something only within this process and until the script is done: the request is answered here, never through the network, with the caller's
 * own secrets put in their place. See docs/decisions/0034-scripts-of-mappings.md.
 */
import { createOrganizationSecret, createSecret } from '../../lib/ids.ts'
import type { ScriptReply, ScriptRequest } from '../../script/messages.ts'
import type { OwnServer } from '../../script/script.ts'
import type { ApplyContext } from './mapping-runner.ts'

export interface Secrets {
  /** Undefined: the user is gone. */
  readonly userSecret: string | undefined
  readonly organizationSecret: string
  /** Undefined: there is no instance. */
  readonly elementToken: string | undefined
}

/** One script's, or one list's. */
export interface CallBack {
  /** The variable `configuration` of the script. */
  readonly configuration: Readonly<Record<string, string | null>>
  readonly ownServer: OwnServer
  /** From now on the stand-ins are worth nothing. */
  close(): void
}

export interface CallBackParts {
  /** Our own URL as clients see it; undefined: a name that no network knows. */
  readonly publicUrl: string | undefined
  /** Path below which the API is. */
  readonly basePath: string
  /** Whose a path and its query are: a resource of an instance, or the platform's, with the first segment of its name. */
  readonly dispatch: (path: string) => { readonly isHub: boolean; readonly name: string }
  /** The secrets of the call's user, organization and instance. */
  readonly readSecrets: (context: ApplyContext) => Promise<Secrets>
  /** Answers a request in this process as if it had come in. Never rejects. */
  readonly answer: (request: ScriptRequest, within: Parameters<OwnServer['answer']>[1]) => Promise<ScriptReply>
}

/** What else than resources scripts may look at, as the caller sees it: of the own account, without secrets of people. */
const readable: ReadonlySet<string> = new Set(['common-resources', 'elements', 'formulas', 'hubs', 'instances', 'vdrs'])

/** Creates what opens a way back for each script that wants one. */
export function createCallBacks(parts: CallBackParts): (context: ApplyContext) => CallBack {
  const own = new URL(parts.publicUrl ?? 'https://octet.invalid')
  const prefix = own.pathname.replace(/\/+$/, '') + parts.basePath

  return (context) => {
    const standIns = { userSecret: createSecret(), organizationSecret: createOrganizationSecret(), elementToken: createSecret() }
    let isOpen = true
    let secrets: Promise<Secrets> | undefined

    async function replace(authorization: string): Promise<string> {
      secrets ??= parts.readSecrets(context)
      const real = await secrets
      return (Object.keys(standIns) as (keyof Secrets)[]).reduce(
        (text, name) => text.replaceAll(standIns[name], () => real[name] ?? standIns[name]),
        authorization,
      )
    }

    async function answer(request: ScriptRequest, within: Parameters<OwnServer['answer']>[1]): Promise<ScriptReply> {
      try {
        const { pathname, search } = new URL(request.url)
        const path = parts.basePath + cleanPath(pathname).slice(prefix.length) + search
        const headers = keepHonest(request.headers)
        const { authorization } = headers
        if (isOpen && authorization !== undefined && Object.values(standIns).some((one) => authorization.includes(one))) {
          const { isHub, name } = parts.dispatch(path)
          if (!isHub && !(request.method === 'GET' && readable.has(name))) return refuse(name)
          headers['authorization'] = await replace(authorization)
        }
        return await parts.answer({ ...request, url: path, headers }, within)
      } catch {
        return { error: 'The request could not be answered', code: 'ECONNRESET' }
      }
    }

    return {
      configuration: {
        protocol: own.protocol.slice(0, -1),
        host: own.host,
        pathPrefix: prefix,
        userSecret: standIns.userSecret,
        organizationSecret: standIns.organizationSecret,
        elementInstanceToken: context.instanceId === undefined ? null : standIns.elementToken,
      },
      ownServer: {
        owns(text) {
          const url = URL.parse(text)
          return url !== null && url.host === own.host && `${cleanPath(url.pathname)}/`.startsWith(`${prefix}/`)
        },
        answer,
      },
      close() {
        isOpen = false
      },
    }
  }
}

/** In lower case, without those in which proxies say whom they speak for: the server may believe its own address. */
function keepHonest(headers: ScriptRequest['headers']): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return Object.fromEntries(named.filter(([name]) => name !== 'forwarded' && !name.startsWith('x-forwarded-')))
}

/** Scripts put host, prefix and path together with one slash more or less. */
function cleanPath(pathname: string): string {
  return pathname.replace(/\/{2,}/g, '/')
}

function refuse(name: string): ScriptReply {
  const can = `call resources of element instances (/hubs/{hub}/…), and GET ${[...readable].map((one) => `/${one}`).join(', ')}`
  const message = `Scripts cannot call /${name} with the secrets of their caller; they can ${can}`
  return { status: 403, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }), isBase64: false }
}
