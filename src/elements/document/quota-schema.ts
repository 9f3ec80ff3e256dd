/** The schema of `octet.limits`. */
import Type, { type TProperties } from 'typebox'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
const text = Type.String({ minLength: 1 })

const timedHeader = (units: readonly string[]) =>
  Type.Union([text, closed({ name: text, unit: Type.Optional(Type.Union(units.map((unit) => Type.Literal(unit)))) })])

const paths = Type.Optional(Type.Array(Type.String({ pattern: '^/[^?#]*$' }), { minItems: 1 }))

const quotaSchema = closed({
  name: text,
  scope: Type.Union([Type.Literal('instance'), Type.Literal('application'), Type.Literal('account-at-vendor')]),
  permits: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  // A month is the longest window that a vendor is known to count.
  seconds: Type.Number({ exclusiveMinimum: 0, maximum: 2_678_400 }),
  cost: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  paths,
  except: paths,
  methods: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]+$' }), { minItems: 1 })),
  headers: Type.Optional(
    closed({
      limit: Type.Optional(text),
      remaining: Type.Optional(text),
      used: Type.Optional(text),
      seconds: Type.Optional(timedHeader(['s', 'ms'])),
      reset: Type.Optional(timedHeader(['s', 'ms', 'epoch'])),
    }),
  ),
  pattern: Type.Optional(closed({ name: text, text })),
})

export const limitsSchema = closed({
  retryAfterHeader: Type.Optional(Type.String()),
  quotas: Type.Optional(Type.Array(quotaSchema, { minItems: 1, maxItems: 20 })),
})
