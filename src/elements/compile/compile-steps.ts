/** The vendor steps of a resource, checked as far as a document can be. */
import { compileReader } from '../../lib/json-path.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { Select, Step } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'
import { nameResource } from './resource-transformation.ts'

/** @throws {CompileError} for a parent that cannot be told: a parameter that the path does not have, a member that is no path. */
export function compileSteps(element: ElementDocument, resource: ResourceDocument): readonly Step[] {
  const steps = resource.octet?.steps ?? []
  const refuse = (reason: string) => new CompileError(element.key, nameResource(resource), reason)
  for (const step of steps) {
    if (step.kind !== 'belongs') continue
    if (!resource.path.includes(`{${step.parameter}}`)) throw refuse(`belongs names ${step.parameter}, which the path does not have`)
    try {
      compileReader(step.member)
    } catch (error) {
      throw refuse(`belongs: ${(error as Error).message}`)
    }
  }
  return steps
}

/** A read that is checked by the parent in its answer asks for it, whatever else it asks for. */
export function selectParents(select: Select | undefined, { method, octet }: ResourceDocument): Select | undefined {
  if (select === undefined || method !== 'GET') return select
  const members = (octet?.steps ?? []).flatMap((step) => (step.kind === 'belongs' ? [step.member] : []))
  return members.length === 0 ? select : { ...select, always: [...(select.always ?? []), ...members] }
}
