/** What single real files need to be driven, and where they fall short of what is checked of every file; each with its reason. */
import type { Answer } from '../vendor.ts'
import type { Values } from './expected-request.ts'

export interface Circumstances {
  /** Laid over the sample configuration. */
  readonly configuration?: Values
  /** Answers in place of the sample, by `METHOD /path`. */
  readonly answers?: Readonly<Record<string, Answer>>
}

const xml = (inner: string): Answer => ({ headers: { 'content-type': 'text/xml' }, body: `<qdbapi><errcode>0</errcode>${inner}</qdbapi>` })
const fields =
  '<table><fields><field id="6" base_type="text"><label>Name</label></field><field id="7" base_type="bool"><label>Is it?</label></field></fields></table>'

/** By file. */
export const circumstances: Readonly<Record<string, Circumstances>> = {
  'quickbasedb.json': {
    // Its scripts look names of objects up in a list that a client gives as JSON, and read the vendor's XML.
    configuration: { 'quickbase.objects': '[{"path of objectName":"table-1"}]' },
    answers: {
      'POST /hubs/db/auth': xml('<ticket>ticket-1</ticket><userid>user-1</userid>'),
      'GET /hubs/db/objects/{objectName}/metadata': xml(fields),
      'GET /hubs/db/{objectName}/fields': xml(fields),
      'POST /hubs/db/{objectName}/fields': xml('<fid>6</fid>'),
      'GET /hubs/db/{objectName}/{objectId}/attachments/{fieldId}': { headers: { 'content-type': 'text/plain' }, body: 'a file' },
    },
  },
  'hybris3.json': {
    // Its script asks the vendor by itself, for a batch of which it reads the last flat object.
    answers: { 'POST /hubs/erp/contact-origins': { headers: { 'content-type': 'text/plain' }, body: '--batch\n{"ok":true}\n--batch--' } },
  },
}

/** By file: differences that match are not counted, and each pattern has to match one. */
export const knownDifferences: Readonly<Record<string, readonly RegExp[]>> = {}
