/** The members of a branding and what each may hold (contract 8.6). Pages put them into their styles, so nothing passes that could end a declaration. */

/** A colour as CSS writes it: hexadecimal, a name, or one of its functions. */
const color = /^(?:#?(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|[a-z]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([\w\s.,%/+-]+\))$/i
const font = /^[\p{L}\d\s,'"_-]+$/u
const size = /^\d+(?:\.\d+)?(?:px|em|rem|pt|%|vw)?$/
/** Or nothing: an organization may have no documentation of its own. */
const url = /^(?:https?:\/\/[^\s"'<>\\]+)?$/

const fields: Readonly<Record<string, RegExp>> = {
  headerFont: font,
  headerColor: color,
  bodyFont: font,
  bodyColor: color,
  themePrimaryColor: color,
  themeSecondaryColor: color,
  themeHighlightColor: color,
  buttonPrimaryBackgroundColor: color,
  buttonPrimaryTextColor: color,
  buttonSecondaryBackgroundColor: color,
  buttonSecondaryTextColor: color,
  buttonDeleteBackgroundColor: color,
  buttonDeleteTextColor: color,
  logoBackgroundColor: color,
  topBarBackgroundColor: color,
  navigationBackgroundColor: color,
  contextBackgroundColor: color,
  cardHeaderColor: color,
  cardBackground: color,
  cardMenuBackground: color,
  cardMenuLinkColor: color,
  navigationLinkBackground: color,
  navigationLinkBackgroundHover: color,
  navigationLinkBackgroundActive: color,
  navigationLinkForeground: color,
  navigationLinkForegroundHover: color,
  navigationLinkForegroundActive: color,
  topBarNavigationColor: color,
  tableHeaderBackground: color,
  tableHeaderForeground: color,
  tableBodyBackground: color,
  tableBodyForeground: color,
  navigationIconSize: size,
  navigationLabelSize: size,
  navigationWidth: size,
  componentsBorderColor: color,
  topBarTitleColor: color,
  navigationItemBorderColor: color,
  documentationUrl: url,
}

export const brandingFields = Object.keys(fields)

const longestValue = 1000

/** Required members that are not there. */
export function findMissing(document: Readonly<Record<string, unknown>>): readonly string[] {
  return brandingFields.filter((name) => (document[name] ?? undefined) === undefined)
}

/** Members that no branding has, or whose value is not what they hold. */
export function findInvalid(document: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(document).filter((name) => {
    const value = document[name]
    return !Object.hasOwn(fields, name) || typeof value !== 'string' || value.length > longestValue || !fields[name]!.test(value.trim())
  })
}
