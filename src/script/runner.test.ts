import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRunner } from '../../test/script-runner.ts'

test('a script gets its variables and gives what it calls done with', async (t) => {
  const { run } = openRunner(t)
  const result = await run('done({ body: request_body_map.a + 1, none: typeof request_vendor_body })', {
    variables: { request_body_map: { a: 1 }, request_vendor_body: undefined },
  })
  assert.deepEqual(result, { body: 2, none: 'undefined' })
})

test('the first done wins; what follows may run or throw and is ignored', async (t) => {
  const { run } = openRunner(t)
  assert.deepEqual(await run('done({ a: 1 }); done({ a: 2 }); null.x'), { a: 1 })
  assert.deepEqual(await run('done({ a: 1 }); for (;;);'), { a: 1 })
  assert.deepEqual(await run('const r = { a: 1 }; done(r); r.a = 2'), { a: 1 })
})
