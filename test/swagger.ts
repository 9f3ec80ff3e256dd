/** The judge of Swagger 2.0 documents: a validator that is not ours. */
import SwaggerParser from '@apidevtools/swagger-parser'

/** Rejects with what is wrong with a document. It is checked on a copy, since the check resolves references in place. */
export async function validateSwagger(document: object): Promise<void> {
  await SwaggerParser.validate(JSON.parse(JSON.stringify(document)))
}
