/** The operations that every element has, whether its document names them or not (contract 5.3). */

import { type Operation, type Parameter, refer, type Schema } from './description.ts'
import { nameOperation } from './operation-id.ts'

export interface StandardOperation {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const objectName: Parameter = {
  name: 'objectName',
  in: 'path',
  required: true,
  description: 'The name of the object',
  schema: { type: 'string' },
}
const flag = (name: string, description: string): Parameter => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'boolean' },
})

/** Ping, the names of the objects, their fields and their documents. */
export function listStandardOperations(): StandardOperation[] {
  return [
    describe('/ping', 'Says that the element answers', { answer: refer('Pong') }),
    describe('/objects', 'The names of the objects', { answer: { type: 'array', items: { type: 'string' } } }),
    describe('/objects/{objectName}/metadata', 'The fields of an object', {
      parameters: [objectName, flag('customFieldsOnly', 'Only the fields that users of the vendor have defined')],
      answer: refer('objectsMetadata'),
    }),
    describe('/objects/{objectName}/docs', 'The documentation of an object', {
      parameters: [
        objectName,
        flag('discovery', 'With the fields that users of the vendor have defined'),
        flag('resolveReferences', 'With the definitions in place of references to them'),
        flag('basic', 'Without members that begin with x-'),
      ],
      answer: refer('swagger'),
    }),
  ]
}

function describe(path: string, summary: string, more: { parameters?: readonly Parameter[]; answer: Schema }): StandardOperation {
  const { parameters = [], answer } = more
  return {
    method: 'GET',
    path,
    operation: {
      summary,
      operationId: nameOperation('GET', path),
      tags: [path.split('/')[1]!],
      authorization: { kind: 'element', required: true },
      parameters,
      answer,
    },
  }
}
