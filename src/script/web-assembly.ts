/** The few parts of WebAssembly that are used: the types of Node do not have them, and those of browsers bring a whole window along. */
declare global {
  namespace WebAssembly {
    class Module {
      private readonly module: never
    }
    class Memory {
      constructor(pages: { initial: number; maximum: number })
      readonly buffer: ArrayBuffer
    }
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

export type InterpreterMemory = WebAssembly.Memory
export type InterpreterCode = WebAssembly.Module
