/**
 * Passwords as they are stored: scrypt, its parameters beside the hash, so that they can be raised and old hashes still be read.
 * `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, both in base64.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

export interface HashCost {
  /** Logarithm of the cost to the base of two. */
  readonly ln: number
  readonly r: number
  readonly p: number
}

/** 32 MB and a quarter of a second on a small machine: one of the equally strong sets of OWASP's Password Storage Cheat Sheet. */
export const currentCost: HashCost = { ln: 15, r: 8, p: 3 }

const saltBytes = 16
const hashBytes = 32
const written = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/

/** Hashes a password with a fresh salt. */
export async function hashPassword(password: string, cost: HashCost = currentCost): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, { cost, salt, length: hashBytes })
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Whether a stored hash is of this password. Without a hash it is not, and takes as long to say so. */
export async function matchesHash(stored: string | null | undefined, password: string): Promise<boolean> {
  const parts = stored === null || stored === undefined ? undefined : readHash(stored)
  if (parts === undefined) {
    await hashPassword(password)
    return false
  }
  const { cost, salt, hash } = parts
  return timingSafeEqual(await derive(password, { cost, salt, length: hash.length }), hash)
}

/** Whether a hash was made with other parameters than today's. */
export function isOutdated(stored: string): boolean {
  const cost = readHash(stored)?.cost
  return cost?.ln !== currentCost.ln || cost.r !== currentCost.r || cost.p !== currentCost.p
}

function readHash(stored: string) {
  const match = written.exec(stored)
  if (match === null) return undefined
  const [, ln, r, p, salt = '', hash = ''] = match
  return { cost: { ln: Number(ln), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

function derive(password: string, { cost, salt, length }: { cost: HashCost; salt: Buffer; length: number }): Promise<Buffer> {
  const N = 2 ** cost.ln
  const options: ScryptOptions = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r }
  // One password has one form, however the keyboard composes its letters (RFC 8265 §4.2).
  const text = password.normalize('NFC')
  return new Promise((resolve, reject) => {
    scrypt(text, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
