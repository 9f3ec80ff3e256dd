/** The letters of a date mask, as Java's SimpleDateFormat has them. Names are English, all in UTC. */

/** What a text says of a moment; what it does not say is the beginning of 1970. */
export interface DateParts {
  year?: number
  month?: number
  day?: number
  hour?: number
  isAfternoon?: boolean
  minute?: number
  second?: number
  millisecond?: number
  /** Minutes east of Greenwich. */
  offset?: number
}

export interface MaskLetter {
  readonly print: (date: Date, count: number) => string
  /** Part of a regular expression, without groups. `isTight`: a number follows at once, so that its digits must be as many as there are letters. */
  readonly form: (count: number, isTight: boolean) => string
  readonly read: (text: string, parts: DateParts) => void
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
/** Zones that RFC 822 names, in hours. */
const namedZones: Readonly<Record<string, number>> = { EDT: -4, EST: -5, CDT: -5, CST: -6, MDT: -6, MST: -7, PDT: -7, PST: -8 }

function createNumber(get: (date: Date) => number, read: (value: number, parts: DateParts) => void): MaskLetter {
  return {
    print: (date, count) => String(get(date)).padStart(count, '0'),
    form: (count, isTight) => (isTight ? `\\d{${count}}` : `\\d{1,${Math.max(count, 2)}}`),
    read: (text, parts) => read(Number(text), parts),
  }
}

const year: MaskLetter = {
  print: (date, count) =>
    count === 2 ? String(date.getUTCFullYear() % 100).padStart(2, '0') : String(date.getUTCFullYear()).padStart(count, '0'),
  form: (count) => (count === 2 ? '\\d{2}' : '\\d{4}'),
  // Two digits mean 1970 to 2069, whatever year it is.
  read: (text, parts) => {
    parts.year = text.length > 2 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900)
  },
}

const monthNumber = createNumber(
  (date) => date.getUTCMonth() + 1,
  (value, parts) => {
    parts.month = value
  },
)

const month: MaskLetter = {
  print: (date, count) => (count < 3 ? monthNumber.print(date, count) : printName(months[date.getUTCMonth()]!, count)),
  form: (count, isTight) => (count < 3 ? monthNumber.form(count, isTight) : listNames(months)),
  read: (text, parts) => {
    if (/^\d/.test(text)) monthNumber.read(text, parts)
    else parts.month = months.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase()) + 1
  },
}

const dayName: MaskLetter = {
  print: (date, count) => printName(days[date.getUTCDay()]!, count),
  form: () => listNames(days),
  // The date says it.
  read: () => undefined,
}

function createZone(print: MaskLetter['print']): MaskLetter {
  return {
    print,
    form: () => `(?:(?:GMT|UTC)?[+-]\\d\\d(?::?\\d\\d)?|UTC|GMT|Z|${Object.keys(namedZones).join('|')})`,
    read: (text, parts) => {
      const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?$/.exec(text) ?? []
      const east = hours === undefined ? (namedZones[text.toUpperCase()] ?? 0) * 60 : Number(hours) * 60 + Number(minutes)
      parts.offset = sign === '-' ? -east : east
    },
  }
}

const readHour = (value: number, parts: DateParts): void => {
  parts.hour = value
}

export const maskLetters: Readonly<Record<string, MaskLetter>> = {
  y: year,
  u: year,
  M: month,
  L: month,
  d: createNumber(
    (date) => date.getUTCDate(),
    (value, parts) => {
      parts.day = value
    },
  ),
  E: dayName,
  a: {
    print: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    form: () => '(?:AM|PM)',
    read: (text, parts) => {
      parts.isAfternoon = /p/i.test(text)
    },
  },
  H: createNumber((date) => date.getUTCHours(), readHour),
  k: createNumber(
    (date) => date.getUTCHours() || 24,
    (value, parts) => readHour(value % 24, parts),
  ),
  K: createNumber((date) => date.getUTCHours() % 12, readHour),
  h: createNumber(
    (date) => date.getUTCHours() % 12 || 12,
    (value, parts) => readHour(value % 12, parts),
  ),
  m: createNumber(
    (date) => date.getUTCMinutes(),
    (value, parts) => {
      parts.minute = value
    },
  ),
  s: createNumber(
    (date) => date.getUTCSeconds(),
    (value, parts) => {
      parts.second = value
    },
  ),
  // A fraction: three letters are Java's milliseconds, six are what people write for microseconds.
  S: {
    print: (date, count) => String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(count, '0').slice(0, count),
    form: (count, isTight) => (isTight ? `\\d{${count}}` : '\\d{1,9}'),
    read: (text, parts) => {
      parts.millisecond = Number(text.slice(0, 3).padEnd(3, '0'))
    },
  },
  z: createZone(() => 'UTC'),
  Z: createZone(() => '+0000'),
  X: createZone(() => 'Z'),
}

function printName(name: string, count: number): string {
  return count > 3 ? name : name.slice(0, 3)
}

function listNames(names: readonly string[]): string {
  return `(?:${[...new Set(names.flatMap((name) => [name, name.slice(0, 3)]))].join('|')})`
}
