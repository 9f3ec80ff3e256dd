/** What the generic suite must be told of an element that its document does not say: which stand-in of the vendor to start, how a user connects, what a record looks like. */
import type { Fault } from '../../simulators/lib/faults.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A running simulator, as all of them are. */
export interface Simulator {
  readonly url: string
  /** Live: a fault put here strikes from the next request on. */
  readonly options: { faults: Fault[] }
  close(): Promise<void>
}

/** Records of one resource, under the names that clients use. */
export interface Sample {
  /** The body of a create. `text` goes where `text` below says, and into nothing that the vendor wants unique. */
  readonly create: (text: string) => Fields
  /** The body of an update; what it holds must be read afterwards. Each text in it takes the place of none that `create` fills. */
  readonly update: Fields
  /** Dotted name of the text field in what is read. */
  readonly text: string
  /** Dotted name of a field that a record has no value in until one is written. */
  readonly absent?: string
  /** Members that name another record: dotted place in the body → path of a list whose first record is meant, with a member other than `id` behind `#`. */
  readonly links?: Readonly<Record<string, string>>
  /** A body that the vendor refuses. Default `{}`; null when it takes everything. */
  readonly refused?: Fields | null
  /** Where it stands for a path with parameters: `Invoice__c` for `{objectName}`. */
  readonly at?: string
}

export interface Subject {
  readonly start: () => Promise<Simulator>
  /** What `OCTET_ELEMENT_DEFAULTS` says of the element, so that it finds the simulator. */
  readonly defaults: (url: string) => Readonly<Record<string, string>>
  /** Configuration of an instance, beside the client's id and secret and the callback. */
  readonly configuration?: Readonly<Record<string, string>>
  /** Who signs in on the vendor's consent page: how the account's value in its list begins. Absent: the first one; false: nobody is asked. */
  readonly account?: string | false
  /** By path without hub and leading slash: `contacts`; of records below others `accounts/{id}/notes`, or just `notes`, which is also taken for `/notes`. */
  readonly samples: Readonly<Record<string, Sample>>
  /** Paths with a create that the suite leaves to tests of the element's own, and why. */
  readonly elsewhere?: Readonly<Record<string, string>>
}

/** What is told of an element. @throws a message that says what to write when there is nothing */
export async function findSubject(key: string): Promise<Subject> {
  const file = new URL(`./subjects/${key}.ts`, import.meta.url)
  try {
    return ((await import(file.href)) as { subject: Subject }).subject
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(
      `elements/${key} has nothing to be tested with: add test/suite/subjects/${key}.ts that exports subject (see test/suite/subject.ts): its simulator, how a user connects, a sample for each resource with a create`,
    )
  }
}
