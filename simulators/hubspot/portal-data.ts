// What an account holds besides records: pipelines, owners, campaigns, and the timeline of an application.

interface Stage {
  label: string
  displayOrder: number
  metadata: Record<string, string>
  id: string
  createdAt: string
  updatedAt: string
  writePermissions: string
  archived: boolean
}

export interface Pipeline {
  label: string
  displayOrder: number
  id: string
  stages: Stage[]
  createdAt: string
  updatedAt: string
  archived: boolean
}

export interface Owner {
  id: string
  email: string
  type: 'PERSON'
  firstName: string
  lastName: string
  /** null once the user has left. */
  userId: number | null
  userIdIncludingInactive: number
  createdAt: string
  updatedAt: string
  archived: boolean
}

export interface Campaign {
  id: string
  properties: Record<string, string>
  createdAt: string
  updatedAt: string
}

export interface TimelineToken {
  name: string
  label: string
  type: string
  options: unknown[]
  objectPropertyName?: string
  createdAt: string
  updatedAt: string
}

export interface TimelineTemplate {
  id: string
  appId: string
  name: string
  headerTemplate?: string
  detailTemplate?: string
  objectType: string
  tokens: TimelineToken[]
  createdAt: string
  updatedAt: string
}

export interface TimelineEvent {
  id: string
  eventTemplateId: string
  objectType: string
  objectId: string
  email?: string
  tokens: Record<string, string>
  extraData?: unknown
  timestamp: string
  createdAt: string
}

export type { Stage }
