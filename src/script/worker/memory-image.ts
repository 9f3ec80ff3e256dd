/**
 * The memory of the interpreter at one moment, and how it is put back. Whatever a script did (globals, prototypes, module state, timers) is undone because
 * every byte the interpreter can read is as it was.
 */
import type { InterpreterMemory } from '../web-assembly.ts'

const page = 4096
/** Zeros longer than this within an image are the interpreter's stack, which is empty between calls. */
const stackBytes = 1024 * 1024

export interface MemoryImage {
  /** Copies of all pages in use, with their addresses. */
  readonly parts: readonly { readonly start: number; readonly bytes: Uint8Array }[]
  /** Where the memory in use ends. */
  readonly end: number
}

/**
 * Takes an image of all memory in use below `top`. Call it while no code of the interpreter is running. The stack between data and heap is not looked at:
 * touching memory for the first time is what costs.
 */
export function takeImage(memory: InterpreterMemory, top: number): MemoryImage {
  const all = new Uint8Array(memory.buffer)
  const zeros = Buffer.alloc(page)
  const isEmpty = (at: number) => zeros.equals(all.subarray(at, at + page))
  const last = Math.ceil(top / page) * page
  let dataEnd = 0
  for (let at = 0; at < last && at - dataEnd <= stackBytes; at += page) if (!isEmpty(at)) dataEnd = at + page
  let [heapStart, heapEnd] = [last, dataEnd]
  for (let at = last - page; at >= dataEnd && heapStart - at <= stackBytes; at -= page) {
    if (isEmpty(at)) continue
    heapStart = at
    heapEnd = Math.max(heapEnd, at + page)
  }
  const copy = (start: number, end: number) => ({ start, bytes: all.slice(start, end) })
  const parts = heapEnd > dataEnd ? [copy(0, dataEnd), copy(heapStart, heapEnd)] : [copy(0, dataEnd)]
  return { parts, end: heapEnd }
}

/** Puts an image back, and zeros all that was used beyond it, up to `top` (an address at or above everything ever used since). */
export function restoreImage(memory: InterpreterMemory, { parts, end }: MemoryImage, top: number): void {
  const all = new Uint8Array(memory.buffer)
  for (const { start, bytes } of parts) all.set(bytes, start)
  if (top > end) all.fill(0, end, top)
}

/** Static data of the interpreter, its allocator's among them, lies below this address; its heap above. */
const staticBytes = 256 * 1024

/** What the allocator may have taken ahead of need. It never gives memory back. */
const spareBytes = 128 * 1024

/**
 * Finds the words in which the interpreter's allocator keeps the end of its heap: they grow with an allocation by what it takes. Their greatest value is what
 * `restoreImage` needs; without them the whole memory would have to be zeroed.
 */
export function findHeapEnd(
  memory: InterpreterMemory,
  allocation: { readonly bytes: number; readonly make: () => void },
): readonly number[] {
  const before = new Uint32Array(memory.buffer.slice(0, staticBytes))
  allocation.make()
  const after = new Uint32Array(memory.buffer, 0, before.length)
  const found: number[] = []
  for (let index = 0; index < before.length; index++) {
    if (before[index]! > staticBytes && after[index]! - before[index]! >= allocation.bytes - spareBytes) found.push(index)
  }
  return found
}
