/** A thread of the sandbox: one script at a time, from its job to its result, then everything put back. The parent ends the thread when it must. */
import { getRandomValues } from 'node:crypto'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, ToWorker, WorkerSettings } from '../messages.ts'
import { createPriority } from './priority.ts'
import { createRun, type Run } from './run.ts'

// Scripts see UTC whatever the zone of the server: the interpreter asks this for its offset.
Date.prototype.getTimezoneOffset = () => 0

const port = parentPort as MessagePort
const settings = workerData as WorkerSettings
const run: Run = await createRun({
  settings,
  now: () => performance.now(),
  priority: createPriority(process.platform),
  seed: () => [...getRandomValues(new Uint32Array(4))],
  tell: (message: FromWorker) => port.postMessage(message),
})

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') run.start(message.run, message.job)
  else if (message.type === 'reply') run.receive(message.run, message.id, message.reply)
  else run.cancel(message.run)
})
