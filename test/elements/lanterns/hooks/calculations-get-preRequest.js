const _ = require('lodash')
const parameters = request_vendor_parameters || {}
if (request_expression) for (const { attribute, value } of request_expression) parameters['q_' + attribute] = _.toUpper(value)
done({ request_vendor_parameters: parameters })
throw new Error('after done nothing counts')
