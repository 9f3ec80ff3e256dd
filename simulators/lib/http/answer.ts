// An answer not yet written to the wire, and the plain pages a front end or a proxy shows.

export interface Answer {
  status: number
  /** `bytes`: a Buffer, its content type among the headers. */
  type: 'json' | 'html' | 'text' | 'bytes' | 'none'
  body?: unknown
  headers?: Record<string, string>
}

/** An HTML error page of the front end. */
export function answerHtml(status: number, title: string): Answer {
  const body = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`
  return { status, type: 'html', body }
}
