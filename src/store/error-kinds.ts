/** What an error of the database says about trying again: the database is away, or it will never take this. */
import { codeOf, messageOf } from './store-error.ts'

/** Class 08 (connection exception), operator intervention, too many connections (PostgreSQL docs, appendix A), and what the system says of sockets. */
const away =
  /^(?:08...|57P0[1-5]|53300|ECONN(?:REFUSED|RESET|ABORTED)|E(?:PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NETDOWN|NOTFOUND|AI_AGAIN|ADDRNOTAVAIL|MFILE))$/

/** The driver's own errors have no code. */
const awayWords =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (?:has encountered a connection error|was closed) and is not queryable)/

/** True when the database could not be reached or broke off; what was asked may or may not have been done. */
export function isConnectionError(error: unknown): boolean {
  const code = codeOf(error)
  return code === undefined ? awayWords.test(messageOf(error)) : away.test(code)
}

/** True when the database refuses the values themselves (class 22 data exception, 23 integrity, 54 program limit): asking again changes nothing. */
export function isDataError(error: unknown): boolean {
  return /^(?:22|23|54)...$/.test(codeOf(error) ?? '')
}
