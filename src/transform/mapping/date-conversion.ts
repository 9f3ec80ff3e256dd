/** Dates of one side → those of the other: by a mask where there is one, else by what a date can be told by. What is no date stays as it is. */
import { formatDay, formatInstant, parseInstant } from '../../lib/instant.ts'
import { readNumber } from '../hub-types.ts'
import { compileDateMask, type DateMask } from './date-mask.ts'

export interface DateSides {
  /** Masks of the `transformDate` flag. */
  readonly client: string | undefined
  readonly vendor: string | undefined
  /** The vendor's dates are numbers. */
  readonly isVendorNumber: boolean
}

interface DateConversion {
  readonly fromVendor: (value: unknown) => unknown
  readonly toVendor: (value: unknown) => unknown
}

/** @throws {Error} naming what is wrong with a mask. */
export function compileDateConversion({ client, vendor, isVendorNumber }: DateSides): DateConversion {
  const [clientMask, vendorMask] = [client, vendor].map((mask) => (mask === undefined ? undefined : compileDateMask(mask)))
  const printIso = (isDay: boolean) => (isDay ? formatDay : formatInstant)
  const printClient = clientMask?.print ?? printIso(vendorMask?.isDay === true)
  const printNumber = (instant: number) =>
    vendorMask === undefined ? instant : (readNumber(vendorMask.print(instant)) ?? vendorMask.print(instant))
  const printVendor = isVendorNumber ? printNumber : (vendorMask?.print ?? printIso(clientMask?.isDay === true))
  return {
    fromVendor: (value) => convert(value, vendorMask, printClient),
    toVendor: (value) => convert(value, clientMask, printVendor),
  }
}

function convert(value: unknown, mask: DateMask | undefined, print: (instant: number) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? item : convert(item, mask, print)))
  const isText = typeof value === 'string' || typeof value === 'number'
  const instant = (isText ? mask?.parse(String(value)) : undefined) ?? guessInstant(value)
  return instant === undefined ? value : print(instant)
}

/** Numbers below this are seconds since 1970: as milliseconds they would be before 1973. */
const leastMilliseconds = 100_000_000_000
const farthest = 253_402_300_800_000

const mail = compileDateMask('EEE, dd MMM yyyy HH:mm:ss z')

/** ISO 8601, seconds or milliseconds since 1970, or a date of mail and HTTP. */
export function guessInstant(value: unknown): number | undefined {
  if (typeof value === 'string') {
    if (/^\d{10}$/.test(value)) return Number(value) * 1000
    return parseInstant(value.trim()) ?? mail.parse(value)
  }
  if (typeof value !== 'number' || !(Math.abs(value) < farthest)) return undefined
  return Math.round(Math.abs(value) < leastMilliseconds ? value * 1000 : value)
}
