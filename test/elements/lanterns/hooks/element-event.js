const _ = require('lodash')
done({
  events: _.map(_.castArray(events), (event) => ({
    objectId: event.message,
    objectType: 'messages',
    eventType: 'CREATED',
    date: event.at,
  })),
})
