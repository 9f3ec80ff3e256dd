/** Two bounds of one property are one BETWEEN: the vendor counts filters. */

export interface Filter {
  readonly propertyName: string
  readonly operator: string
  readonly value?: string
  readonly highValue?: string
  readonly values?: readonly string[]
}

/** The filters of a group, equal ones once, a `GTE` and a `LTE` of a property together. */
export function mergeRanges(group: readonly Filter[]): readonly Filter[] {
  const filters = [...new Map(group.map((filter) => [JSON.stringify(filter), filter])).values()]
  const find = (wanted: string, name: string) =>
    filters.filter(({ operator, propertyName }) => operator === wanted && propertyName === name)
  return filters.flatMap((filter) => {
    const { propertyName: name, operator } = filter
    const [lows, highs] = [find('GTE', name), find('LTE', name)]
    if (lows.length !== 1 || highs.length !== 1 || (operator !== 'GTE' && operator !== 'LTE')) return [filter]
    return operator === 'GTE' ? [{ propertyName: name, operator: 'BETWEEN', value: filter.value!, highValue: highs[0]!.value! }] : []
  })
}
