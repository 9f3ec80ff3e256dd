/** Every element of the catalog through one suite: whatever folder is in elements/ is connected to its vendor's simulator and used as the contract's clients use it. */
import { after, before, describe, it } from 'node:test'
import { readElementFolders } from '../src/elements/document/read-folder.ts'
import { createTestApp } from './app.ts'
import { type Bench, connect } from './suite/bench.ts'
import { checkDiscovery } from './suite/check-discovery.ts'
import { checkFaults } from './suite/check-faults.ts'
import { checkMadeList, checkReadList } from './suite/check-lists.ts'
import { checkChildren, checkRecords } from './suite/check-records.ts'
import { type Collection, readCollections } from './suite/collections.ts'
import { findSubject } from './suite/subject.ts'

/** One element alone: `OCTET_TEST_ELEMENT=key node test/run.ts test/elements.test.ts`. */
const only = process.env['OCTET_TEST_ELEMENT']
const documents = await readElementFolders(new URL('../elements', import.meta.url).pathname)

/** Simulators enforce no limits unless told to; what real vendors allow in a second would make the suite wait for minutes. */
const unmetered = { take: () => ({ land: () => undefined }), stop: () => Promise.resolve() }

for (const document of documents.filter(({ key }) => only === undefined || key === only)) {
  const subject = await findSubject(document.key!).catch((error: Error) => error)
  if (subject instanceof Error) {
    it(document.key!, () => Promise.reject(subject))
    continue
  }
  describe(document.key!, () => {
    const bench = { document, subject } as { -readonly [Name in keyof Bench]: Bench[Name] }
    before(async () => {
      bench.simulator = await subject.start()
      const elementDefaults = { [document.key!]: subject.defaults(bench.simulator.url) }
      bench.app = await createTestApp({ config: { elementDefaults }, overrides: { quotas: unmetered } })
      bench.hub = await connect(bench)
    })
    after(async () => {
      await bench.app?.close()
      await bench.simulator?.close()
    })
    const collections = readCollections(document, subject)
    describe('tells', () => checkDiscovery(bench))
    for (const collection of collections) describe(`/${collection.path}`, () => checkCollection(bench, collection, collections))
    describe('in trouble', () => checkFaults(bench, collections.find(({ path }) => path === 'contacts')?.at ?? collections[0]!.at))
  })
}

function checkCollection(bench: Bench, collection: Collection, all: readonly Collection[]): void {
  const { path, list, sample, parent } = collection
  const { key } = bench.document
  const reason = bench.subject.elsewhere?.[path]
  const above = all.find((each) => each.path === parent)
  const isMade = list.has('POST')
  if (reason !== undefined) it(`is left to tests of its own: ${reason}`, { skip: true })
  else if (isMade && sample === undefined) {
    const wanted = `test/suite/subjects/${key}.ts: ${path} has a create, so samples needs a record of it, or elsewhere the reason why not`
    it('has a sample', () => Promise.reject(new Error(wanted)))
  } else if (above !== undefined) checkChildren(bench, collection, above)
  else {
    checkRecords(bench, collection)
    if (isMade) checkMadeList(bench, collection)
    else checkReadList(bench, collection)
  }
}
