// The types of association between kinds of records: number and label per direction (the vendor's published table).

interface Direction {
  typeId: number
  label: string | null
}

/** A pair of types that are each other's way back. */
interface AssociationPair {
  from: string
  to: string
  there: Direction
  back: Direction
}

// Kinds, number there and back; `Primary` marks the label of a company that is a record's main one.
const table = `
contacts companies 279 280
contacts companies 1 2 Primary
contacts deals 4 3
contacts tickets 15 16
contacts contacts 449 449
contacts calls 193 194
contacts emails 197 198
contacts meetings 199 200
contacts notes 201 202
contacts tasks 203 204
contacts leads 609 608
contacts leads 579 578 Primary
companies companies 450 450
companies companies 13 14 Parent/Child
companies deals 342 341
companies deals 6 5 Primary
companies tickets 340 339
companies tickets 25 26 Primary
companies calls 181 182
companies emails 185 186
companies meetings 187 188
companies notes 189 190
companies tasks 191 192
companies leads 611 610
deals deals 451 451
deals tickets 27 28
deals line_items 19 20
deals calls 205 206
deals emails 209 210
deals meetings 211 212
deals notes 213 214
deals tasks 215 216
deals leads 1038 1037
tickets tickets 452 452
tickets calls 219 220
tickets emails 223 224
tickets meetings 225 226
tickets notes 227 228
tickets tasks 229 230
leads calls 596 597
leads emails 598 599
leads meetings 600 601
leads notes 854 855
leads tasks 646 647`

export const hubspotPairs: readonly AssociationPair[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [from = '', to = '', there = '', back = '', label = ''] = line.split(' ')
    const [labelThere = null, labelBack = labelThere] = label === '' ? [null, null] : label.split('/')
    return { from, to, there: { typeId: Number(there), label: labelThere }, back: { typeId: Number(back), label: labelBack } }
  })

/** A type in one direction. */
export interface AssociationType extends Direction {
  category: 'HUBSPOT_DEFINED' | 'USER_DEFINED'
  inverse: Direction
}

/** The types that lead from one kind to another, the unlabeled one first. */
export function listTypes(pairs: readonly AssociationPair[], from: string, to: string): AssociationType[] {
  const found: AssociationType[] = []
  for (const pair of pairs) {
    if (pair.from === from && pair.to === to) found.push({ category: 'HUBSPOT_DEFINED', ...pair.there, inverse: pair.back })
    if (pair.from === to && pair.to === from && !(from === to && pair.there.typeId === pair.back.typeId)) {
      found.push({ category: 'HUBSPOT_DEFINED', ...pair.back, inverse: pair.there })
    }
  }
  return found
}

/** Pairs of a kind that an account defined, with the kinds it is associated to. Numbers are the account's own. */
export function createCustomPairs(name: string, others: readonly string[], firstTypeId: number): AssociationPair[] {
  return others.map((to, at) => ({
    from: name,
    to,
    there: { typeId: firstTypeId + at * 2, label: null },
    back: { typeId: firstTypeId + at * 2 + 1, label: null },
  }))
}

export type { AssociationPair }
