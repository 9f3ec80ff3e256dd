// The events a hook can subscribe to.

const objects = [
  'appointment',
  'company',
  'contact',
  'contactGroup',
  'invoice',
  'invoice.payment',
  'leadsource',
  'note',
  'opportunity',
  'order',
  'product',
  'subscription',
  'task',
]

/** Every event key, sorted. */
export const eventKeys: readonly string[] = [
  ...objects.flatMap((object) => ['add', 'edit', 'delete'].map((event) => `${object}.${event}`)),
  'contact.redact',
  'contactGroup.applied',
  'contactGroup.removed',
  'opportunity.stage_move',
  'user.activate',
  'user.add',
  'user.edit',
].sort()
