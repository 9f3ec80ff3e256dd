/** An element folder as one document, and the way back from a member of the document to the file and line that holds it. */
import { assembleFolder, resourceFiles } from '../../src/elements/document/join.ts'
import { entryFolders, type FolderFiles } from '../../src/elements/document/layout.ts'
import { DocumentError } from '../../src/elements/document/validate.ts'
import { type JsonText, readJsonText } from './json-text.ts'
import type { Mistake, Place, Source } from './source.ts'

type Path = readonly (string | number)[]

/** `folder` is what places are shown with. */
export function createFolderSource(files: FolderFiles, folder: string): Source {
  const show = (path: string) => `${folder.replace(/\/+$/, '')}/${path}`
  const texts = new Map([...files].filter(([path]) => path.endsWith('.json')).map(([path, text]) => [path, readJsonText(text, show(path))]))
  const mistakes: Mistake[] = [...texts.values()].flatMap((text) => text.mistakes)
  const nowhere = { document: undefined, locate: (): Place => ({ file: show('element.json'), line: 1, column: 1 }) }
  if ([...texts.values()].some((text) => !text.isValid)) return { ...nowhere, mistakes }
  try {
    const document = assembleFolder(files)
    return { document, mistakes, locate: (path) => locateIn({ files, texts, show }, path) }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const file = [...files.keys()].find((path) => error.message.startsWith(path)) ?? 'element.json'
    return { ...nowhere, mistakes: [...mistakes, { place: { file: show(file), line: 1, column: 1 }, message: error.message }] }
  }
}

interface Folder {
  readonly files: FolderFiles
  readonly texts: ReadonlyMap<string, JsonText>
  readonly show: (path: string) => string
}

function locateIn({ files, texts, show }: Folder, path: Path): Place {
  const { file, rest } = findFile(files, path)
  if (rest.at(-1) === 'body' && rest.at(-3) === 'hooks') {
    const script = readAt(JSON.parse(files.get(file)!), [...rest.slice(0, -1), 'bodyFile'])
    if (typeof script === 'string') return { file: show(script), line: 1, column: 1, isScript: true }
  }
  return texts.get(file)!.locate(rest)
}

/** Which file holds a member, and the member's path in that file. */
function findFile(files: FolderFiles, path: Path): { file: string; rest: Path } {
  if (path[0] === 'resources' && typeof path[1] === 'number') {
    let before = 0
    for (const file of resourceFiles(files, JSON.parse(files.get('element.json')!).resources)) {
      const length = (JSON.parse(files.get(file)!) as unknown[]).length
      if (path[1] < before + length) return { file, rest: [path[1] - before, ...path.slice(2)] }
      before += length
    }
  }
  const entry = path[0] === 'octet' && entryFolders.some((folder) => folder === path[1]) ? `${path[1]}/${path[2]}.json` : ''
  return files.has(entry) ? { file: entry, rest: path.slice(3) } : { file: 'element.json', rest: path }
}

function readAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string | number, unknown> | undefined)?.[name], value)
}
