/** The hooks of a resource, compiled once: which run before the vendor is asked, and which after, on what. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { HookDocument } from '../../elements/document/element-document.ts'
import { compileScript } from '../../script/compile-script.ts'
import type { Script } from '../../script/script.ts'

export interface ResourceHooks {
  /** The element's, then the resource's (contract 13.1 step 6). */
  readonly before: readonly Script[]
  /** The element's: they see the body as it came (contract 13.1 step 9). */
  readonly afterWhole: readonly Script[]
  /** The resource's: they see it at its root. */
  readonly after: readonly Script[]
}

/** Compiles the hooks; undefined when there are none. One without a body changes nothing, so it is left out. */
export function compileHooks(resource: CompiledResource): ResourceHooks | undefined {
  const place = `${resource.method} ${resource.path}`
  const compile = (hooks: readonly HookDocument[], type: string, owner: string) =>
    hooks
      .filter((hook) => hook.type === type && (hook.body ?? '').trim() !== '')
      .map((hook) => compileScript({ body: hook.body ?? '', isLegacy: hook.isLegacy === true, name: `${type} hook of ${owner}` }))
  const made = {
    before: [...compile(resource.elementHooks, 'preRequest', 'the element'), ...compile(resource.hooks, 'preRequest', place)],
    afterWhole: compile(resource.elementHooks, 'postRequest', 'the element'),
    after: compile(resource.hooks, 'postRequest', place),
  }
  return made.before.length + made.afterWhole.length + made.after.length === 0 ? undefined : made
}
