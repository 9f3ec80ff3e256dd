// Values of properties: whether one fits its property, and the text it is kept as.
import type { PropertyIssue } from '../errors.ts'
import type { Property } from '../metadata/property.ts'
import { formatTime, type Portal } from '../portal.ts'
import type { ObjectType } from './object-types.ts'

interface Place {
  portal: Portal
  type: ObjectType
  property: Property
  /** What the record has now. */
  current: string | undefined
}

type Outcome = { text: string } | { issue: PropertyIssue }

/** The text to keep for a value; an empty one clears. `value` is text, a number or a boolean. */
export function convertValue(place: Place, value: unknown): Outcome {
  const { property } = place
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (text === '') return { text }
  if (property.name === 'email' && place.type.name === 'contacts') return convertEmail(property, text)
  switch (property.type) {
    case 'string':
      return { text }
    case 'number':
      if (property.name !== 'hs_pinned_engagement_id' && text.trim() !== text)
        return refuse(property, 'INVALID_NUMBER', `${text} was not a valid number.`)
      return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)
        ? { text }
        : refuse(property, 'INVALID_NUMBER', `${text} was not a valid number.`)
    case 'bool':
      return /^(true|false)$/i.test(text) ? { text: text.toLowerCase() } : refuseOption(property, text)
    case 'date':
      return convertDate(property, text)
    case 'datetime':
      return convertTime(property, text)
    case 'enumeration':
      return convertOption(place, text)
  }
}

/** Milliseconds of a time given as ISO or as milliseconds in text; NaN when it is neither. */
export function parseTime(text: string): number {
  if (/^-?\d{1,16}$/.test(text)) return Number(text)
  return /^\d{4}-\d\d-\d\d(T.*)?$/.test(text) ? Date.parse(text) : Number.NaN
}

function refuse(property: Property, error: string, message: string): Outcome {
  return { issue: { name: property.name, error, message } }
}

function convertEmail(property: Property, text: string): Outcome {
  if (!/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(text.trim())) return refuse(property, 'INVALID_EMAIL', `Email address ${text} is invalid`)
  return { text: text.trim().toLowerCase() }
}

function convertDate(property: Property, text: string): Outcome {
  const time = parseTime(text)
  if (Number.isNaN(time)) return refuse(property, 'INVALID_DATE', `${text} was not a valid date.`)
  const iso = new Date(time).toISOString()
  if (time % 86_400_000 !== 0) return refuse(property, 'INVALID_DATE', `${text} is at ${iso.slice(11, 23)} UTC, not midnight!`)
  return { text: iso.slice(0, 10) }
}

function convertTime(property: Property, text: string): Outcome {
  const time = parseTime(text)
  return Number.isNaN(time) ? refuse(property, 'INVALID_LONG', `${text} was not a valid long.`) : { text: formatTime(time) }
}

function convertOption(place: Place, text: string): Outcome {
  const { property, current } = place
  if (property.externalOptions) return checkExternal(place, text)
  if (property.fieldType !== 'checkbox')
    return property.options.some((each) => each.value === text) ? { text } : refuseOption(property, text)
  const values = text.split(';').filter((each) => each !== '')
  const wrong = values.find((each) => !property.options.some((option) => option.value === each))
  if (wrong !== undefined) return refuseOption(property, wrong)
  // A leading semicolon adds to what is there.
  const kept = text.startsWith(';') ? (current ?? '').split(';').filter((each) => each !== '') : []
  return { text: [...new Set([...kept, ...values])].join(';') }
}

function refuseOption(property: Property, text: string): Outcome {
  const options = property.options.map(
    ({ label, value, displayOrder }) =>
      `label: ${JSON.stringify(label)}\nvalue: ${JSON.stringify(value)}\ndisplay_order: ${displayOrder}\nhidden: false\nread_only: false\n`,
  )
  return refuse(property, 'INVALID_OPTION', `${text} was not one of the allowed options: [${options.join(', ')}]`)
}

function checkExternal({ portal, type, property }: Place, text: string): Outcome {
  if (property.referencedObjectType === 'OWNER') {
    const known = portal.owners.some((owner) => owner.id === text)
    return known ? { text } : refuse(property, 'INVALID_OWNER_ID', `Owner ${text} does not exist`)
  }
  const pipelines = (portal.pipelines[type.name] ?? []).filter((each) => !each.archived)
  if (property.name === type.stages?.pipeline) {
    return pipelines.some((each) => each.id === text) ? { text } : refuse(property, 'INVALID_OPTION', `${text} is not a valid pipeline ID`)
  }
  if (property.name === type.stages?.stage) {
    const known = pipelines.some((each) => each.stages.some((stage) => stage.id === text))
    return known ? { text } : refuse(property, 'INVALID_OPTION', `${text} is not a valid pipeline stage ID`)
  }
  return { text }
}
