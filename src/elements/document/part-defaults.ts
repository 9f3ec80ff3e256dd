/** What parameters and hooks are where their document says nothing (contract 2.7, 2.8): shown to clients, and not written into documents. */

export const parameterDefaults = { source: 'request', required: false }

export const hookDefaults = { mimeType: 'application/javascript', isLegacy: false }
