/** The two secrets of the first start, asked of the product itself. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface Secrets {
  readonly userSecret: string
  readonly organizationSecret: string
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** `npm run secrets -- --json` with the environment of the servers. */
export async function readSecrets(environment: NodeJS.ProcessEnv): Promise<Secrets> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'secrets', '--json'], { env: environment })
  return JSON.parse(stdout) as Secrets
}
