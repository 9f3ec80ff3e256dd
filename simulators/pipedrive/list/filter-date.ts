// Dates in stored filters: a day, a time, or words such as `today`, `3_weeks_ago`, `last_month`.

const day = 86_400_000

const daysFromToday: Record<string, number> = { yesterday: -1, today: 0, tomorrow: 1 }

/** The first and last day (`yyyy-MM-dd`) a date of a filter stands for; a time stands for itself, `yyyy-MM-dd HH:mm:ss`. */
export function readFilterDate(value: unknown, now: number): readonly [string, string] {
  const text = String(value ?? '')
  const today = Math.floor(now / day) * day
  const shift = daysFromToday[text]
  if (shift !== undefined) return single(today + shift * day)
  if (text === 'now') return [formatNow(now), formatNow(now)]
  const distance = /^(?:in_)?(\d)_(week|month)s?(_ago)?$/.exec(text)
  if (distance) {
    const [, count, unit, ago] = distance
    const steps = Number(count) * (ago ? -1 : 1)
    return single(unit === 'week' ? today + steps * 7 * day : addMonths(today, steps))
  }
  const stretch = /^(last|this|next)_(week|month|quarter)$/.exec(text)
  if (stretch) return findStretch(today, stretch[2] as Unit, { last: -1, this: 0, next: 1 }[stretch[1] as 'last'])
  return [text.replace('T', ' ').replace('Z', ''), text.replace('T', ' ').replace('Z', '')]
}

type Unit = 'week' | 'month' | 'quarter'

function findStretch(today: number, unit: Unit, step: number): readonly [string, string] {
  if (unit === 'week') {
    const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * day + step * 7 * day
    return [format(monday), format(monday + 6 * day)]
  }
  const months = unit === 'month' ? 1 : 3
  const date = new Date(today)
  const first = Date.UTC(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / months) + step) * months, 1)
  return [format(first), format(addMonths(first, months) - day)]
}

function addMonths(time: number, months: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate())
}

function single(time: number): readonly [string, string] {
  return [format(time), format(time)]
}

function format(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function formatNow(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace('T', ' ')
}
