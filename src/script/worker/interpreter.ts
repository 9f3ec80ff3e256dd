/** The interpreter's module on our code and memory, with texts moved by the platform's own encoder: its generated code does it character by character. */
import baseVariant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSSyncVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { InterpreterCode, InterpreterMemory } from '../web-assembly.ts'

/** What of the generated module is replaced. */
interface TextMover {
  lengthBytesUTF8(text: string): number
  stringToUTF8(text: string, address: number, room: number): void
  UTF8ToString(address: number): string
}

type Loader = (options: object) => Promise<object>

/** Creates a module of its own in this memory. */
export async function openInterpreter(code: InterpreterCode, memory: InterpreterMemory): Promise<QuickJSWASMModule> {
  const variant = newVariant(baseVariant as unknown as QuickJSSyncVariant, { wasmModule: code, wasmMemory: memory })
  const importModuleLoader = async (): Promise<Loader> => {
    const load = (await variant.importModuleLoader()) as Loader
    return async (options) => Object.assign(await load(options), createTextMover(memory))
  }
  return newQuickJSWASMModuleFromVariant({ ...variant, importModuleLoader } as unknown as QuickJSSyncVariant)
}

const encoder = new TextEncoder()
/** Below this a loop over the characters is quicker than the call. */
const shortText = 32

function createTextMover(memory: InterpreterMemory): TextMover {
  // The buffer changes whenever memory grows.
  let bytes = Buffer.from(memory.buffer)
  const current = (): Buffer => {
    if (bytes.buffer !== memory.buffer) bytes = Buffer.from(memory.buffer)
    return bytes
  }
  return {
    lengthBytesUTF8: (text) => Buffer.byteLength(text),
    stringToUTF8(text, address, room) {
      if (address === 0) throw new Error('out of memory')
      const all = current()
      const { written } = encoder.encodeInto(text, all.subarray(address, address + room - 1))
      all[address + written] = 0
    },
    UTF8ToString(address) {
      const all = current()
      if (address === 0) return ''
      let end = address
      while (all[end] !== 0 && end - address < shortText) end++
      if (all[end] !== 0) end = all.indexOf(0, end)
      return all.toString('utf8', address, end)
    },
  }
}
