/** The operations that every element has, whether its document names them or not (contract 5.3). */
import { authorizationParameter, describeResponses } from './fixed-parts.ts'
import { nameOperation } from './operation-id.ts'
import type { Operation, Parameter, Schema } from './swagger-document.ts'

export interface StandardOperation {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const objectName: Parameter = { name: 'objectName', in: 'path', type: 'string', required: true, description: 'The name of the object' }
const flag = (name: string, description: string): Parameter => ({ name, in: 'query', type: 'boolean', required: false, description })

/** Ping, the names of the objects, their fields and their documents. */
export function listStandardOperations(): StandardOperation[] {
  return [
    describe('/ping', 'Says that the element answers', { success: { $ref: '#/definitions/Pong' } }),
    describe('/objects', 'The names of the objects', { success: { type: 'array', items: { type: 'string' } } }),
    describe('/objects/{objectName}/metadata', 'The fields of an object', {
      parameters: [objectName, flag('customFieldsOnly', 'Only the fields that users of the vendor have defined')],
      success: { $ref: '#/definitions/objectsMetadata' },
    }),
    describe('/objects/{objectName}/docs', 'The documentation of an object', {
      parameters: [
        objectName,
        flag('discovery', 'With the fields that users of the vendor have defined'),
        flag('resolveReferences', 'With the definitions in place of references to them'),
        flag('basic', 'Without members that begin with x-'),
      ],
      success: { $ref: '#/definitions/swagger' },
    }),
  ]
}

function describe(path: string, summary: string, more: { parameters?: readonly Parameter[]; success: Schema }): StandardOperation {
  const { parameters = [], success } = more
  return {
    method: 'GET',
    path,
    operation: {
      summary,
      operationId: nameOperation('GET', path),
      tags: [path.split('/')[1]!],
      parameters: [authorizationParameter, ...parameters],
      responses: describeResponses(success),
    },
  }
}
