/** The kinds of definitions that are converted, by the name that `type` gives them (contract 2.2). */
import { convertEdmx } from './convert-edmx.ts'
import { convertSwagger } from './convert-swagger.ts'
import { convertWsdl } from './convert-wsdl.ts'
import type { ConvertedElement } from './converted-element.ts'

export const converters: Readonly<Record<string, (text: string) => ConvertedElement>> = {
  soap: convertWsdl,
  swagger: convertSwagger,
  odata: convertEdmx,
}
