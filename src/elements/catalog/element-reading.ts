/** What reading elements takes, and who may. */
import type { Caller } from '../../lib/caller.ts'
import type { AccountElements } from '../store/account-elements.ts'
import type { EditorParts } from '../store/create-editor.ts'
import type { ElementEditor } from '../store/editor.ts'

export interface ElementReading {
  readonly elements: AccountElements
  readonly editor: ElementEditor
  readonly demandPrivilege: EditorParts['demandPrivilege']
}

/** Anybody sees the catalog; a user whose roles say otherwise does not (contract 2.12). */
export function demandView({ demandPrivilege }: Pick<ElementReading, 'demandPrivilege'>, caller: Caller | undefined): void {
  if (caller !== undefined) demandPrivilege(caller, 'viewElements')
}
