done({
  events: (Array.isArray(events) ? events : [events]).map((event) => ({
    objectId: event.tree,
    objectType: 'trees',
    eventType: 'UPDATED',
    date: event.at,
  })),
})
