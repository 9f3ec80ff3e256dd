/** POST /elements/convert?type=soap|swagger|odata: a vendor's own description of its API → an element to go on from (contract 2.2). Nothing is stored. */
import { createError } from '../../lib/errors.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route } from '../../lib/route.ts'
import { converters } from './converters.ts'
import { readUpload } from './read-upload.ts'
import { createConversionRunner } from './run-conversion.ts'

/** The route. Throws invalid-parameter (400) for another type, and what reading and converting throw. */
export function createConvertRoutes(): Route[] {
  const conversions = createConversionRunner()
  return [
    {
      method: 'POST',
      path: '/elements/convert',
      access: 'caller',
      query: [
        { name: 'type', description: `The form of the document that is sent: ${Object.keys(converters).join(', ')}`, required: true },
      ],
      upload: true,
      handle: async ({ query, body, caller }) => {
        const type = readText(query, 'type') ?? ''
        if (!Object.hasOwn(converters, type)) {
          const got = JSON.stringify(type.slice(0, 40))
          throw createError('invalid-parameter', { params: { name: 'type', expected: Object.keys(converters).join(', '), got } })
        }
        const element = await conversions.run({ type, text: await readUpload(body) }, caller!.accountId)
        return { headers: { 'content-type': 'application/json; charset=utf-8' }, body: element }
      },
    },
  ]
}
