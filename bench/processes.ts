/** Starts the parts of the bench, each on its core. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'

/** The measured server has one core for itself; loader and vendor share the other. */
export const cores = { server: 0, loader: 1 } as const

export interface Started {
  readonly child: ChildProcess
  readonly port: number
}

/** Forks a module that sends `{port}` once it listens. */
export async function startModule(path: string, args: readonly string[], core: number): Promise<Started> {
  const child = fork(new URL(path, import.meta.url), [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  pin(child.pid!, core)
  const [message] = (await once(child, 'message')) as [{ port: number }]
  return { child, port: message.port }
}

/** Binds every thread of a process to a core. */
export function pin(pid: number, core: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' })
}
