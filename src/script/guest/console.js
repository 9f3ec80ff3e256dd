// console.* and print: lines for whoever listens, up to a limit; the rest is dropped.
const levels = { log: 'info', info: 'info', warn: 'warn', error: 'error', debug: 'debug', trace: 'debug', dir: 'info', table: 'info' }

function show(value) {
  if (typeof value === 'string') return value
  if (value instanceof Error) return `${value.name}: ${value.message}`
  try {
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}

exports.createConsole = (limit) => {
  let left = limit
  const write = (level, values) => {
    if (left <= 0) return
    const text = values.map(show).join(' ').slice(0, left)
    left -= text.length
    octet.ask('console', { level, text })
  }
  const console = {}
  for (const name of ['assert', 'time', 'timeEnd', 'timeLog', 'count', 'countReset', 'group', 'groupEnd']) console[name] = () => {}
  for (const [name, level] of Object.entries(levels)) console[name] = limit > 0 ? (...values) => write(level, values) : () => {}
  return console
}
