/** POST /elements/convert?type=soap|swagger|odata: a vendor's own description of its API → an element to go on from (contract 2.2). Nothing is stored. */
import { createError } from '../../lib/errors.ts'
import { readText } from '../../lib/query-values.ts'
import type { Route } from '../../lib/route.ts'
import { convertEdmx } from './convert-edmx.ts'
import { convertSwagger } from './convert-swagger.ts'
import { convertWsdl } from './convert-wsdl.ts'
import type { ConvertedElement } from './converted-element.ts'
import { readUpload } from './read-upload.ts'

const converters: Readonly<Record<string, (text: string) => ConvertedElement>> = {
  soap: convertWsdl,
  swagger: convertSwagger,
  odata: convertEdmx,
}

/** The route. Throws invalid-parameter (400) for another type, and what reading and converting throw. */
export function createConvertRoutes(): Route[] {
  return [
    {
      method: 'POST',
      path: '/elements/convert',
      access: 'caller',
      upload: true,
      handle: async ({ query, body }) => {
        const type = readText(query, 'type') ?? ''
        const convert = Object.hasOwn(converters, type) ? converters[type] : undefined
        if (convert === undefined) {
          const got = JSON.stringify(type.slice(0, 40))
          throw createError('invalid-parameter', { params: { name: 'type', expected: Object.keys(converters).join(', '), got } })
        }
        return { body: convert(await readUpload(body)) }
      },
    },
  ]
}
